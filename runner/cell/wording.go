package cell

import (
	"go/scanner"
	"go/token"
	"strings"
)

// wording turns an error of go/parser into the Go compiler's words, which people
// know: it says what is unexpected rather than what is missing. Text is the
// cell's, and offset where in it the error is.
func wording(msg string, text []byte, offset int) (string, string) {
	want, found, ok := strings.Cut(msg, ", found ")
	if !ok {
		if theirs := wordingOf[msg]; theirs != "" {
			return theirs, ""
		}
		return "syntax error: " + msg, ""
	}
	want = strings.TrimPrefix(want, "expected ")
	tok, lit := tokenAt(text, offset)
	unexpected := "syntax error: unexpected " + describe(tok, lit, found)
	hint := habit(tok, lit)
	if tok == token.EOF {
		if want != "operand" && want != "type" {
			return "syntax error: unexpected EOF, expected }", hint
		}
		unexpected = "syntax error: unexpected newline"
	}
	switch want {
	case "operand":
		return unexpected + ", expected expression", hint
	case "statement":
		return unexpected + ", expected }", hint
	case "declaration":
		return unexpected, hint
	case "'IDENT'":
		return unexpected + ", expected name", hint
	case "';'", "'}'":
		return unexpected + " at end of statement", hint
	}
	return unexpected + ", expected " + strings.Trim(want, "'"), hint
}

// habit says what people who come from another language may have meant.
func habit(tok token.Token, lit string) string {
	switch {
	case tok == token.PACKAGE:
		return "a package clause stands first, in a cell that is a whole program: leave it out"
	case lit == "fun" || lit == "def" || lit == "function":
		return "functions begin with func"
	case lit == "while":
		return "Go's only loop is for"
	}
	return ""
}

// wordingOf holds the sentences that go/parser and the compiler say as a whole.
var wordingOf = map[string]string{
	"missing ',' before newline in argument list":     "syntax error: unexpected newline in argument list; possibly missing comma or )",
	"missing ',' before newline in composite literal": "syntax error: unexpected newline in composite literal; possibly missing comma or }",
	"missing ',' before newline in parameter list":    "syntax error: unexpected newline in parameter list; possibly missing comma or )",
	"string literal not terminated":                   "newline in string",
	"raw string literal not terminated":               "string not terminated",
	"rune literal not terminated":                     "rune literal not terminated",
	"comment not terminated":                          "comment not terminated",
	"illegal rune literal":                            "more than one character in rune literal",
}

// rewording turns what go/types says of what the compiler's parser would have
// found before into the parser's words. Labels are those of the source.
func rewording(msg string, labels map[string]bool) string {
	if label, ok := strings.CutPrefix(msg, "label "); ok {
		label = strings.Replace(label, " declared and not used", " defined and not used", 1)
		return "label " + strings.Replace(label, " not declared", " not defined", 1)
	}
	for _, what := range []string{"break", "continue"} {
		if label, ok := strings.CutPrefix(msg, "invalid "+what+" label "); ok && !labels[label] {
			return what + " label not defined: " + label
		}
	}
	switch msg {
	case "break not in for, switch, or select statement":
		return "break is not in a loop, switch, or select"
	case "continue not in for statement":
		return "continue is not in a loop"
	}
	return msg
}

// tokenAt returns the token at offset.
func tokenAt(text []byte, offset int) (token.Token, string) {
	if offset < 0 || offset >= len(text) {
		return token.EOF, ""
	}
	var s scanner.Scanner
	rest := text[offset:]
	s.Init(token.NewFileSet().AddFile("", -1, len(rest)), rest, func(token.Position, string) {}, 0)
	_, tok, lit := s.Scan()
	return tok, lit
}

// describe names a token as the compiler does.
func describe(tok token.Token, lit, found string) string {
	switch {
	case strings.HasPrefix(found, "newline"):
		return "newline"
	case tok == token.EOF || found == "'EOF'":
		return "EOF"
	case tok == token.IDENT:
		return "name " + lit
	case tok.IsLiteral():
		return "literal " + lit
	case tok.IsKeyword():
		return "keyword " + tok.String()
	case tok == token.COMMA:
		return "comma"
	case tok == token.SEMICOLON && lit == "\n":
		return "newline"
	case tok == token.SEMICOLON:
		return "semicolon"
	}
	return tok.String()
}

// unmatched returns the offset of the first } that nothing opens, or -1.
func unmatched(text []byte) int {
	file := token.NewFileSet().AddFile("", -1, len(text))
	var s scanner.Scanner
	s.Init(file, text, func(token.Position, string) {}, 0)
	for depth := 0; ; {
		pos, tok, _ := s.Scan()
		switch tok {
		case token.EOF:
			return -1
		case token.LBRACE:
			depth++
		case token.RBRACE:
			if depth--; depth < 0 {
				return file.Offset(pos)
			}
		}
	}
}
