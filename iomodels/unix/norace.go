//go:build linux && (amd64 || arm64) && !race

package unix

import "unsafe"

var gate byte

func acquire(unsafe.Pointer) {}
func release(unsafe.Pointer) {}
