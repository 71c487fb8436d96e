package runner

import (
	"bytes"
	"fmt"
	"go/ast"
	gobuild "go/build"
	"go/parser"
	"go/token"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"

	"nbrun/render/notebook"
)

// library is the source of the packages whose declarations a cell may show.
type library struct {
	files   fs.FS
	folders map[string]string // by the name that cells know a package by
}

// names are the packages, in order.
func (l library) names() []string {
	var list []string
	for name := range l.folders {
		list = append(list, name)
	}
	slices.Sort(list)
	return list
}

// sources looks up what the cells' option source names. It returns, by cell, an
// output for each name, and what is wrong with the others. The empty library, that of
// a system where nothing runs, looks nothing up.
func (l library) sources(nb *notebook.Notebook) (found [][]notebook.Output, problems []notebook.Problem) {
	if l.files == nil {
		return nil, nil
	}
	found = make([][]notebook.Output, len(nb.Cells))
	for i, c := range nb.Cells {
		for _, ref := range c.Options.Sources {
			o, problem := l.find(ref.Name)
			if problem != nil {
				problem.Path, problem.Pos, problem.Cell = nb.Path, ref.Pos, i
				problems = append(problems, *problem)
				continue
			}
			found[i] = append(found[i], *o)
		}
	}
	return found, problems
}

// find returns the declaration of a name such as iomodels.Blocking or trace.Trace.Count.
// The problem says why there is none; its place is the caller's to tell.
func (l library) find(name string) (*notebook.Output, *notebook.Problem) {
	pkg, decl, _ := strings.Cut(name, ".")
	folder, known := l.folders[pkg]
	if !known {
		return nil, &notebook.Problem{Msg: fmt.Sprintf("source knows no package %q", pkg), Hint: notebook.DidYouMean(pkg, l.names())}
	}
	if decl == "" {
		return nil, &notebook.Problem{Msg: fmt.Sprintf("source names a declaration, not the package %s", pkg), Hint: "as in " + pkg + ".NAME or " + pkg + ".TYPE.METHOD"}
	}
	var others []string
	for _, d := range l.declarations(folder, decl) {
		if d.name == decl {
			return &notebook.Output{Kind: notebook.Source, Name: name, Text: d.text, File: d.file, Pos: d.pos}, nil
		}
	}
	for _, d := range l.declarations(folder, "") {
		others = append(others, d.name)
	}
	return nil, &notebook.Problem{Msg: fmt.Sprintf("package %s has no exported %s", pkg, decl), Hint: didYouMean(pkg, folder, decl, others)}
}

// didYouMean is a hint for a name that no declaration has; capitals are no difference.
func didYouMean(pkg, folder, name string, declared []string) string {
	small := make([]string, len(declared))
	for i, d := range declared {
		small[i] = strings.ToLower(d)
	}
	if near := notebook.Nearest(name, small); near != "" {
		return fmt.Sprintf("did you mean %q?", pkg+"."+declared[slices.Index(small, near)])
	}
	return "see what there is: go doc nbrun/" + folder
}

// declaration is one exported name of a package: a function, a method (as
// TYPE.METHOD), a type, a constant or a variable.
type declaration struct {
	name string
	text string // with its doc comment
	file string
	pos  notebook.Position // of the name
}

// declarations returns those of the package in a folder, in the order of its files;
// of those files only that hold the last part of a name, all when it is empty.
func (l library) declarations(folder, name string) (list []declaration) {
	last := []byte(name[strings.LastIndex(name, ".")+1:])
	files, err := fs.Glob(l.files, folder+"/*.go")
	if err != nil {
		panic(fmt.Sprintf("the folder %q is no pattern: %v", folder, err))
	}
	for _, file := range files {
		src, err := fs.ReadFile(l.files, file)
		if err != nil || !bytes.Contains(src, last) || !l.compiled(file) {
			continue
		}
		fset := token.NewFileSet()
		tree, err := parser.ParseFile(fset, file, src, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			panic(fmt.Sprintf("what was compiled is no Go: %v", err))
		}
		r := declarationReader{fset: fset, src: src, file: file}
		for _, d := range tree.Decls {
			r.read(d)
		}
		list = append(list, r.list...)
	}
	return list
}

// compiled reports whether a file is one of those that make up its package here.
func (l library) compiled(file string) bool {
	if strings.HasSuffix(file, "_test.go") {
		return false
	}
	ctx := gobuild.Default
	ctx.JoinPath = path.Join
	ctx.OpenFile = func(name string) (io.ReadCloser, error) { return l.files.Open(name) }
	match, err := ctx.MatchFile(path.Split(file))
	return match && err == nil
}

// declarationReader reads the declarations of one file.
type declarationReader struct {
	fset *token.FileSet
	src  []byte
	file string
	list []declaration
}

func (r *declarationReader) read(d ast.Decl) {
	switch d := d.(type) {
	case *ast.FuncDecl:
		name := d.Name.Name
		if d.Recv != nil {
			name = receiver(d.Recv.List[0].Type) + "." + name
		}
		r.add(name, d.Name, "", begin(d.Doc, d), d)
	case *ast.GenDecl:
		for _, spec := range d.Specs {
			switch spec := spec.(type) {
			case *ast.TypeSpec:
				if d.Lparen.IsValid() {
					r.add(spec.Name.Name, spec.Name, "type ", begin(spec.Doc, spec), spec)
				} else {
					r.add(spec.Name.Name, spec.Name, "", begin(d.Doc, d), d)
				}
			case *ast.ValueSpec: // its group: a constant alone may mean nothing
				for _, name := range spec.Names {
					r.add(name.Name, name, "", begin(d.Doc, d), d)
				}
			}
		}
	}
}

// begin is where a declaration begins, its doc comment included.
func begin(doc *ast.CommentGroup, n ast.Node) token.Pos {
	if doc != nil {
		return doc.Pos()
	}
	return n.Pos()
}

// receiver is the name of the type that a method is of.
func receiver(t ast.Expr) string {
	for {
		switch x := t.(type) {
		case *ast.StarExpr:
			t = x.X
		case *ast.IndexExpr:
			t = x.X
		case *ast.IndexListExpr:
			t = x.X
		case *ast.Ident:
			return x.Name
		default:
			return ""
		}
	}
}

// add keeps a declaration whose name, each part of it, is exported. The keyword
// stands before one that is taken out of its group.
func (r *declarationReader) add(name string, ident *ast.Ident, keyword string, from token.Pos, n ast.Node) {
	for part := range strings.SplitSeq(name, ".") {
		if !ast.IsExported(part) {
			return
		}
	}
	at, start := r.fset.Position(ident.Pos()), r.fset.Position(n.Pos()).Offset
	doc, text := string(r.src[r.fset.Position(from).Offset:start]), string(r.src[start:r.fset.Position(n.End()).Offset])
	if keyword != "" { // one tab further out than in its group
		doc, text = strings.ReplaceAll(doc, "\n\t", "\n"), keyword+strings.ReplaceAll(text, "\n\t", "\n")
	}
	r.list = append(r.list, declaration{name, doc + text, r.file, notebook.Position{Line: at.Line, Column: at.Column}})
}
