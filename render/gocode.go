package render

import (
	"go/scanner"
	"go/token"
	"iter"
	"slices"
	"strings"
)

// omitMark ends a line of a cell that runs but is not shown at first.
const omitMark = "// OMIT"

// omitted reports whether a line of code is hidden behind a toggle.
func omitted(line string) bool {
	return strings.HasSuffix(strings.TrimRight(line, " \t\r\n"), omitMark)
}

// lineMarks are what a page has to say of lines of code, by their numbers from 0.
type lineMarks struct {
	bad   map[int]bool
	ids   map[int]string
	calls map[int]string // where lines with an id lead
}

// goCode writes Go code with its keywords, literals and comments in elements of their
// own; so are lines that end in "// OMIT", and those that are marked. Code that isn't Go
// is written as it is.
func (m *markup) goCode(code []byte, marks lineMarks) {
	w := codeWriter{m: m, lineMarks: marks, lines: slices.Collect(codeLines(string(code)))}
	file := token.NewFileSet().AddFile("", -1, len(code))
	var s scanner.Scanner
	s.Init(file, code, func(token.Position, string) {}, scanner.ScanComments) // Go's errors are told elsewhere
	at := 0
	for {
		pos, tok, text := s.Scan()
		el := tokenElement(tok)
		if tok == token.EOF {
			w.write(goPlain, string(code[at:]))
			w.end()
			return
		}
		if el == goPlain {
			continue
		}
		// The text of a comment or raw string lacks the carriage returns of the
		// source, so where it ends is found by its beginning and its kind.
		start := file.Offset(pos)
		end := tokenEnd(code, start, text)
		w.write(goPlain, string(code[at:start]))
		w.write(el, string(code[start:end]))
		at = end
	}
}

// tokenEnd returns where the token of that text ends which begins at start: the
// scanner leaves out carriage returns.
func tokenEnd(code []byte, start int, text string) int {
	end := start
	for i := 0; i < len(text) && end < len(code); end++ {
		if code[end] == text[i] {
			i++
		}
	}
	return end
}

// element is what a token is written in.
type element struct{ tag, class string }

var (
	goPlain   element // written without any
	goComment = element{tag: "i"}
	goKeyword = element{tag: "b"}
	goString  = element{tag: "samp"}
	goNumber  = element{"span", "n"}
)

// tokenElement returns the element of a token. All but numbers have short ones, which say much
// the same where the page's style does not hold, as in a browser's reading view.
func tokenElement(tok token.Token) element {
	switch {
	case tok == token.COMMENT:
		return goComment
	case tok.IsKeyword():
		return goKeyword
	case tok == token.STRING || tok == token.CHAR:
		return goString
	case tok == token.INT || tok == token.FLOAT || tok == token.IMAG:
		return goNumber
	}
	return goPlain
}

// codeWriter writes code line by line, so that no span reaches over the end of a line.
type codeWriter struct {
	m *markup
	lineMarks
	lines []string
	line  int // number of the line being written
	begun bool
	wraps []string // elements around this line, innermost last
}

// codeLines returns the lines of code that are shown.
func codeLines(code string) iter.Seq[string] {
	return strings.SplitAfterSeq(strings.TrimRight(code, "\r\n"), "\n")
}

// write writes a piece of code, which may hold the ends of lines.
func (w *codeWriter) write(el element, text string) {
	for part := range strings.Lines(text) {
		if w.line >= len(w.lines) {
			return
		}
		w.begin()
		body, ended := strings.CutSuffix(part, "\n")
		body = strings.TrimSuffix(body, "\r")
		if el == goComment && body == omitMark && omitted(w.lines[w.line]) {
			body = ""
		}
		if el != goPlain && body != "" {
			w.m.el(el.tag, body, skipEmpty("class", el.class)...)
		} else {
			w.m.text(body)
		}
		if ended {
			if w.calls[w.line] != "" && !omitted(w.lines[w.line]) {
				w.end() // what follows a link stands on its line
			}
			if w.line < len(w.lines)-1 {
				w.m.line()
			}
			w.end()
			w.line++
		}
	}
}

func (w *codeWriter) begin() {
	if w.begun {
		return
	}
	w.begun = true
	wrap := func(tag string, attrs ...string) {
		w.m.open(tag, attrs...)
		w.wraps = append(w.wraps, tag)
	}
	if omitted(w.lines[w.line]) {
		wrap("span", "class", "omit")
	}
	id := w.ids[w.line]
	if to := w.calls[w.line]; to != "" {
		wrap("a", "class", "made", "id", id, "href", "#"+to)
	} else if id != "" {
		wrap("span", "id", id)
	}
	if w.bad[w.line] {
		wrap("mark", "class", "bad-line")
	}
}

// end closes the elements around a line.
func (w *codeWriter) end() {
	for _, tag := range slices.Backward(w.wraps) {
		w.m.shut(tag)
	}
	w.begun, w.wraps = false, nil
}
