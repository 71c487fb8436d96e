package symbols

import (
	"reflect"
	"unsafe"
)

// UnsafeAdd is unsafe.Add.
func UnsafeAdd(p unsafe.Pointer, n int) unsafe.Pointer { return unsafe.Add(p, n) }

// UnsafeString is unsafe.String.
func UnsafeString(p *byte, n int) string { return unsafe.String(p, n) }

// UnsafeStringData is unsafe.StringData.
func UnsafeStringData(s string) *byte { return unsafe.StringData(s) }

// UnsafeSlice gives *s, a slice, the n elements from p on, a pointer to the first.
func UnsafeSlice(s, p any, n int) {
	to, from := reflect.ValueOf(s).Elem(), reflect.ValueOf(p)
	size := int(from.Type().Elem().Size())
	switch {
	case n < 0 || size > 0 && n > 1<<47/size:
		panic(runtimeError("runtime error: unsafe.Slice: len out of range"))
	case from.IsNil() && n > 0:
		panic(runtimeError("runtime error: unsafe.Slice: ptr is nil and len is not zero"))
	case !from.IsNil():
		to.Set(reflect.SliceAt(from.Type().Elem(), from.UnsafePointer(), n).Convert(to.Type()))
	}
}

// UnsafeSliceData gives *p the pointer to the first element of s, a slice.
func UnsafeSliceData(p, s any) {
	to, from := reflect.ValueOf(p).Elem(), reflect.ValueOf(s)
	to.Set(reflect.NewAt(from.Type().Elem(), from.UnsafePointer()).Convert(to.Type()))
}
