package cell

import (
	"bytes"
	"fmt"
	"go/scanner"
	"go/token"
	"strings"
)

// mark says that the bytes [start, end) of a program come from the notebook, the
// first of them from this line.
type mark struct{ start, end, line int }

// direct puts //line directives into formatted, so that each of its lines that
// comes from the notebook is known by its line there. Formatted is what gofmt has
// made of text, in which marks say what comes from where: the tokens are the same.
func direct(formatted []byte, text string, marks []mark, path string) []byte {
	origins, _ := fixedTokens([]byte(text))
	now, inside := fixedTokens(formatted)
	if len(origins) != len(now) {
		panic("cell: gofmt has changed the tokens of a tangled program")
	}
	want := make(map[int]int) // by line of formatted: that of the notebook
	for i, tok := range now {
		if _, known := want[tok.line]; !known {
			want[tok.line] = origin(text, marks, origins[i].offset)
		}
	}
	lines := bytes.SplitAfter(formatted, []byte("\n"))
	before := make(map[int]int) // by line: what a directive before it says
	apart := make(map[int]bool) // by line: it is a comment, of which gofmt must not think that the directive is part
	at := 0
	for n := 1; n <= len(lines); n++ {
		if w := want[n]; w > 0 && w != at && !inside[n] {
			first := n
			for first > 1 && want[first-1] == 0 && isComment(lines[first-2]) {
				first--
			}
			before[first] = w - (n - first)
			apart[first] = first < n
			at = w
		}
		if at > 0 {
			at++
		}
	}
	var b bytes.Buffer
	for i, line := range lines {
		switch l := before[i+1]; {
		case apart[i+1]:
			fmt.Fprintf(&b, "//line %s:%d\n\n", path, l-1)
		case l > 0:
			fmt.Fprintf(&b, "//line %s:%d\n", path, l)
		}
		b.Write(line)
	}
	return b.Bytes()
}

func isComment(line []byte) bool { return bytes.HasPrefix(bytes.TrimLeft(line, "\t"), []byte("//")) }

// origin returns the notebook's line of an offset of text, 0 when it has none.
func origin(text string, marks []mark, offset int) int {
	for _, m := range marks {
		if m.start <= offset && offset < m.end {
			return m.line + strings.Count(text[m.start:offset], "\n")
		}
	}
	return 0
}

// placed is a token's offset, and the line on which it begins.
type placed struct{ offset, line int }

// fixedTokens returns those tokens of a file that gofmt never adds or takes away,
// and the lines that begin within a token.
func fixedTokens(src []byte) (list []placed, inside map[int]bool) {
	fset := token.NewFileSet()
	file := fset.AddFile("", -1, len(src))
	var s scanner.Scanner
	s.Init(file, src, nil, scanner.ScanComments)
	inside = make(map[int]bool)
	for {
		pos, tok, lit := s.Scan()
		line := file.Line(pos)
		for i := range strings.Count(lit, "\n") {
			if tok == token.STRING || tok == token.COMMENT {
				inside[line+i+1] = true
			}
		}
		switch tok {
		case token.EOF:
			return list, inside
		case token.COMMENT, token.SEMICOLON, token.COMMA, token.LPAREN, token.RPAREN:
		case token.RBRACE: // it never needs a line of the notebook's
		default:
			list = append(list, placed{file.Offset(pos), line})
		}
	}
}
