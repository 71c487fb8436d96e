package symbols

// RangeState panics since a range over a function is in this state, of those of
// Go's runtime, when its body is called, or when the function has returned.
func RangeState(state int) {
	panic(runtimeError("runtime error: range function " + [...]string{
		"continued iteration after function for loop body returned false",
		"is ready",
		"continued iteration after loop body panic",
		"continued iteration after whole loop exit",
		"recovered a loop body panic and did not resume panicking",
	}[state]))
}
