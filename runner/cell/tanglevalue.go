package cell

import (
	"go/ast"
	"go/types"
	"strconv"
	"strings"
)

// value returns what stands before and behind the expression that is a piece's value.
func (t *tangler) value(p *piece) (before, after string) {
	typ := p.info.TypeOf(p.result)
	n := 1
	if tuple, ok := typ.(*types.Tuple); ok {
		n = tuple.Len()
	}
	if t.probe != "" {
		return t.inserted("probe", t.probe) + ".Value" + strconv.Itoa(n) + "(", ")"
	}
	switch _, isFunc := typ.Underlying().(*types.Signature); {
	case p.inline() && n == 1, isFunc:
		return "_ = ", ""
	case p.inline():
		return strings.Repeat("_, ", n-1) + "_ = ", ""
	}
	if _, call := ast.Unparen(p.result).(*ast.CallExpr); call && types.Identical(typ, types.Universe.Lookup("error").Type()) {
		open, end := "", ""
		if composite(p.result) {
			open, end = "(", ")" // its brace would begin the block
		}
		return "if err := " + open, end + "; err != nil {\n" + t.inserted("fmt", "fmt") + ".Println(err)\n}"
	}
	switch strings.TrimPrefix(typ.String(), "[]") {
	case "nbrun/iomodels/trace.Trace", "nbrun/iomodels/trace.Series":
		return t.inserted("nb", checksPath) + ".Show(", ")"
	}
	if tv := p.info.Types[p.result]; tv.Value != nil && types.Identical(types.Default(typ), types.Typ[types.String]) {
		return t.inserted("fmt", "fmt") + `.Printf("%v\n", `, ")" // vet looks for verbs in what Println prints first
	}
	return t.inserted("fmt", "fmt") + ".Println(", ")"
}

// composite reports whether x has a composite literal in it.
func composite(x ast.Expr) bool {
	found := false
	ast.Inspect(x, func(n ast.Node) bool {
		_, ok := n.(*ast.CompositeLit)
		found = found || ok
		return !found
	})
	return found
}
