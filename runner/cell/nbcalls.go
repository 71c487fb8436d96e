package cell

import (
	"go/ast"
	"go/constant"
	"go/types"

	"nbrun/render/notebook"
)

// checkPageCalls reports what a source asks of package nb in vain: figures that there are
// not, where their kind is a constant (the others fail when they are asked for), and what
// is not for cells. It returns whether there is nothing to report.
func (c *checker) checkPageCalls(k *checked) bool {
	fine := true
	for id, obj := range k.info.Uses {
		if f, ok := obj.(*types.Func); ok && f.FullName() == nbPath+".SetSink" {
			c.problemAt(k.source, id.Pos(), "nb.SetSink is not for cells", "it would take checks away from the page: leave it out")
			fine = false
		}
	}
	inspect := func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok || len(call.Args) == 0 || call.Ellipsis.IsValid() || !k.isFigure(call.Fun) {
			return true
		}
		kind := k.info.Types[call.Args[0]].Value
		if kind == nil || kind.Kind() != constant.String {
			return true
		}
		if msg, hint := notebook.UnknownFigure(constant.StringVal(kind), len(call.Args)-1); msg != "" {
			c.problemAt(k.source, call.Args[0].Pos(), msg, hint)
			fine = false
		}
		return true
	}
	for _, d := range k.decls {
		ast.Inspect(d, inspect)
	}
	for _, s := range k.body {
		ast.Inspect(s, inspect)
	}
	return fine
}

// nbPath is the import path of what cells may call about the page.
const nbPath = "nbrun/runner/nb"

// isFigure reports whether an expression is the function nb.Figure.
func (k *checked) isFigure(x ast.Expr) bool {
	var id *ast.Ident
	switch x := ast.Unparen(x).(type) {
	case *ast.SelectorExpr:
		id = x.Sel
	case *ast.Ident: // of an import with a dot
		id = x
	default:
		return false
	}
	f, ok := k.info.Uses[id].(*types.Func)
	return ok && f.FullName() == nbPath+".Figure"
}
