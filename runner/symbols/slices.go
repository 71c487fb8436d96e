package symbols

import "fmt"

// TooShort returns what Go panics with when a slice of a length is converted to an
// array, or a pointer to one, of another that is larger.
func TooShort(have, want int) error {
	return runtimeError(fmt.Sprintf("runtime error: cannot convert slice with length %d to array or pointer to array with length %d", have, want))
}

// CheckCap panics as Go does when a slice with elements of this size cannot have
// the length n, or with it the capacity m.
func CheckCap(n, m int, size uintptr) {
	const most = 1 << 47 // bytes: more than any address
	switch {
	case n < 0 || size > 0 && uintptr(n) > most/size:
		panic(runtimeError("runtime error: makeslice: len out of range"))
	case m < n || size > 0 && uintptr(m) > most/size:
		panic(runtimeError("runtime error: makeslice: cap out of range"))
	}
}
