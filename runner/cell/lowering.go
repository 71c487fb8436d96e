package cell

import (
	"go/ast"
	"go/token"
	"go/types"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// HelperPath is the package of compiled functions that lowered code calls where
// the interpreter has nothing of its own that is right.
const HelperPath = "nbrun/runner/symbols"

// interpreterPath is a package inside the interpreter that it wants to be given
// for conversions of unsafe.Pointer.
const interpreterPath = "github.com/traefik/yaegi"

// lowering writes checked cells as the small canonical Go that the interpreter
// runs right. All of a cell becomes one unit: its types, its variables as globals
// with explicit types, its functions and methods, and a function of its
// statements; a second unit calls that.
//
// In what it writes constants are literals, packages go by their Alias, types are
// written out from go/types, and every name that begins with _ is its own.
type lowering struct {
	*checker
	k       *checked        // the source that is being lowered
	imports map[string]bool // paths
	idents  map[string]bool // every identifier of the notebook: fresh names are none of them
	serial  int             // of the last fresh name
	pending []func()        // declarations to write after those that mention them

	names      map[types.Object]string // of globals
	taken      map[string]bool         // names of globals
	fieldNames map[string]bool         // names of fields: no global has one
	typeNames  map[string]bool         // names of types that cells declare
	locals     map[types.Object]string // names of types that functions declare
	described  map[string]string       // globals that describe types, by identity
	recoverers map[string]bool         // names of methods that recover
	used       map[types.Object]*usage // variables of the code so far

	generics  map[types.Object]generic   // functions with type parameters
	methods   map[types.Object][]generic // of types with type parameters
	instances map[string]string          // names by what is instantiated

	methodFuncs map[string]string // names of the functions that methods become, by type and method
	dispatchers map[string]string // names of the functions that call methods of interfaces
	selfStoring map[*types.Named]bool
	reflection  struct{ described, used string } // a cells' type and what uses types, when the notebook has such
	targs       map[*types.TypeParam]types.Type
	context     *types.Context
	std         map[string]*stdPackage // by file
	site        *site                  // while something of the library's source is written

	emitter         // functions
	types   emitter // what the interpreter must see first
	globals emitter
	setup   emitter // statements that run before those of the cell
	fn      *function

	many    bool         // the notebook may run on more than one goroutine
	sites   []Site       // by number
	numbers map[Site]int // of sites

	deferring string // the variable with the Defers that the literal to be written next is given to
}

func newLowering(c *checker, lists ...[]*source) *lowering {
	return &lowering{
		checker:    c,
		imports:    make(map[string]bool),
		idents:     identifiers(lists...),
		names:      make(map[types.Object]string),
		taken:      make(map[string]bool),
		fieldNames: fieldNames(lists),
		typeNames:  typeNames(lists),
		locals:     make(map[types.Object]string),
		described:  make(map[string]string),
		recoverers: recoverers(lists),
		used:       make(map[types.Object]*usage),
		generics:   make(map[types.Object]generic),
		methods:    make(map[types.Object][]generic),
		instances:  make(map[string]string),
		std:        make(map[string]*stdPackage),
		context:    types.NewContext(),

		methodFuncs: make(map[string]string),
		dispatchers: make(map[string]string),
		selfStoring: make(map[*types.Named]bool),

		many:    c.severalGoroutines(identifiers(lists...), lists...),
		sites:   make([]Site, 1),
		numbers: make(map[Site]int),
	}
}

// typeNames returns the names of all types that the sources declare.
func typeNames(lists [][]*source) map[string]bool {
	names := make(map[string]bool)
	each(lists, func(n ast.Node) {
		if spec, ok := n.(*ast.TypeSpec); ok {
			names[spec.Name.Name] = true
		}
	})
	return names
}

// finish adds what all units share. Imports stand in the prelude alone: to the
// interpreter, all units are one file.
func (l *lowering) finish(p *Program) {
	frames := l.framesPrelude()
	if l.imports["unsafe"] {
		l.imports[interpreterPath] = true
	}
	p.Imports = slices.Sorted(maps.Keys(l.imports))
	var b strings.Builder
	b.WriteString("package main\n")
	for _, path := range p.Imports {
		if path != interpreterPath {
			b.WriteString("import " + Alias(path) + " " + strconv.Quote(path) + "\n")
		}
	}
	b.WriteString(frames)
	p.Sites = l.sites
	p.Prelude = []Unit{{Source: b.String(), Lines: []Line{{0, 1, 1}}}}
}

// cell lowers a checked source; its value goes to globals named after out.
func (l *lowering) cell(k *checked, out string) Code {
	l.k = k
	l.usages(k)
	l.emitter, l.types, l.globals, l.setup = emitter{}, emitter{}, emitter{}, emitter{}
	l.checkCycles()
	l.checkIntrospection()
	var functions []*ast.FuncDecl
	var inits, mains []string
	for _, d := range k.decls {
		if d, ok := d.(*ast.FuncDecl); ok && l.register(d) {
			functions = append(functions, d)
			if name := d.Name.Name; d.Recv == nil && (name == "init" || name == "main") {
				call := l.declareGlobal(k.info.Defs[d.Name]) + "()\n"
				if name == "init" {
					inits = append(inits, call)
				} else {
					mains = append(mains, call)
				}
			}
		}
	}
	for _, spec := range l.typeSpecs() {
		l.typeSpec(spec)
	}
	for _, v := range k.vars {
		l.globals.w("var ", l.declareGlobal(v), " ", l.typeText(v.Pos(), v.Type()), "\n")
	}
	for _, d := range functions {
		l.funcDecl(d)
	}
	name := "_cell" + out
	before := l.emitter
	l.emitter = emitter{}
	outs := l.statements(name, out, append(inits, mains...))
	statements := l.emitter
	l.emitter = before
	for len(l.pending) > 0 {
		next := l.pending[0]
		l.pending = l.pending[1:]
		next()
	}
	l.add(statements)
	return l.units(name, outs)
}

// statements writes the function of the cell's statements.
func (l *lowering) statements(name, out string, mains []string) []Out {
	stmts := l.k.body
	if l.k.result != nil {
		stmts = stmts[:len(stmts)-1]
	}
	l.fn = &function{body: &ast.BlockStmt{List: stmts}, statements: true, rename: make(map[types.Object]string), lengths: make(map[term]*length), name: l.cellName(), frame: cellFrame}
	defer func() { l.fn = nil }()
	l.fn.jumps = goesBack(l.fn.body)
	l.w("func ", name, "body() {\n")
	deferred := defers(l.fn.body)
	if deferred {
		l.runDefers()
	}
	l.stmts(stmts)
	outs := l.result(out)
	if len(mains) > 0 {
		l.w(l.fn.frame, " = 0\n") // what calls them is no statement
		l.w(mains...)
	}
	if deferred {
		l.w("})\n")
	}
	l.w("}\n")
	return outs
}

// units puts what was written together.
func (l *lowering) units(name string, outs []Out) Code {
	at := l.position(l.k.files[0].Pos(l.k.header()))
	head := "package main\n" + l.types.b.String() + l.globals.b.String()
	unit := emitter{marks: []Line{{0, at.Line, 1}}}
	unit.w(head)
	unit.add(l.emitter)
	source := unit.b.String() + "func " + name + "() int {\n" + l.setup.b.String() + name + "body()\nreturn 0\n}\n"
	call := "package main\nvar " + name + "called = " + name + "()\n" // named: the interpreter takes all globals _ for one
	return Code{Units: []Unit{{source, unit.marks}, {call, []Line{{0, at.Line, 1}}}}, Outs: outs}
}

// refuse reports a construct that the interpreter would run wrong; args take the
// places of % in its sentence.
func (l *lowering) refuse(pos token.Pos, r refusal, args ...string) {
	parts := strings.Split(r.msg, "%")
	msg := parts[0]
	for i, p := range parts[1:] {
		msg += args[i] + p
	}
	source := l.k.source
	if l.site != nil {
		source, pos = l.site.source, l.site.pos
	}
	l.problemAt(source, pos, msg, r.hint)
	l.problems[len(l.problems)-1].Row = rowOf[r]
}

// typeOf returns the type of x, within an instance with its type arguments.
func (l *lowering) typeOf(x ast.Expr) types.Type {
	if t := l.k.info.TypeOf(x); t != nil {
		return l.subst(t)
	}
	return types.Typ[types.Invalid]
}

// emptyInterface is the type any.
var emptyInterface = types.Universe.Lookup("any").Type()
