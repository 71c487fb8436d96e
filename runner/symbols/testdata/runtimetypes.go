package main

import "fmt"

type T struct{ n int }

func try(f func()) {
	defer func() { r := recover(); fmt.Printf("%T %v %s\n", r, r, r) }()
	f()
}

func main() {
	xs, i := []int{1}, 5
	var p *T
	var m map[string]int
	var c chan int
	var a any = T{1}
	n := -1
	z := 0
	arr := [3]int{}
	try(func() { _ = xs[i] })
	try(func() { _ = xs[i:] })
	try(func() { _ = arr[0:1:i] })
	try(func() { _ = p.n })
	try(func() { _ = *p })
	try(func() { m["x"] = 1 })
	try(func() { close(c) })
	try(func() { _ = a.(int) })
	try(func() { _ = a.(fmt.Stringer) })
	try(func() { _ = 1 << n })
	try(func() { _ = 1 / z })
	try(func() { _ = make([]int, n) })
	try(func() { _ = make(chan int, n) })
	try(func() { _ = [2]int(xs) })
	try(func() { panic(nil) })
	try(func() { mm := map[any]int{}; mm[xs] = 1 })
	try(func() { var x any = xs; _ = x == x })
	try(func() { panic("reflect: x: interface conversion: nil pointer") })
	try(func() { panic("reflect: slice index out of range") })
	try(func() { panic(fmt.Errorf("reflect: nil pointer")) })
	try(func() { panic(T{3}) })
	try(func() { panic(&T{3} == nil) })
}
