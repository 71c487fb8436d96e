package symbols

import (
	"fmt"
	"reflect"
	"unsafe"
)

// What lowered code calls where Go panics and the interpreter does not, or says it
// in words of its own. The panics are those of Go's runtime itself. Functions that
// find nothing wrong return true, so that conditions can call them.

// Raise is panic as a function.
func Raise(v any) { panic(NilPanic(v)) }

// NilDereference panics as a use of a nil pointer does.
func NilDereference() bool {
	var p *int
	return *p == 0
}

// Shift panics when a shift's count is negative.
func Shift(count any) bool {
	return 1<<reflect.ValueOf(count).Int() >= 0
}

// Index panics when i is no index of what has n elements.
func Index(i any, n int) bool {
	if v := reflect.ValueOf(i); v.CanInt() {
		index(v.Int(), n)
	} else {
		index(v.Uint(), n)
	}
	return true
}

// Slice panics when what has this capacity cannot be sliced so; bounds that are
// left out are nil. When only low is there the capacity is the length.
func Slice(low, high, max any, capacity int) bool {
	return slice(low, high, max, capacity, false)
}

// SliceArray is Slice for arrays and strings, of whose length Go speaks.
func SliceArray(low, high, max any, length int) bool {
	return slice(low, high, max, length, true)
}

func slice(low, high, max any, limit int, array bool) bool {
	if max != nil {
		bound(max, limit, array, sliceMax[int64], sliceMax[uint64])
		limit = int(reflect.ValueOf(max).Convert(reflect.TypeFor[int]()).Int())
		bound(high, limit, array, sliceHigh3[int64], sliceHigh3[uint64])
		limit = int(reflect.ValueOf(high).Convert(reflect.TypeFor[int]()).Int())
		return low == nil || bound(low, limit, array, sliceLow3[int64], sliceLow3[uint64])
	}
	if high != nil {
		bound(high, limit, array, sliceHigh[int64], sliceHigh[uint64])
		limit = int(reflect.ValueOf(high).Convert(reflect.TypeFor[int]()).Int())
	}
	return low == nil || bound(low, limit, array, sliceLow[int64], sliceLow[uint64])
}

// bound calls one of two functions with b, which panics when b is not within limit.
func bound(b any, limit int, array bool, signed func(int64, int, bool), unsigned func(uint64, int, bool)) bool {
	if v := reflect.ValueOf(b); v.CanInt() {
		signed(v.Int(), limit, array)
	} else {
		unsigned(v.Uint(), limit, array)
	}
	return true
}

// The elements have no size, so that there can be any number of them.

type integer interface{ int64 | uint64 }

func index[T integer](i T, n int) { _ = make([]struct{}, n)[i] }

func sliceLow[T integer](low T, n int, _ bool)    { _ = make([]struct{}, n)[low:] }
func sliceLow3[T integer](low T, n int, _ bool)   { _ = make([]struct{}, n)[low:n:n] }
func sliceHigh3[T integer](high T, n int, _ bool) { _ = make([]struct{}, n)[:high:n] }

func sliceHigh[T integer](high T, n int, array bool) {
	if array {
		var b byte
		_ = unsafe.String(&b, n)[:high] // nothing of it is read
	} else {
		_ = make([]struct{}, n)[:high]
	}
}

func sliceMax[T integer](max T, n int, array bool) {
	switch {
	case !array:
		_ = make([]struct{}, n)[:0:max]
	case max < 0:
		panic(runtimeError(fmt.Sprintf("runtime error: slice bounds out of range [::%d]", max)))
	case uint64(max) > uint64(n):
		panic(runtimeError(fmt.Sprintf("runtime error: slice bounds out of range [::%d] with length %d", max, n)))
	}
}
