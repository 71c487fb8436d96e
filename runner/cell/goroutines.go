package cell

import (
	"go/ast"
	"slices"
	"strconv"
)

// severalGoroutines reports whether the notebook may run cells' code on more than one
// goroutine: it has a go statement, or imports a package, or uses a function, that
// calls back from a goroutine of its own.
func (c *checker) severalGoroutines(idents map[string]bool, lists ...[]*source) bool {
	several := slices.ContainsFunc(callsBack, func(name string) bool { return idents[name] })
	each(lists, func(n ast.Node) {
		switch n := n.(type) {
		case *ast.GoStmt:
			several = true
		case *ast.ImportSpec:
			path, _ := strconv.Unquote(n.Path.Value) // the parser has seen that it is a string
			several = several || slices.Contains(callersBack, path)
		}
	})
	return several
}

// callsBack are names of functions that call another one on a new goroutine, and of
// the method of which package context does.
var callsBack = []string{"AddCleanup", "AfterFunc", "Done", "Go", "Pull", "Pull2", "SetFinalizer"}

// callersBack are packages that do.
var callersBack = []string{"crypto/tls", "net", "net/http", "os/exec"}
