package cell

import (
	"bytes"
	"cmp"
	"errors"
	"go/scanner"
	"go/token"
	"slices"
	"strings"
	"unicode"
)

// omitMark ends a line that runs but is not shown at first.
const omitMark = "// OMIT"

// keeps says in what formatted is not code with other white space; nil when it
// is. Gofmt is trusted with what it makes of Go, and this is the proof that a cell
// was given to it in the right pieces.
func (b block) keeps(code, formatted []byte) error {
	before, after := readTokens(code), readTokens(formatted)
	switch {
	case !slices.Equal(before.code, after.code), !slices.Equal(before.imports, after.imports):
		return errors.New("its code would change")
	case !slices.Equal(before.words, after.words):
		return errors.New("its comments would change")
	case !slices.Equal(before.omitted, after.omitted):
		return errors.New("gofmt spreads a line that ends in // OMIT over several, of which only one would be hidden")
	case b.closes(b.lines(formatted)):
		return errors.New("a line of a comment would end the block")
	}
	return nil
}

// tokens are those of a piece of code which gofmt does not change: it adds and
// drops semicolons, commas before a closing bracket, and parentheses around what
// needs none, sorts imports, and has its own way with numbers.
type tokens struct {
	code    []string
	imports []string // the specs, sorted, each once
	words   []string // of the comments, sorted
	omitted []string // on lines that end in // OMIT, sorted
}

func readTokens(code []byte) tokens {
	var all tokens
	file := token.NewFileSet().AddFile("", -1, len(code))
	var s scanner.Scanner
	s.Init(file, code, func(token.Position, string) {}, scanner.ScanComments)
	lines := bytes.Split(code, []byte("\n"))
	importing, spec, depth := false, "", 0
	for {
		pos, tok, lit := s.Scan()
		if tok == token.EOF {
			break
		}
		text := tokenText(tok, lit)
		if text != "" && bytes.HasSuffix(bytes.TrimRight(lines[file.PositionFor(pos, false).Line-1], " \t\r"), []byte(omitMark)) {
			all.omitted = append(all.omitted, text)
		}
		switch tok {
		case token.COMMENT:
			all.words = append(all.words, strings.FieldsFunc(lit, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })...)
			continue
		case token.LPAREN, token.LBRACK, token.LBRACE:
			depth++
		case token.RPAREN, token.RBRACK, token.RBRACE:
			depth--
			if n := len(all.code); n > 0 && all.code[n-1] == "," {
				all.code = all.code[:n-1]
			}
		case token.IMPORT:
			importing = depth == 0
		}
		switch {
		case !importing:
			if text != "" {
				all.code = append(all.code, text)
			}
		case tok == token.SEMICOLON || tok == token.RPAREN:
			if spec != "" {
				all.imports = append(all.imports, spec)
			}
			importing, spec = depth > 0 || tok == token.RPAREN, ""
		case tok != token.IMPORT:
			spec += text
		}
	}
	slices.Sort(all.imports)
	all.imports = slices.Compact(all.imports)
	slices.Sort(all.words)
	slices.Sort(all.omitted)
	return all
}

// tokenText returns what gofmt keeps of a token; nothing of those that it may add
// or drop.
func tokenText(tok token.Token, lit string) string {
	switch tok {
	case token.COMMENT, token.SEMICOLON, token.LPAREN, token.RPAREN:
		return ""
	case token.INT, token.FLOAT:
		return strings.ToLower(lit)
	case token.IMAG:
		return strings.TrimLeft(strings.ToLower(lit), "0")
	}
	return cmp.Or(lit, tok.String())
}
