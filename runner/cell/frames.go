package cell

import (
	"go/ast"
	"go/token"
	"go/types"
	"strconv"

	"nbrun/render/notebook"
)

// While lowered code runs it keeps a stack of its own, by which a failure is
// placed: a frame for each call of a function that can fail or wait, and in it the
// number of the statement that was begun last.
//
// Where a notebook has one goroutine, frames are the elements of a slice up to a
// depth, which costs a call some 30 ns. Where it may have more, each call has a
// variable of its own, and enters it in the list of its goroutine, which costs ten
// times as much. The frame of a cell's own statements is the slice's element 1 in
// both.
const (
	linesVar = "_lines" // a symbols.Lines
	enterVar = "_enter" // its Enter
	slotsVar = "_at"    // the slice
	depthVar = "_d"     // its last element that is a frame
	nowhere  = "_no"    // is assigned to where a statement must stand

	cellFrame = slotsVar + "[1]"
)

// Site is a statement of the notebook.
type Site struct {
	Func string // as Go's stacks name functions: "main.f", "main.f.func1"; "cell" is for a cell's own statements
	Pos  notebook.Position
}

// The names of the functions that a cell's own statements and an inline expression are.
const (
	cellFunc   = "cell"
	inlineFunc = "inline value"
)

// cellName returns the name of the function of the cell's statements.
func (l *lowering) cellName() string {
	switch {
	case l.k.island:
		return "main.init" // they are the values of its variables
	case l.k.cell < 0:
		return inlineFunc
	}
	return cellFunc
}

// framesPrelude declares what frames need.
func (l *lowering) framesPrelude() string {
	s := "var " + depthVar + ", " + nowhere + " int\nvar " + linesVar + " = " + l.helper("NewLines") + "()\n"
	if l.many {
		return s + "var " + slotsVar + " = " + linesVar + ".Many()\nvar " + enterVar + " = " + linesVar + ".Entry()\n"
	}
	return s + "var " + slotsVar + " = " + linesVar + ".Alone(&" + depthVar + ")\n"
}

// number returns the number of the statement at pos in the function of this name.
func (l *lowering) number(name string, at notebook.Position) string {
	s := Site{name, at}
	n, ok := l.numbers[s]
	if !ok {
		n = len(l.sites)
		l.numbers[s] = n
		l.sites = append(l.sites, s)
	}
	return strconv.Itoa(n)
}

// begin writes the beginning of the frame of a call, whose first statement is s. It
// lasts to the end of the block.
func (l *lowering) begin(name string, s ast.Node) {
	n := l.number(name, l.position(s.Pos()))
	if l.many {
		l.fn.frame = l.fresh("f")
		l.w("var ", l.fn.frame, " int = ", n, "\n", enterVar, "(&", l.fn.frame, ")\n")
		return
	}
	l.fn.frame = slotsVar + "[" + depthVar + "]"
	l.w(depthVar, "++\n", l.fn.frame, " = ", n, "\n")
}

// end returns the statement that ends the frame.
func (l *lowering) end() string {
	switch {
	case l.fn.frame == "" || l.fn.frame == cellFrame:
		return ""
	case l.many:
		return l.fn.frame + " = 0\n"
	}
	return depthVar + "--\n"
}

// mark returns the statement that says that what stands at pos begins.
func (l *lowering) mark(pos token.Pos) string {
	if l.fn == nil || l.fn.frame == "" || l.k.std {
		return ""
	}
	return l.fn.frame + " = " + l.number(l.fn.name, l.position(pos)) + "\n"
}

// note writes that s begins, unless its frame says so.
func (l *lowering) note(s ast.Node) {
	l.at(s.Pos())
	if l.fn != nil && l.fn.first == s {
		l.fn.first = nil
		return
	}
	if m := l.mark(s.Pos()); m != "" {
		l.w(m)
		l.at(s.Pos())
	}
}

// beginFunc begins the frame of the function that is being written, or says at which
// of its statements it begins: calls that end before need none.
func (l *lowering) beginFunc(body *ast.BlockStmt) {
	switch {
	case l.k.std || len(body.List) == 0:
	case defers(body): // the frame is around all of it
		l.begin(l.fn.name, body.List[0])
		l.fn.first = body.List[0]
	case finds(body, func(n ast.Node) bool { b, ok := n.(*ast.BranchStmt); return ok && b.Tok == token.GOTO }):
		l.fn.begins = map[ast.Stmt]bool{body.List[0]: true} // any other may be jumped over
	default:
		l.fn.begins = make(map[ast.Stmt]bool)
		l.beginList(body.List)
	}
}

// beginList notes where the frame begins in statements before which it has not: at
// the first that needs it, and in the bodies of if statements before that which do
// not come back.
func (l *lowering) beginList(list []ast.Stmt) {
	for _, s := range list {
		if l.calm(s) {
			continue
		}
		if s, ok := s.(*ast.IfStmt); ok && s.Else == nil && l.calmStmt(s) && l.leaves(s.Body) {
			l.beginList(s.Body.List)
			continue
		}
		l.fn.begins[s] = true
		return
	}
}

// arrive begins the frame when s is where it begins.
func (l *lowering) arrive(s ast.Stmt) {
	if !l.fn.begins[s] {
		return
	}
	l.begin(l.fn.name, s)
	if _, labelled := s.(*ast.LabeledStmt); !labelled { // it may be come back to
		l.fn.first = s
	}
}

// within writes the deferred call of s, which is in a literal that lowering makes. A
// compiled function has a frame there, which says what statement has it called.
func (l *lowering) within(s *ast.DeferStmt, call func()) {
	builtin := l.k.info.Types[ast.Unparen(s.Call.Fun)].IsBuiltin()
	if l.fn.frame == "" || !builtin && l.compiledCallee(s.Call) == nil {
		call()
		return
	}
	frame := l.fn.frame
	l.fn.wraps++
	l.begin(l.fn.name+".deferwrap"+strconv.Itoa(l.fn.wraps), s)
	call()
	l.w(l.end())
	l.fn.frame = frame
}

// created returns the number of the statement that starts a goroutine.
func (l *lowering) created(pos token.Pos) string {
	return l.number("created by "+l.fn.name, l.position(pos))
}

// literalName returns the name of the next literal in a function.
func (f *function) literalName() string {
	f.literals++
	n := strconv.Itoa(f.literals)
	if f.isLiteral {
		return f.name + "." + n
	}
	return f.name + ".func" + n
}

// declaredName returns the name of a declared function.
func declaredName(f *types.Func) string {
	sig, name := f.Signature(), f.Name()
	dots := ""
	if sig.TypeParams().Len()+sig.RecvTypeParams().Len() > 0 {
		dots = "[...]"
	}
	if sig.Recv() == nil {
		return "main." + name + dots
	}
	recv := receiverType(sig).Obj().Name() + dots
	if isPointer(sig.Recv().Type()) {
		recv = "(*" + recv + ")"
	}
	return "main." + recv + "." + name
}
