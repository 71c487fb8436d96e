package cell

import (
	"bytes"
	"go/scanner"
	"go/token"
	"strings"

	"nbrun/render/notebook"
)

// block is how the lines of a cell stand in the notebook: each as far to the right
// as its fence, as Markdown allows, and with the ending of the fence's line. What
// begins inside a raw string is as it is.
type block struct {
	indent  int
	newline string
	fence   string // its characters
	options bool   // it has option lines
}

func blockOf(nb *notebook.Notebook, cell notebook.Cell) block {
	line, _, _ := strings.Cut(nb.Text(cell.Block), "\n")
	b := block{newline: "\n"}
	if strings.HasSuffix(line, "\r") {
		b.newline = "\r\n"
	}
	fence := strings.TrimLeft(line, " ")
	b.indent = len(line) - len(fence)
	b.fence = fence[:len(fence)-len(strings.TrimLeft(fence, fence[:1]))]
	b.options = cell.Body.Start > cell.Block.Start+len(line)+1
	return b
}

// code returns the code of a cell's body without what the block gives its lines.
func (b block) code(body []byte) []byte {
	return eachLine(bytes.ReplaceAll(body, []byte("\r\n"), []byte("\n")), func(line []byte) []byte {
		for range b.indent {
			line = bytes.TrimPrefix(line, []byte(" "))
		}
		return line
	})
}

// lines returns the body of a cell with that code.
func (b block) lines(code []byte) []byte {
	out := eachLine(code, func(line []byte) []byte {
		if len(line) == 1 {
			return line
		}
		return append(bytes.Repeat([]byte(" "), b.indent), line...)
	})
	return bytes.ReplaceAll(out, []byte("\n"), []byte(b.newline))
}

// closes reports whether some line of code would end the block.
func (b block) closes(code []byte) bool {
	for line := range bytes.Lines(code) {
		rest := strings.TrimLeft(string(line), " ")
		n := len(rest) - len(strings.TrimLeft(rest, b.fence[:1]))
		if len(line)-len(rest) <= 3 && n >= len(b.fence) && strings.TrimSpace(rest[n:]) == "" {
			return true
		}
	}
	return false
}

// eachLine puts what f returns in the place of each line of code that does not
// begin inside a raw string.
func eachLine(code []byte, f func(line []byte) []byte) []byte {
	raw := rawStrings(code)
	var out []byte
	at := 0
	for line := range bytes.Lines(code) {
		for len(raw) > 0 && raw[0].End <= at {
			raw = raw[1:]
		}
		if len(raw) > 0 && raw[0].Start < at {
			out = append(out, line...)
		} else {
			out = append(out, f(line)...)
		}
		at += len(line)
	}
	return out
}

// rawStrings returns where the raw strings of code stand, in order.
func rawStrings(code []byte) []notebook.Span {
	file := token.NewFileSet().AddFile("", -1, len(code))
	var s scanner.Scanner
	s.Init(file, code, func(token.Position, string) {}, 0)
	var spans []notebook.Span
	for {
		pos, tok, lit := s.Scan()
		switch {
		case tok == token.EOF:
			return spans
		case tok == token.STRING && lit[0] == '`':
			start := file.Offset(pos)
			rest, _, _ := bytes.Cut(code[start+1:], []byte("`")) // lit lacks carriage returns
			spans = append(spans, notebook.Span{Start: start, End: start + len(rest) + 2})
		}
	}
}
