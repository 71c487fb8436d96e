package cell

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/parser"
	"go/scanner"
	"go/token"
	"go/types"
	"strings"
	"unicode/utf8"
)

// wording turns an error of go/parser into the Go compiler's words, which people
// know: it says what is unexpected rather than what is missing. Text is the
// cell's, and offset where in it the error is.
func wording(msg string, text []byte, offset int) (words, hint string) {
	want, found, ok := strings.Cut(msg, ", found ")
	if !ok {
		return sentence(msg, text, offset)
	}
	want = strings.Trim(strings.TrimPrefix(want, "expected "), "'")
	if want == "boolean expression" {
		return "syntax error: cannot use " + simpleStatement(text[max(offset, 0):]) + " as value", "== compares, and a literal of a struct stands in parentheses here"
	}
	tok, lit := tokenAt(text, offset)
	at := surroundings(text, offset)
	hint = habit(tok, lit)
	if tok == token.EOF {
		if want != "operand" && want != "type" {
			return "syntax error: unexpected EOF, expected }", hint
		}
		return "syntax error: unexpected newline" + expectation(want, tok, at), hint
	}
	if tok == token.VAR && at.head == token.FOR {
		return "syntax error: var declaration not allowed in for initializer", "write i := 0"
	}
	return "syntax error: unexpected " + describe(tok, lit, found) + expectation(want, tok, at), hint
}

// expectation words what go/parser wants in place of tok.
func expectation(want string, tok token.Token, at stopped) string {
	switch {
	case tok == token.DEFINE && (at.first == token.VAR || at.first == token.CONST):
		return ", expected ="
	case want == "operand":
		return ", expected expression"
	case want == "declaration":
		return ""
	case want == "IDENT" && at.before == token.FUNC:
		return ", expected name or ("
	case want == "IDENT":
		return ", expected name"
	case want == "]" && at.bracket == "index":
		return ", expected comma, : or ]"
	case want == "{" && at.head == token.FOR:
		return ", expected { after for clause"
	case want != ";" && want != "}" && want != "==" && want != "statement":
		return ", expected " + want
	case at.head == token.FOR && at.parts > 0:
		return ", expected semicolon or newline"
	case at.head != token.ILLEGAL:
		return ", expected {"
	case at.bracket == "switch":
		return ", expected case or default or }"
	case at.bracket == "struct type", at.bracket == "interface type":
		return " in " + at.bracket + "; possibly missing semicolon or newline or }"
	case closing[at.bracket] != "" && want == "==":
		return " in " + at.bracket + "; possibly missing comma or " + closing[at.bracket]
	case want == "statement" && at.before == token.ILLEGAL, at.first == token.ILLEGAL:
		return ", expected }"
	}
	return " at end of statement"
}

// closing has the brackets of what the compiler names in its messages.
var closing = map[string]string{"argument list": ")", "parameter list": ")", "composite literal": "}", "type argument list": "]"}

// sentence words what go/parser says without an unexpected token.
func sentence(msg string, text []byte, offset int) (words, hint string) {
	if list, ok := strings.CutPrefix(msg, "missing ',' before newline in "); ok {
		return "syntax error: unexpected newline in " + list + "; possibly missing comma or " + closing[list], ""
	}
	if list, ok := strings.CutPrefix(msg, "missing ',' in "); ok {
		tok, lit := tokenAt(text, offset)
		return "syntax error: unexpected " + describe(tok, lit, "") + " in " + list + "; possibly missing comma or " + closing[list], ""
	}
	if strings.HasPrefix(msg, "illegal character ") || strings.HasPrefix(msg, "curly quotation mark ") {
		r, _ := utf8.DecodeRune(text[offset:])
		words = fmt.Sprintf("invalid character %#U", r)
		if r >= utf8.RuneSelf { // the compiler takes it for a letter
			words += " in identifier"
		}
		return words, instead(r)
	}
	if msg == "illegal rune literal" && bytes.HasPrefix(text[offset:], []byte("''")) {
		return "empty rune literal or unescaped '", "a text stands in double quotes"
	}
	for _, part := range lexical {
		if strings.Contains(msg, part) {
			return msg, ""
		}
	}
	if theirs := wordingOf[msg]; theirs[0] != "" {
		return theirs[0], theirs[1]
	}
	return "syntax error: " + strings.Replace(msg, "expecting {", "expected {", 1), ""
}

// lexical are parts of sentences that the compiler says just so.
var lexical = []string{"must be function call", "can only use ... with final parameter", " has no digits", "invalid digit ", "must separate successive digits", "comment not terminated"}

// wordingOf has other sentences, with a hint.
var wordingOf = map[string][2]string{
	"string literal not terminated":     {"newline in string", ""},
	"raw string literal not terminated": {"string not terminated", ""},
	"rune literal not terminated":       {"newline in rune literal", ""},
	"illegal rune literal":              {"more than one character in rune literal", "a text stands in double quotes"},
	"unknown escape sequence":           {"unknown escape", ""},
}

// otherwise says what to write for a character that Go does not have.
var otherwise = map[rune]string{
	'?': "Go has no ?: operator: write an if",
	'#': "a comment begins with //",
	'“': "write straight quotes", '”': "write straight quotes", '‘': "write straight quotes", '’': "write straight quotes",
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
	case lit == "elif":
		return "write else if"
	}
	return ""
}

// simpleStatement writes the statement that text begins with, up to a brace, as
// the compiler does.
func simpleStatement(text []byte) string {
	end := bytes.IndexAny(text, "{;\n")
	if end < 0 {
		end = len(text)
	}
	src := string(bytes.TrimSpace(text[:end]))
	file, err := parser.ParseFile(token.NewFileSet(), "", "package p;func _(){"+src+"\n}", 0)
	if err != nil || len(file.Decls) == 0 {
		return src
	}
	f, ok := file.Decls[0].(*ast.FuncDecl)
	if !ok || f.Body == nil || len(f.Body.List) == 0 {
		return src
	}
	set, ok := f.Body.List[0].(*ast.AssignStmt)
	if !ok || set.Tok != token.ASSIGN || len(set.Lhs) != 1 || len(set.Rhs) != 1 {
		return src
	}
	return "assignment " + emphasized(set.Lhs[0]) + " = " + emphasized(set.Rhs[0])
}

// emphasized writes x, in parentheses when it is more than a word.
func emphasized(x ast.Expr) string {
	switch x.(type) {
	case *ast.Ident, *ast.BasicLit:
		return types.ExprString(x)
	}
	return "(" + types.ExprString(x) + ")"
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
