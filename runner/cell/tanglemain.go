package cell

import (
	"cmp"
	"fmt"
	"go/ast"
	"go/types"
	"maps"
	"slices"
	"strconv"
	"strings"

	"nbrun/render/notebook"
)

// importDecl imports what the program uses, the standard library first.
func (t *tangler) importDecl() string {
	list := slices.SortedFunc(maps.Keys(t.imports), func(a, b imported) int {
		return cmp.Or(cmp.Compare(strings.Count(programPath(a.path), "nbrun/"), strings.Count(programPath(b.path), "nbrun/")),
			cmp.Compare(programPath(a.path), programPath(b.path)), cmp.Compare(a.name, b.name))
	})
	if len(list) == 0 {
		return ""
	}
	var specs []string
	own := false
	for _, im := range list {
		spec := strconv.Quote(programPath(im.path))
		if name := t.imports[im]; name != t.packageName(im.path) {
			spec = name + " " + spec
		}
		if strings.HasPrefix(programPath(im.path), "nbrun/") && !own && len(specs) > 0 {
			specs = append(specs, "")
		}
		own = strings.HasPrefix(programPath(im.path), "nbrun/")
		specs = append(specs, spec)
	}
	if len(specs) == 1 {
		return "\nimport " + specs[0] + "\n"
	}
	return "\nimport (\n" + strings.Join(specs, "\n") + "\n)\n"
}

func programPath(path string) string {
	if path == UnixPath {
		return recordingPath
	}
	return path
}

// uses reports whether the program imports the package.
func (t *tangler) uses(path string) bool {
	for im := range t.imports {
		if im.path == path {
			return true
		}
	}
	return false
}

// variables declares the cells' variables that stand at package level, but for
// those whose own declaration does.
func (t *tangler) variables() string {
	var specs []string
	for _, p := range t.pieces {
		for _, v := range p.vars {
			if t.global[v] && !t.hoists(p, v) {
				specs = append(specs, t.names[v]+" "+t.typeText(v.Type()))
			}
		}
	}
	return "\n" + varDecl(specs)
}

// heads declares the piece's variables that stand at the head of its function.
func (t *tangler) heads(p *piece) string {
	var specs []string
	for _, v := range p.vars {
		if t.head[v] {
			specs = append(specs, v.Name()+" "+t.typeText(v.Type()))
		}
	}
	return varDecl(specs)
}

func varDecl(specs []string) string {
	switch len(specs) {
	case 0:
		return ""
	case 1:
		return "var " + specs[0] + "\n"
	}
	return "var (\n" + strings.Join(specs, "\n") + "\n)\n"
}

// typeText writes a type at package level.
func (t *tangler) typeText(typ types.Type) string {
	return types.TypeString(typ, func(p *types.Package) string {
		if p.Path() == "main" {
			return ""
		}
		return t.pkg(p.Name(), p.Path())
	})
}

// main calls the cells in their order.
func (t *tangler) main() string {
	var b strings.Builder
	b.WriteString("\nfunc main() {\n")
	if t.probe == "" && t.uses(UnixPath) {
		b.WriteString(t.inserted("runtime", "runtime") + ".LockOSThread() // cells run on one thread\n")
	}
	var helpers string
	for _, p := range t.pieces {
		switch {
		case p.name == "":
		case t.probe != "" && p.inline():
			fmt.Fprintf(&b, "%s.Inline(%d, %s)\n", t.inserted("probe", t.probe), p.index, p.name)
		case t.probe != "":
			fmt.Fprintf(&b, "%s.Cell(%d, %v, %s)\n", t.inserted("probe", t.probe), p.index, t.mustFail(p), p.name)
		case t.mustFail(p):
			helpers = t.failHelper()
			at := t.nb.Position(t.nb.Cells[p.index].Block.Start)
			fmt.Fprintf(&b, "%s(%q, %s)\n", t.own("mustFail"), fmt.Sprintf("%s:%d", t.nb.Path, at.Line), p.name)
		default:
			fmt.Fprintf(&b, "%s()\n", p.name)
		}
	}
	if t.probe == "" && t.uses(checksPath) {
		b.WriteString(t.inserted("nb", checksPath) + ".Exit()\n")
	}
	b.WriteString("}\n")
	return b.String() + helpers
}

func (t *tangler) mustFail(p *piece) bool {
	return !p.inline() && t.nb.Cells[p.index].Options.Error == notebook.RuntimeError
}

// failHelper is the function that runs a cell with the option error: true.
func (t *tangler) failHelper() string {
	return strings.NewReplacer("mustFail", t.own("mustFail"), "fmt.", t.inserted("fmt", "fmt")+".", "os.", t.inserted("os", "os")+".").Replace(`
// mustFail runs a cell that must panic: its option is error: true.
func mustFail(place string, cell func()) {
	defer func() {
		p := recover()
		if p == nil {
			fmt.Fprintln(os.Stderr, place+": the cell did not fail, and its option says that it must (error: true)")
			os.Exit(1)
		}
		fmt.Fprintf(os.Stderr, "%s: panic: %v\n", place, p)
	}()
	cell()
}
`)
}

// mains returns calls of the functions that run by themselves.
func (t *tangler) mains(p *piece) []chunk {
	var calls []chunk
	for _, d := range p.source.decls {
		if d, ok := d.(*ast.FuncDecl); ok && d.Recv == nil && (d.Name.Name == "main" || p.island && d.Name.Name == "init") {
			calls = append(calls, chunk{text: t.names[p.info.Defs[d.Name]] + "()"})
		}
	}
	slices.SortStableFunc(calls, func(a, b chunk) int { return strings.Compare(a.text[:4], b.text[:4]) }) // init before main
	return calls
}
