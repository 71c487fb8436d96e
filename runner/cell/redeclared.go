package cell

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
)

// checkNames reports the names that a cell cannot declare though Go could in one
// file: what is compiled into earlier cells stays what it is.
func (c *checker) checkNames(s *source) {
	decls := s.decls[:0]
	for _, d := range s.decls {
		switch d := d.(type) {
		case *ast.FuncDecl:
			if !c.checkFunc(s, d) {
				continue // go/types cannot take it
			}
		case *ast.GenDecl:
			for _, spec := range d.Specs {
				if spec, ok := spec.(*ast.TypeSpec); ok {
					c.checkFixed(s, spec.Name)
					c.guard(spec)
				}
			}
		}
		decls = append(decls, d)
	}
	s.decls = decls
	for _, st := range s.stmts {
		for _, id := range variables(st) {
			if id.Name != "_" && types.Universe.Lookup(id.Name) != nil {
				c.problemAt(s, id.Pos(), id.Name+" is predeclared in Go and cannot be a cell's variable", "choose another name, or declare it inside a function")
			}
			if l, ok := c.scope.objects[id.Name]; ok && isType(l.obj) {
				c.problemAt(s, id.Pos(), id.Name+" redeclared in this block", fmt.Sprintf("it is the type of line %d: choose another name", l.pos.Line))
			}
		}
	}
}

func (c *checker) checkFunc(s *source, d *ast.FuncDecl) (ok bool) {
	switch {
	case d.Body == nil:
		c.problemAt(s, d.Name.Pos(), "missing function body", "")
	case d.Recv != nil:
		return c.checkReceiver(s, d)
	case d.Name.Name == "init":
		c.problemAt(s, d.Name.Pos(), "a cell has no func init", "write what it does as statements of the cell")
	case d.Name.Name != "main":
		c.checkFixed(s, d.Name)
	}
	return true
}

func isType(obj types.Object) bool {
	_, ok := obj.(*types.TypeName)
	return ok
}

// checkFixed reports the new declaration of a name that an earlier cell declares.
func (c *checker) checkFixed(s *source, id *ast.Ident) {
	if l, ok := c.scope.objects[id.Name]; ok {
		c.problemAt(s, id.Pos(), fmt.Sprintf("%s redeclared in this block\n\t%s:%d:%d: other declaration of %[1]s", id.Name, c.nb.Path, l.pos.Line, l.pos.Column),
			"functions and types keep their meaning in a notebook: choose another name")
	}
}

// checkReceiver reports a method whose type an earlier cell declares.
func (c *checker) checkReceiver(s *source, d *ast.FuncDecl) (ok bool) {
	base := receiverBase(d)
	for range 10 { // aliases of this cell
		if base == nil {
			return true
		}
		if l, ok := c.scope.objects[base.Name]; ok && isType(l.obj) {
			c.problemAt(s, base.Pos(), "cannot define new methods on "+base.Name+" in another cell",
				fmt.Sprintf("move the method to the cell that declares %s, at line %d", base.Name, l.pos.Line))
			return false
		}
		base = s.aliased(base.Name)
	}
	return true
}

// guard puts parentheses around a type of an earlier cell that another is declared
// as: go/types looks for the declaration of a bare name in the cell itself.
func (c *checker) guard(spec *ast.TypeSpec) {
	if id, ok := spec.Type.(*ast.Ident); ok && isType(c.scope.objects[id.Name].obj) {
		spec.Type = &ast.ParenExpr{Lparen: id.Pos(), X: id, Rparen: id.End()}
	}
}

// receiverBase returns the name of the type that d is a method of.
func receiverBase(d *ast.FuncDecl) *ast.Ident {
	if len(d.Recv.List) != 1 {
		return nil
	}
	t := d.Recv.List[0].Type
	for {
		switch x := t.(type) {
		case *ast.StarExpr:
			t = x.X
		case *ast.ParenExpr:
			t = x.X
		case *ast.IndexExpr:
			t = x.X
		case *ast.IndexListExpr:
			t = x.X
		case *ast.Ident:
			return x
		default:
			return nil
		}
	}
}

// aliased returns the name that the source's own alias name stands for.
func (s *source) aliased(name string) *ast.Ident {
	for _, d := range s.decls {
		if d, ok := d.(*ast.GenDecl); ok && d.Tok == token.TYPE {
			for _, spec := range d.Specs {
				if spec := spec.(*ast.TypeSpec); spec.Assign.IsValid() && spec.Name.Name == name {
					id, _ := ast.Unparen(spec.Type).(*ast.Ident)
					return id
				}
			}
		}
	}
	return nil
}
