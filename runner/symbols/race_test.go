//go:build race

package symbols_test

// racing: interpreted goroutines race by the interpreter's own doing (it moves its
// globals when a unit adds some, and all goroutines note their line in one
// variable), so what starts any is not run under the race detector.
const racing = true
