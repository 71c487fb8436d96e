package notebook

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
)

// inlineMark begins the content of a code span that is replaced by a value.
const inlineMark = "{go} "

// space is what an expression may have around it.
const space = " \t\r\n"

// nodes returns n and all nodes below it, in order, so that the caller may change
// the tree while it goes through them.
func nodes(n ast.Node) []ast.Node {
	var list []ast.Node
	// The function below returns no error, so there is none to pass on.
	_ = ast.Walk(n, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if entering {
			list = append(list, n)
		}
		return ast.WalkContinue, nil
	})
	return list
}

// inlineOf returns the inline value that a code span asks for, nil when it is
// plain code. Its bytes are taken from the source, so that what stands between
// two lines of a quoted paragraph (its ">") is part of them: [Parse] refuses
// those, since an expression stands on one line.
func inlineOf(span *ast.CodeSpan, src []byte) *InlineNode {
	first, ok1 := span.FirstChild().(*ast.Text)
	last, ok2 := span.LastChild().(*ast.Text)
	if !ok1 || !ok2 {
		return nil
	}
	start, end := first.Segment.Start, last.Segment.Stop
	if start >= end || !bytes.HasPrefix(src[start:end], []byte(inlineMark)) {
		return nil
	}
	expr := src[start+len(inlineMark) : end]
	lead := len(expr) - len(bytes.TrimLeft(expr, space))
	trimmed := bytes.Trim(expr, space)
	if len(trimmed) == 0 {
		return nil
	}
	inline := &InlineNode{}
	inline.Expr.Start = start + len(inlineMark) + lead
	inline.Expr.End = inline.Expr.Start + len(trimmed)

	// One space on either side belongs to the span and not to its content; the
	// closing run of backticks is as long as the opening one, and the longest.
	open, shut := start, end
	for open > 0 && src[open-1] != '`' {
		open--
	}
	for shut < len(src) && src[shut] != '`' {
		shut++
	}
	ticks := 0
	for shut+ticks < len(src) && src[shut+ticks] == '`' {
		ticks++
	}
	inline.Span = Span{max(0, open-ticks), shut + ticks}
	return inline
}
