package symbols

import "fmt"

// TooShort returns what Go panics with when a slice of a length is converted to an
// array, or a pointer to one, of another that is larger.
func TooShort(have, want int) error {
	return runtimeError(fmt.Sprintf("runtime error: cannot convert slice with length %d to array or pointer to array with length %d", have, want))
}
