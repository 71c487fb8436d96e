package cell

import (
	"go/ast"
	"go/types"
	"strings"
)

// function is the function whose body is being written.
type function struct {
	body    *ast.BlockStmt
	owner   *ast.BlockStmt // body, nil of a cell's statements
	results *types.Tuple
	loops   []loop                  // around the statement, innermost last
	rename  map[types.Object]string // variables that go by another name here
	labels  map[string]string       // of lowered code, by those of the program

	defers      string   // the variable that holds its Defers, "" when it defers nothing
	statements  bool     // it is that of a cell's statements
	resultNames []string // the variables of its results, if they are variables
	result      string   // the name of its result, "" when that has none
	recoverFrom string   // of a literal that is deferred: the variable with the Defers

	name      string            // as Site.Func has it
	isLiteral bool              // it is a func literal
	literals  int               // in it, so far
	wraps     int               // literals that lowering has made in it, so far
	ranges    int               // over functions, so far
	frame     string            // what holds the number of its statement; "" when it has no frame
	begins    map[ast.Stmt]bool // where its frame is to begin
	first     ast.Node          // the statement with which it has begun, until that is written
	guards    *guards           // before the expression that is being written
	facts     facts             // that hold there
	lengths   map[term]*length  // that loops hold
	covered   bool              // the indexes that are being written have been checked
	jumps     bool              // it has a goto, and so no facts

	head bool // the head of an if or for is being written: its literals need parentheses
}

// typeSpec writes a type that a cell declares. Aliases are written out where they
// are used, generic types for each list of arguments, and constraints not at all.
func (l *lowering) typeSpec(spec *ast.TypeSpec) {
	obj, ok := l.k.info.Defs[spec.Name].(*types.TypeName)
	if !ok || obj.IsAlias() || obj.Name() == "_" || spec.TypeParams != nil {
		return
	}
	if types.IsInterface(obj.Type()) || l.opaque(obj.Type()) {
		return
	}
	switch t := obj.Type().Underlying().(type) {
	case *types.Struct:
		if part := l.stuck(obj.Type().(*types.Named)); part != nil {
			l.refuse(spec.Pos(), refuseStuck, obj.Name(), displayType(part))
		}
	default:
		if mentions(t, func(t types.Type) bool { return types.Identical(t, obj.Type()) }) {
			l.refuse(spec.Pos(), refuseSelf, obj.Name())
		}
	}
	l.types.w("type ", l.declareGlobal(obj), " ", l.typeText(spec.Pos(), obj.Type().Underlying()), "\n")
}

// register notes what must be known of a function before others are written, and
// reports whether it is to be written itself: one with type parameters is when it
// is known for which arguments.
func (l *lowering) register(d *ast.FuncDecl) bool {
	obj, ok := l.k.info.Defs[d.Name].(*types.Func)
	if !ok || d.Name.Name == "_" {
		return false
	}
	sig := obj.Signature()
	switch {
	case sig.TypeParams().Len() > 0:
		l.generics[obj] = generic{d, l.k}
		return false
	case sig.RecvTypeParams().Len() > 0:
		base := receiverType(sig).Origin().Obj()
		l.methods[base] = append(l.methods[base], generic{d, l.k})
		return false
	}
	return true
}

// funcDecl writes a function or method without type parameters.
func (l *lowering) funcDecl(d *ast.FuncDecl) {
	obj := l.k.info.Defs[d.Name].(*types.Func)
	sig := obj.Signature()
	if d.Recv != nil {
		name := l.methodFunc(l.typeText(d.Recv.Pos(), receiverType(sig)), obj.Name())
		l.writeFunc(d, sig, name, l.typeText(d.Recv.Pos(), sig.Recv().Type()))
		return
	}
	l.writeFunc(d, sig, l.declareGlobal(obj), "")
}

// receiverType returns the named type that a method belongs to.
func receiverType(sig *types.Signature) *types.Named {
	t := types.Unalias(sig.Recv().Type())
	if p, ok := t.(*types.Pointer); ok {
		t = types.Unalias(p.Elem())
	}
	return t.(*types.Named)
}

// writeFunc writes a declared function. The receiver, of type recv, is its first
// parameter.
func (l *lowering) writeFunc(d *ast.FuncDecl, sig *types.Signature, name, recv string) {
	l.at(d.Pos())
	l.w("func ", name)
	l.enterFunc(sig, d.Body)
	defer l.leaveFunc(nil)
	l.fn.name = declaredName(l.k.info.Defs[d.Name].(*types.Func))
	l.rest(append(l.receiverParam(d, recv), l.params(d.Type, sig)...), d.Type, sig, d.Body)
	l.w("\n")
}

// receiverParam returns the parameter that is the receiver, if any.
func (l *lowering) receiverParam(d *ast.FuncDecl, recv string) []string {
	if recv == "" {
		return nil
	}
	name := l.fresh("p")
	if names := d.Recv.List[0].Names; len(names) > 0 && names[0].Name != "_" {
		name = l.declared(names[0])
	}
	return []string{name + " " + recv}
}

// enterFunc begins a function; its parent is the one that is being written.
func (l *lowering) enterFunc(sig *types.Signature, body *ast.BlockStmt) {
	fn := &function{body: body, owner: body, results: sig.Results(), rename: make(map[types.Object]string),
		lengths: make(map[term]*length), jumps: goesBack(body)}
	if l.fn != nil {
		fn.rename, fn.name, fn.isLiteral = l.fn.rename, l.fn.literalName(), true
	}
	fn.recoverFrom, l.deferring = l.deferring, ""
	l.fn = fn
}

func (l *lowering) leaveFunc(parent *function) { l.fn = parent }

// funcBody writes the parameters, results and body of a function.
func (l *lowering) funcBody(ft *ast.FuncType, sig *types.Signature, body *ast.BlockStmt) {
	parent := l.fn
	l.enterFunc(sig, body)
	defer l.leaveFunc(parent)
	l.rest(l.params(ft, sig), ft, sig, body)
}

// rest writes what follows a function's name. Results with names, or that returns
// set, become variables: the interpreter gives a result the place of the variable
// that the caller assigns it to, with what that holds.
func (l *lowering) rest(params []string, ft *ast.FuncType, sig *types.Signature, body *ast.BlockStmt) {
	deferred, set := defers(body), l.setsResults(body)
	if set { // by the body, which may shadow them
		l.renameResults(ft)
	}
	named := ft.Results.NumFields() > 0 && len(ft.Results.List[0].Names) > 0
	results := l.resultsText(body.Pos(), sig)
	if !named && !set && l.failingReturn(body, 1) {
		l.fn.result = l.fresh("r")
		results = " (" + l.fn.result + results + ")"
	}
	l.w("(", strings.Join(params, ", "), ")", results, " {\n")
	if named || set {
		l.resultVariables(ft, sig, named)
	}
	l.beginFunc(body)
	if deferred {
		l.deferBody(body)
	} else {
		l.stmts(body.List)
		l.at(body.Rbrace)
		if sig.Results().Len() == 0 && !endsByReturn(body) {
			l.w(l.end())
		}
	}
	l.w("}")
}

// params writes parameters; those without a name get one.
func (l *lowering) params(ft *ast.FuncType, sig *types.Signature) []string {
	params := l.fields(ft.Params, sig.Params(), sig.Variadic())
	if len(params) > 0 && ft.Params.List[0].Names == nil {
		for i := range params {
			params[i] = l.fresh("p") + " " + params[i]
		}
	}
	return params
}

// fields writes parameters or results with their names.
func (l *lowering) fields(list *ast.FieldList, t *types.Tuple, variadic bool) []string {
	var names []string
	if list != nil {
		for _, f := range list.List {
			for _, id := range f.Names {
				names = append(names, l.declared(id))
			}
		}
	}
	var fields []string
	for i := range t.Len() {
		typ, dots := t.At(i).Type(), ""
		if variadic && i == t.Len()-1 {
			typ, dots = typ.(*types.Slice).Elem(), "..."
		}
		text := dots + l.typeText(t.At(i).Pos(), typ)
		if len(names) > 0 {
			text = names[i] + " " + text
		}
		fields = append(fields, text)
	}
	return fields
}
