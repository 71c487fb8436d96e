package cell

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/token"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"nbrun/render/notebook"
)

// FuzzFormat: formatting a notebook changes the code of its cells only, what it
// makes is formatted, and each cell means what it did.
func FuzzFormat(f *testing.F) {
	for _, pattern := range []string{"../../notebooks/*.md", "../testdata/corpus/*.md", "../../render/notebook/testdata/*.md"} {
		paths, err := filepath.Glob(pattern)
		if err != nil {
			f.Fatal(err)
		}
		for _, path := range paths {
			src, err := os.ReadFile(path)
			if err != nil {
				f.Fatal(err)
			}
			f.Add(src)
		}
	}
	for _, test := range refusals {
		f.Add(book(test.code, "x:=1;type T int/*\n*/;func f(){} // OMIT").Source)
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		nb, problems := notebook.Parse("nb.md", src)
		if len(problems) > 0 {
			return
		}
		out, _ := Format(nb)
		again, problems := notebook.Parse("nb.md", out)
		if len(problems) > 0 || len(again.Cells) != len(nb.Cells) {
			t.Fatalf("%d cells became %d: %q\n%q\n%q", len(nb.Cells), len(again.Cells), write(problems), src, out)
		}
		if before, after := around(nb), around(again); before != after {
			t.Fatalf("bytes outside of cells change\n%q\n%q", before, after)
		}
		if twice, _ := Format(again); !bytes.Equal(twice, out) {
			t.Fatalf("formatting again changes\n%q to\n%q", out, twice)
		}
		for i, cell := range nb.Cells {
			if !reflect.DeepEqual(again.Cells[i].Options, cell.Options) {
				t.Fatalf("the options of cell %d change: %v %v", i, cell.Options, again.Cells[i].Options)
			}
			before, after := meaning(nb, i), meaning(again, i)
			if before != after {
				t.Fatalf("cell %d changes\n%s\n%s\n%s\n%s", i, nb.Text(cell.Body), again.Text(again.Cells[i].Body), before, after)
			}
		}
	})
}

// around returns what stands outside of the code of cells.
func around(nb *notebook.Notebook) string {
	var b strings.Builder
	at := 0
	for _, cell := range nb.Cells {
		b.WriteString(nb.Text(notebook.Span{Start: at, End: cell.Body.Start}) + "\x00")
		at = cell.Body.End
	}
	return b.String() + nb.Text(notebook.Span{Start: at, End: len(nb.Source)})
}

// meaning writes the syntax trees of a cell without what gofmt may change.
func meaning(nb *notebook.Notebook, i int) string {
	c := newChecker(nb)
	s := c.read(nb.Cells[i].Body, i)
	var b strings.Builder
	specs := make(map[string]bool)
	of := make(map[ast.Node]bool) // the nodes of imports, which gofmt sorts
	for _, spec := range s.imports() {
		name := ""
		if spec.Name != nil {
			name = spec.Name.Name
			of[spec.Name] = true
		}
		specs[name+" "+spec.Path.Value] = true
		of[spec.Path] = true
	}
	fmt.Fprintln(&b, specs)
	each([][]*source{{s}}, func(n ast.Node) {
		if of[n] {
			return
		}
		switch n := n.(type) {
		case *ast.ParenExpr, *ast.ImportSpec, *ast.EmptyStmt, *ast.CommentGroup, *ast.Comment:
		case *ast.BasicLit:
			if value := strings.ReplaceAll(n.Value, "\r", ""); n.Kind == token.STRING || n.Kind == token.CHAR {
				fmt.Fprintln(&b, value)
			} else {
				fmt.Fprintln(&b, strings.TrimLeft(strings.ToLower(value), "0"))
			}
		case *ast.Ident:
			fmt.Fprintln(&b, "Ident", n.Name)
		case *ast.BinaryExpr:
			fmt.Fprintln(&b, n.Op)
		case *ast.UnaryExpr:
			fmt.Fprintln(&b, "unary", n.Op)
		case *ast.AssignStmt:
			fmt.Fprintln(&b, n.Tok, len(n.Lhs), len(n.Rhs))
		case *ast.GenDecl:
			if n.Tok != token.IMPORT {
				fmt.Fprintln(&b, n.Tok, len(n.Specs))
			}
		default:
			fmt.Fprintf(&b, "%T\n", n)
		}
	})
	return b.String()
}
