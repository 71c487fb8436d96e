//go:build race

package symbols_test

// racing: all interpreted goroutines note their line in one variable, so what
// starts any is not run under the race detector.
const racing = true
