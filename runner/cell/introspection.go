package cell

import "slices"

// introspective are names of compiled packages by which a program looks at itself.
// They would show it the interpreter: its frames, its memory, its build.
var introspective = map[string][]string{
	"log":           {"Llongfile", "Lshortfile"},
	"runtime":       {"AddCleanup", "Caller", "Callers", "CallersFrames", "FuncForPC", "GoroutineProfile", "MemProfile", "ReadMemStats", "SetFinalizer", "Stack", "TypeAssertionError"},
	"runtime/debug": {"PrintStack", "ReadBuildInfo", "ReadGCStats", "Stack", "WriteHeapDump"},
}

// checkIntrospection refuses the cell's uses of such names.
func (l *lowering) checkIntrospection() {
	for id, obj := range l.k.info.Uses {
		if obj.Pkg() != nil && slices.Contains(introspective[obj.Pkg().Path()], obj.Name()) && obj.Parent() == obj.Pkg().Scope() {
			l.refuse(id.Pos(), refuseIntrospection, obj.Pkg().Name()+"."+obj.Name())
		}
	}
}
