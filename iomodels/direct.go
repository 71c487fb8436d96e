//go:build linux && (amd64 || arm64)

package iomodels

import "unsafe"

// aligned returns a buffer of n bytes at an address that is a multiple of align, a
// power of two: what O_DIRECT wants of a program's memory (open(2)).
func aligned(n, align int) []byte {
	b := make([]byte, n+align)
	skip := -int(uintptr(unsafe.Pointer(unsafe.SliceData(b)))) & (align - 1)
	return b[skip : skip+n : skip+n]
}
