package main

import (
	"fmt"
	"unsafe"
)

type pair struct {
	a byte
	b int32
}

type ints []int32

type wrapped struct {
	_ int
	p pair
	_ string
}

func size[T any](x T) (uintptr, uintptr) { return unsafe.Sizeof(x), unsafe.Alignof(x) }

func offset[T any](x T) uintptr {
	s := struct {
		a byte
		t T
		b byte
	}{t: x}
	return unsafe.Offsetof(s.b)
}

func try(f func()) {
	defer func() { fmt.Println(recover()) }()
	f()
}

func main() {
	xs := [4]int32{1, 2, 3, 4}
	s := unsafe.Slice(&xs[1], 2)
	s[0] = 20
	fmt.Println(s, len(s), cap(s), xs)
	ps := []pair{{1, 2}, {3, 4}, {5, 6}}
	p := unsafe.SliceData(ps)
	fmt.Println(*p, *(*pair)(unsafe.Add(unsafe.Pointer(p), unsafe.Sizeof(ps[0]))))
	q := unsafe.Slice(p, 3)
	q[2].b = 60
	fmt.Println(ps, unsafe.Slice((*pair)(nil), 0) == nil, unsafe.SliceData(ints(nil)) == nil)
	data := []byte("hello")
	text := unsafe.String(&data[1], 3)
	fmt.Println(text, *unsafe.StringData(text), unsafe.String(nil, 0) == "")
	data[1] = 'E'
	fmt.Println(text, string(unsafe.Slice(unsafe.StringData(text), uint8(2))))
	fmt.Println(size(pair{}))
	fmt.Println(size(ints{}))
	fmt.Println(offset(int16(1)), offset(ps[0]), offset("x"), unsafe.Sizeof(wrapped{}), wrapped{p: ps[1]})
	n := -1
	try(func() { _ = unsafe.Slice(p, n) })
	try(func() { p = nil; _ = unsafe.Slice(p, 1) })
	try(func() { _ = unsafe.String(nil, 1) })
	a := (*[2]int32)(xs[1:3])
	a[1] = 30
	fmt.Println(xs, *a, [3]int32(xs[:]), (*[0]int32)(ints(nil)) == nil, len((*[2]pair)(ps)))
	b := [2]pair(ps)
	b[0].a = 100
	fmt.Println(b, ps)
	try(func() { _ = [5]int32(xs[:]) })
	try(func() { _ = (*[5]int32)(ints{1, 2}) })
	var none *[7]pair
	fmt.Println(len(none), cap(none), len(func() *[3]int { fmt.Print("called "); return nil }()))
}
