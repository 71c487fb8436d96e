//go:build !race

package symbols_test

const racing = false
