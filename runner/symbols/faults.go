package symbols

// What lowered code calls where Go panics and the interpreter does not, or says
// it in its own words. The panics are those of Go's runtime itself.

// NilDereference panics as a use of a nil pointer does.
func NilDereference() {
	var p *int
	_ = *p
}

// Raise is panic as a function.
func Raise(v any) { panic(NilPanic(v)) }
