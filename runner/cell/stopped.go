package cell

import (
	"go/scanner"
	"go/token"
)

// stopped is what surrounds the place where the parser stopped: what the compiler's
// messages tell of and go/parser's do not.
type stopped struct {
	bracket string      // what the innermost open bracket is of, as the compiler calls it; may be empty
	head    token.Token // for, if, switch or select, when the place is before its brace; ILLEGAL otherwise
	parts   int         // semicolons in that head
	first   token.Token // with which the statement begins
	before  token.Token // the token before, if it stands on the same line
}

// frame is what is known of the code inside a bracket while it is read.
type frame struct {
	stopped
	body bool // the statement is a function whose brace is still to come
}

// surroundings reads text up to offset.
func surroundings(text []byte, offset int) stopped {
	text = text[:min(offset, len(text))]
	file := token.NewFileSet().AddFile("", -1, len(text))
	var s scanner.Scanner
	s.Init(file, text, func(token.Position, string) {}, 0)
	frames := []frame{{}}
	before := token.ILLEGAL
	for {
		pos, tok, lit := s.Scan()
		f := &frames[len(frames)-1]
		if tok == token.EOF || tok == token.SEMICOLON && lit == "\n" && file.Offset(pos) == len(text) {
			f.before = before
			return f.stopped
		}
		if f.first == token.ILLEGAL {
			f.first = tok
		}
		switch tok {
		case token.FOR, token.IF, token.SWITCH, token.SELECT:
			f.head, f.parts = tok, 0
		case token.FUNC:
			f.body = true
		case token.CASE, token.DEFAULT:
			f.bracket = ""
		case token.SEMICOLON:
			if f.head != token.ILLEGAL && lit == ";" {
				f.parts++
			} else {
				*f = frame{stopped: stopped{bracket: f.bracket}}
			}
			if lit == "\n" {
				tok = token.ILLEGAL
			}
		case token.LPAREN, token.LBRACK, token.LBRACE:
			inner := frame{stopped: stopped{bracket: f.opens(tok, before)}}
			if tok == token.LBRACE {
				f.head, f.body = token.ILLEGAL, false
			}
			frames = append(frames, inner)
		case token.RPAREN, token.RBRACK, token.RBRACE:
			if len(frames) > 1 {
				frames = frames[:len(frames)-1]
			}
		}
		before = tok
	}
}

// opens names what a bracket behind the token before begins.
func (f *frame) opens(bracket, before token.Token) string {
	operand := before == token.IDENT || before == token.RBRACK || before == token.RBRACE || before == token.RPAREN
	switch {
	case bracket == token.LPAREN && (before == token.FUNC || f.body && operand):
		return "parameter list"
	case bracket == token.LPAREN && operand:
		return "argument list"
	case bracket == token.LBRACK && operand:
		return "index"
	case bracket != token.LBRACE:
		return ""
	case before == token.STRUCT:
		return "struct type"
	case before == token.INTERFACE:
		return "interface type"
	case f.head == token.SWITCH, f.head == token.SELECT:
		return "switch"
	case f.head != token.ILLEGAL, f.body, before == token.RPAREN:
		return ""
	case operand && before != token.RBRACE, f.bracket == "composite literal":
		return "composite literal"
	}
	return ""
}
