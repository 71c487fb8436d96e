package figure

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// source is the text of a package, looked through for the sentences that it writes into
// records. What it only knows when it runs is an X in them, and a number a 7.
type source []*ast.File

func readSource(t *testing.T, dir string) source {
	t.Helper()
	var s source
	files, err := filepath.Glob(filepath.Join("../../iomodels", dir, "*.go"))
	if err != nil || files == nil {
		t.Fatalf("no source in %q: %v", dir, err)
	}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		s = append(s, f)
	}
	return s
}

func (s source) each(f func(ast.Node)) {
	for _, file := range s {
		ast.Inspect(file, func(n ast.Node) bool {
			f(n)
			return true
		})
	}
}

// named is what fields, variables and parameters of these names are given.
func (s source) named(names ...string) []string {
	is := func(x ast.Expr) bool {
		if f, ok := x.(*ast.SelectorExpr); ok {
			x = f.Sel
		}
		id, ok := x.(*ast.Ident)
		return ok && slices.Contains(names, id.Name)
	}
	var all []string
	s.each(func(n ast.Node) {
		switch n := n.(type) {
		case *ast.KeyValueExpr:
			if is(n.Key) {
				all = append(all, values(n.Value)...)
			}
		case *ast.ValueSpec:
			for i := range min(len(n.Names), len(n.Values)) {
				if is(n.Names[i]) {
					all = append(all, values(n.Values[i])...)
				}
			}
		case *ast.AssignStmt:
			for i := range n.Lhs {
				if len(n.Lhs) == len(n.Rhs) && is(n.Lhs[i]) {
					all = append(all, values(n.Rhs[i])...)
				}
			}
		case *ast.FuncDecl:
			i := 0
			for _, p := range n.Type.Params.List {
				for _, name := range p.Names {
					if is(name) {
						all = append(all, s.passed(n.Name.Name, i)...)
					}
					i++
				}
			}
		}
	})
	slices.Sort(all)
	return slices.DeleteFunc(slices.Compact(all), func(s string) bool { return strings.Trim(s, "X7 :;,%") == "" })
}

// passed is what calls of a function are given as an argument.
func (s source) passed(name string, i int) []string {
	var all []string
	s.each(func(n ast.Node) {
		if c, ok := n.(*ast.CallExpr); ok && called(c) == name && i < len(c.Args) {
			all = append(all, values(c.Args[i])...)
		}
	})
	return all
}

func called(c *ast.CallExpr) string {
	switch f := c.Fun.(type) {
	case *ast.Ident:
		return f.Name
	case *ast.SelectorExpr:
		return f.Sel.Name
	}
	return ""
}

// values are the strings that an expression can be, as far as it tells by itself.
func values(x ast.Expr) []string {
	switch x := x.(type) {
	case *ast.BasicLit:
		if text, err := strconv.Unquote(x.Value); err == nil && x.Kind == token.STRING {
			return []string{text}
		}
	case *ast.BinaryExpr:
		if x.Op == token.ADD {
			return []string{values(x.X)[0] + values(x.Y)[0]}
		}
	case *ast.CompositeLit: // of a list
		var all []string
		for _, e := range x.Elts {
			all = append(all, values(e)...)
		}
		if all != nil {
			return all
		}
	case *ast.CallExpr:
		switch called(x) {
		case "Sprintf", "Errorf", "New":
			return []string{sampled(values(x.Args[0])[0])}
		case "append", "Concat":
			var all []string
			for _, a := range x.Args {
				all = append(all, values(a)...)
			}
			return all
		}
	}
	return []string{"X"}
}

var aVerb = regexp.MustCompile(`%[-+# 0-9.]*[a-zA-Z]`)

// sampled puts something in the place of each verb of a format.
func sampled(format string) string {
	return aVerb.ReplaceAllStringFunc(format, func(v string) string {
		if strings.HasSuffix(v, "d") {
			return "7"
		}
		return "X"
	})
}
