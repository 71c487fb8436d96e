package cell

import (
	"bytes"
	"errors"
	"fmt"
	"go/format"
	"go/token"
)

// gofmtOnce formats code that is, like what gofmt takes, a file or declarations or
// statements, or else declarations and statements in turn. It begins without blank
// lines and ends with one line feed.
func gofmtOnce(code []byte) ([]byte, error) {
	_, parts := split(code)
	if len(parts) > 0 && parts[0].clause {
		return format.Source(code)
	}
	outside, inside := false, false // of functions: what can stand only there
	for _, p := range parts {
		switch tok, _ := tokenAt(code, p.start); {
		case tok == token.IMPORT, tok == token.FUNC && p.decl:
			outside = true
		case tok != token.CONST && tok != token.TYPE && tok != token.VAR:
			inside = true
		}
	}
	code = withoutEmpty(code, parts)
	switch {
	case !inside && len(parts) > 0:
		return gofmtDecls(code)
	case !outside:
		return gofmtStmts(code)
	}
	return gofmtRuns(code, parts)
}

// gofmtRuns formats each run of declarations and each of statements. Between them
// it leaves a blank line where there was one.
func gofmtRuns(code []byte, parts []part) ([]byte, error) {
	var out []byte
	start := 0
	for i, p := range parts {
		end := len(code)
		if i+1 < len(parts) {
			if parts[i+1].decl == p.decl {
				continue
			}
			end = endOfPart(code[:parts[i+1].start], p.end)
		}
		run := gofmtStmts
		if p.decl {
			run = gofmtDecls
		}
		formatted, err := run(code[start:end])
		if err != nil {
			return nil, err
		}
		if start > 0 && linesBefore(code[start:]) > 1 {
			out = append(out, '\n')
		}
		out = append(out, formatted...)
		start = end
	}
	return out, nil
}

// linesBefore counts the line feeds in the white space that code begins with.
func linesBefore(code []byte) int {
	return bytes.Count(code[:len(code)-len(bytes.TrimLeft(code, " \t\r\n"))], []byte("\n"))
}

// endOfPart returns where what belongs to the part of code ends that itself ends
// at end: behind its semicolon, and the comments that begin on its line.
func endOfPart(code []byte, end int) int {
	for at := end; at < len(code) && code[at] != '\n'; {
		n := max(commentLength(code[at:]), 1)
		if n > 1 || code[at] == ';' {
			end = at + n
		}
		at += n
	}
	return end
}

// withoutEmpty returns code with blanks in place of semicolons between parts that
// end none. Go allows them between statements only.
func withoutEmpty(code []byte, parts []part) []byte {
	code = bytes.Clone(code)
	at := 0
	for i := range len(parts) + 1 {
		next := len(code)
		if i < len(parts) {
			next = parts[i].start
		}
		ends := i > 0
		for at < next {
			switch {
			case code[at] == '\n':
				ends = false
			case code[at] == ';' && !ends:
				code[at] = ' '
			case code[at] == ';':
				ends = false
			}
			n := max(commentLength(code[at:]), 1)
			ends = ends && !bytes.Contains(code[at:at+n], []byte("\n"))
			at += n
		}
		if i < len(parts) {
			at = parts[i].end
		}
	}
	return code
}

// commentLength returns the length of the comment that code begins with, 0 when
// it begins with none. The line feed behind a comment is not of it.
func commentLength(code []byte) int {
	switch {
	case bytes.HasPrefix(code, []byte("//")):
		line, _, _ := bytes.Cut(code, []byte("\n"))
		return len(line)
	case bytes.HasPrefix(code, []byte("/*")):
		text, _, _ := bytes.Cut(code[2:], []byte("*/"))
		return min(len(text)+4, len(code))
	}
	return 0
}

// gofmtDecls formats declarations as a file has them.
func gofmtDecls(code []byte) ([]byte, error) {
	return gofmtWithin("package p\n\n", code, "\n")
}

// gofmtStmts formats statements as a function has them.
func gofmtStmts(code []byte) ([]byte, error) {
	// Without the blank line gofmt would take a last comment for documentation.
	out, err := gofmtWithin("package p\n\nfunc _() {\n", code, "\n\n}\n")
	return eachLine(out, func(line []byte) []byte { return bytes.TrimPrefix(line, []byte("\t")) }), err
}

// gofmtWithin formats code that stands between head and foot in a file.
func gofmtWithin(head string, code []byte, foot string) ([]byte, error) {
	out, err := format.Source([]byte(head + string(bytes.TrimSpace(code)) + foot))
	if err != nil {
		return nil, fmt.Errorf("gofmt says: %w", err)
	}
	out, begins := bytes.CutPrefix(out, []byte(head))
	out, ends := bytes.CutSuffix(out, bytes.TrimLeft([]byte(foot), "\n"))
	if !begins || !ends { // a //go:build line, for one, goes to the top
		return nil, errors.New("gofmt would move what is not in its place")
	}
	return append(bytes.TrimRight(out, "\n"), '\n'), nil
}
