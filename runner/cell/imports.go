package cell

import (
	"go/ast"
	"strconv"
	"strings"

	"nbrun/render/notebook"
)

// identifiers returns every identifier that the sources mention.
func identifiers(lists ...[]*source) map[string]bool {
	ids := make(map[string]bool)
	each(lists, func(n ast.Node) {
		if id, ok := n.(*ast.Ident); ok {
			ids[id.Name] = true
		}
	})
	return ids
}

// each calls f for every node of the sources.
func each(lists [][]*source, f func(ast.Node)) {
	visit := func(n ast.Node) bool {
		if n != nil {
			f(n)
		}
		return true
	}
	for _, list := range lists {
		for _, s := range list {
			if s == nil {
				continue
			}
			for _, d := range s.decls {
				ast.Inspect(d, visit)
			}
			for _, st := range s.stmts {
				ast.Inspect(st, visit)
			}
		}
	}
}

// loadImports validates what cells import and loads of it what they mention.
func (c *checker) loadImports(lists ...[]*source) {
	paths := make(map[string][]string) // by the name that a cell gives a package
	for _, list := range lists {
		for _, s := range list {
			if s == nil {
				continue
			}
			for _, spec := range s.imports() {
				c.loadImport(s, spec, paths)
			}
		}
	}
	each(lists, func(n ast.Node) {
		sel, ok := n.(*ast.SelectorExpr)
		if !ok {
			return
		}
		if x, ok := sel.X.(*ast.Ident); ok {
			for _, path := range paths[x.Name] {
				must(c.api.require(path, sel.Sel.Name))
			}
		}
	})
	for _, imported := range paths {
		for _, path := range imported {
			for need, names := range stdNeeds[path] {
				for _, name := range names {
					must(c.api.require(need, name))
				}
			}
		}
	}
	must(c.api.load())
}

// must panics with an error of the API data. They are part of this program, and a
// test checks each of their declarations.
func must(err error) {
	if err != nil {
		panic("cell: " + err.Error())
	}
}

func (c *checker) loadImport(s *source, spec *ast.ImportSpec, paths map[string][]string) {
	path := importPath(spec)
	if !canImport(path) {
		hint := "cells can import much of the standard library, golang.org/x/sys/unix and nbrun's own packages"
		if near := notebook.Nearest(path, importable); near != "" {
			hint = "did you mean " + strconv.Quote(near) + "?"
		}
		c.problemAt(s, spec.Path.Pos(), "cells cannot import "+strconv.Quote(path), hint)
		return
	}
	name, err := c.api.packageName(path)
	if err != nil {
		c.problemAt(s, spec.Path.Pos(), "this nbrun was built without "+strconv.Quote(path), "")
		return
	}
	if spec.Name != nil {
		name = spec.Name.Name
	}
	if name == "." {
		must(c.api.requireAll(path))
	}
	paths[name] = append(paths[name], path)
}

// addImport makes what spec imports known, or what it means unknown when
// loadImport has reported it.
func (c *checker) addImport(spec *ast.ImportSpec) {
	name, err := c.api.packageName(importPath(spec))
	switch {
	case err != nil || !canImport(importPath(spec)):
		c.scope.lose([]string{guessedName(spec)})
	case spec.Name != nil:
		c.scope.addImport(spec.Name.Name, spec)
	default:
		c.scope.addImport(name, spec)
	}
}

// guessedName returns the name that stands for a package of which nothing is known
// but its path.
func guessedName(spec *ast.ImportSpec) string {
	if spec.Name != nil {
		return spec.Name.Name
	}
	path := strings.Trim(spec.Path.Value, "\"`")
	return path[strings.LastIndexByte(path, '/')+1:]
}

// importPath returns the path of an import that the parser accepts.
func importPath(spec *ast.ImportSpec) string {
	path, err := strconv.Unquote(spec.Path.Value)
	if err != nil {
		panic("cell: an import path that is no string: " + spec.Path.Value)
	}
	return path
}

// packageNamed returns the shortest path of an importable package with this name.
func packageNamed(name string) string {
	best := ""
	for _, path := range importable {
		if path[strings.LastIndexByte(path, '/')+1:] == name && (best == "" || len(path) < len(best)) {
			best = path
		}
	}
	return best
}

// declaredIn returns where cells declare which names, by name in order.
func declaredIn(sources []*source) map[string][]declaration {
	all := make(map[string][]declaration)
	for i, s := range sources {
		if s == nil {
			continue
		}
		for _, id := range s.declared() {
			file := s.files[1]
			if s.inDecls(id.Pos()) {
				file = s.files[0]
			}
			at := file.Position(id.Pos())
			all[id.Name] = append(all[id.Name], declaration{i, s.island, notebook.Position{Line: at.Line, Column: at.Column}})
		}
	}
	return all
}
