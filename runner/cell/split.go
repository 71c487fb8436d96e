package cell

import (
	"bytes"
	"go/scanner"
	"go/token"
	"slices"
	"strings"
)

// part is one declaration or statement of a cell: the bytes [start, end) of its
// text, without the semicolon after it.
type part struct {
	start, end int
	decl       bool // what Go wants outside functions: import, const, type, func
	clause     bool // a package clause
}

// split returns the parts of a cell in order, and its text with comments and
// carriage returns turned to blanks, so that every byte keeps its place. What
// lies between parts is white space and semicolons.
func split(src []byte) (text []byte, parts []part) {
	text = bytes.ReplaceAll(src, []byte("\r"), []byte(" "))
	fset := token.NewFileSet()
	file := fset.AddFile("", -1, len(text))
	var s scanner.Scanner
	s.Init(file, text, func(token.Position, string) {}, scanner.ScanComments) // the parser reports the errors
	var (
		comments []part
		tokens   []token.Token // of the part that is being read
		start    int
		depth    int
	)
	end := func(at int) {
		if len(tokens) > 0 {
			parts = append(parts, part{start, at, declares(tokens), tokens[0] == token.PACKAGE})
		}
		tokens = tokens[:0]
	}
	for {
		pos, tok, lit := s.Scan()
		at := file.Offset(pos)
		switch tok {
		case token.EOF:
			end(len(text))
			for _, c := range comments {
				blank(text[c.start:c.end])
			}
			for i := range parts { // a comment before the semicolon is not of the part
				p := &parts[i]
				p.end = p.start + len(bytes.TrimRight(text[p.start:p.end], " \t\n"))
			}
			return text, parts
		case token.COMMENT:
			if open := lit[1] == '*' && (len(lit) < 4 || !strings.HasSuffix(lit, "*/")); !open { // else the parser says so
				comments = append(comments, part{start: at, end: min(at+len(lit), len(text))})
				continue
			}
		case token.STRING:
			copy(text[at:at+len(lit)], src[at:]) // Go itself leaves carriage returns out of a raw string
		case token.LPAREN, token.LBRACK, token.LBRACE:
			depth++
		case token.RPAREN, token.RBRACK, token.RBRACE:
			depth = max(depth-1, 0)
		case token.SEMICOLON:
			if depth == 0 && !(lit == ";" && inHead(tokens)) && !(lit == "\n" && beforeBrace(tokens, text[at:])) {
				end(at)
				continue
			}
		}
		if len(tokens) == 0 {
			start = at
		}
		tokens = append(tokens, tok)
	}
}

// inHead reports whether a statement that begins with these tokens is still in its
// head, where a semicolon ends no statement.
func inHead(tokens []token.Token) bool {
	if len(tokens) > 2 && tokens[0] == token.IDENT && tokens[1] == token.COLON {
		tokens = tokens[2:]
	}
	if len(tokens) == 0 || tokens[len(tokens)-1] == token.RBRACE {
		return false
	}
	return tokens[0] == token.FOR || tokens[0] == token.IF || tokens[0] == token.SWITCH
}

// declares reports whether a part with these tokens stands outside functions in
// a Go file. A var does too, but in a cell it is run in its place.
func declares(tokens []token.Token) bool {
	switch tokens[0] {
	case token.IMPORT, token.CONST, token.TYPE, token.PACKAGE:
		return true
	case token.FUNC:
		if len(tokens) < 2 || tokens[1] != token.LPAREN {
			return true
		}
		depth := 0
		for i, t := range tokens[1:] { // a receiver, or the parameters of a literal
			switch t {
			case token.LPAREN:
				depth++
			case token.RPAREN:
				depth--
			}
			if depth == 0 {
				rest := tokens[i+2:] // a method's name and parameters, or the result of a literal
				return len(rest) > 0 && rest[0] == token.IDENT && (len(rest) == 1 || namesMethod(rest[1:]))
			}
		}
	}
	return false
}

// beforeBrace reports whether tokens are a function's head, and its brace is what
// rest begins with: a slip that the parser has words for.
func beforeBrace(tokens []token.Token, rest []byte) bool {
	return bytes.HasPrefix(bytes.TrimLeft(rest, " \t\n"), []byte("{")) &&
		len(tokens) > 0 && tokens[0] == token.FUNC && declares(tokens) && !slices.Contains(tokens, token.LBRACE)
}

// namesMethod reports whether what follows func, parentheses and a name makes that
// name a method's: its parameters, or the type parameters that no method has. What
// follows the result of a literal is its body, after type arguments perhaps.
func namesMethod(rest []token.Token) bool {
	depth := 0
	for i, t := range rest {
		switch t {
		case token.LBRACK:
			depth++
		case token.RBRACK:
			depth--
		}
		if depth == 0 {
			return t == token.LPAREN || t == token.RBRACK && i+1 < len(rest) && rest[i+1] == token.LPAREN
		}
	}
	return true
}

// blank turns b to spaces, except for its line breaks.
func blank(b []byte) {
	for i, c := range b {
		if c != '\n' {
			b[i] = ' '
		}
	}
}

// only returns text with blanks in place of all parts but the declarations, or
// all but the others. A part keeps the semicolon that follows it.
func only(decls bool, text []byte, parts []part) []byte {
	out := bytes.Clone(text)
	blank(out)
	for _, p := range parts {
		if p.decl == decls {
			copy(out[p.start:p.end], text[p.start:p.end])
			if rest := bytes.TrimLeft(text[p.end:], " \t"); len(rest) > 0 && rest[0] == ';' {
				out[len(text)-len(rest)] = ';'
			}
		}
	}
	return out
}
