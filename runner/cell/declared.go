package cell

import (
	"go/ast"
	"go/token"
)

// declared returns the identifiers that the source declares for later cells.
// Those on the left of := are among them whether they are new or not.
func (s *source) declared() []*ast.Ident {
	var ids []*ast.Ident
	add := func(list ...*ast.Ident) {
		for _, id := range list {
			if id.Name != "_" {
				ids = append(ids, id)
			}
		}
	}
	for _, d := range s.decls {
		switch d := d.(type) {
		case *ast.FuncDecl:
			if d.Recv == nil {
				add(d.Name)
			}
		case *ast.GenDecl:
			for _, spec := range d.Specs {
				switch spec := spec.(type) {
				case *ast.TypeSpec:
					add(spec.Name)
				case *ast.ValueSpec:
					add(spec.Names...)
				}
			}
		}
	}
	for _, st := range s.stmts {
		add(variables(st)...)
	}
	return ids
}

// variables returns the identifiers on the left of a top-level := or var.
func variables(st ast.Stmt) []*ast.Ident {
	var ids []*ast.Ident
	switch st := st.(type) {
	case *ast.LabeledStmt:
		return variables(st.Stmt)
	case *ast.AssignStmt:
		if st.Tok == token.DEFINE {
			for _, x := range st.Lhs {
				if id, ok := x.(*ast.Ident); ok {
					ids = append(ids, id)
				}
			}
		}
	case *ast.DeclStmt:
		for _, spec := range st.Decl.(*ast.GenDecl).Specs {
			if spec, ok := spec.(*ast.ValueSpec); ok {
				ids = append(ids, spec.Names...)
			}
		}
	}
	return ids
}

// labels returns the names of all labels in the source.
func (s *source) labels() map[string]bool {
	names := make(map[string]bool)
	each([][]*source{{s}}, func(n ast.Node) {
		if l, ok := n.(*ast.LabeledStmt); ok {
			names[l.Label.Name] = true
		}
	})
	return names
}

// jumps reports whether a statement of the source names the label.
func (s *source) jumps(label string) bool {
	found := false
	each([][]*source{{s}}, func(n ast.Node) {
		if b, ok := n.(*ast.BranchStmt); ok && b.Label != nil && b.Label.Name == label {
			found = true
		}
	})
	return found
}
