package main

import (
	"errors"
	"fmt"
	"io"
	"runtime"
	"strings"
)

type T struct{ n int }
type U struct{ n int }
type N int
type I interface{ M() int }
type J interface {
	M() int
	K()
}
type V struct{ k int }

func (v V) M() int { return v.k }

type PM struct{ k int }

func (v *PM) M() int { return v.k }

type F func() int
type S struct{ xs []int }

func try(name string, f func()) {
	defer func() {
		r := recover()
		err, ok := r.(error)
		var re runtime.Error
		fmt.Println(name+":", r, ok, ok && errors.As(err, &re))
	}()
	f()
}

func main() {
	var a any = "s"
	var n any
	try("str int", func() { fmt.Println(a.(int)) })
	try("nil int", func() { fmt.Println(n.(int)) })
	try("str T", func() { fmt.Println(a.(T)) })
	try("nil T", func() { fmt.Println(n.(T)) })
	try("T U", func() { var x any = T{1}; fmt.Println(x.(U)) })
	try("T int", func() { var x any = T{1}; fmt.Println(x.(int)) })
	try("*T T", func() { var x any = &T{1}; fmt.Println(x.(T)) })
	try("T *T", func() { var x any = T{1}; fmt.Println(x.(*T)) })
	try("N int", func() { var x any = N(1); fmt.Println(x.(int)) })
	try("int N", func() { var x any = 1; fmt.Println(x.(N)) })
	try("[]T []U", func() { var x any = []T{}; fmt.Println(x.([]U)) })
	try("[]int []string", func() { var x any = []int{}; fmt.Println(x.([]string)) })
	try("func", func() { var x any = func() {}; x.(func(int))(3) })
	try("error", func() { fmt.Println(a.(error)) })
	try("stringer", func() { fmt.Println(a.(fmt.Stringer)) })
	try("nil error", func() { fmt.Println(n.(error)) })
	try("err int", func() { var e error = errors.New("x"); fmt.Println(e.(fmt.Stringer)) })
	try("reader", func() { var r io.Reader = strings.NewReader("x"); fmt.Println(r.(io.Closer)) })
	try("hash", func() { m := map[any]int{}; m[[]int{1}] = 2 })
	try("hashread", func() { m := map[any]int{}; fmt.Println(m[[]int{1}]) })
	try("hashreadnonempty", func() { m := map[any]int{1: 2}; fmt.Println(m[[]int{1}]) })
	try("hashmap", func() { m := map[any]int{}; m[map[string]int{}] = 2 })
	try("hashfunc", func() { m := map[any]int{}; m[func() {}] = 2 })
	try("hashS", func() { m := map[any]int{}; m[S{}] = 2 })
	try("hashdelete", func() { m := map[any]int{1: 1}; delete(m, []int{1}) })
	try("hashlit", func() { var k any = []string{}; fmt.Println(map[any]int{k: 1}) })
	try("cmp", func() { var x, y any = []int{1}, []int{1}; fmt.Println(x == y) })
	try("cmpmap", func() { var x, y any = map[int]int{}, map[int]int{}; fmt.Println(x == y) })
	try("cmpS", func() { var x, y any = S{}, S{}; fmt.Println(x == y) })
	try("cmpdiff", func() { var x, y any = S{}, []int{}; fmt.Println(x == y, x == n, x != nil) })
	try("cmpfunc", func() { var x any = func() {}; fmt.Println(x == x) })
	try("cmpstruct", func() { type W struct{ a any }; x, y := W{[]int{1}}, W{[]int{1}}; fmt.Println(x == y) })
	try("cmparr", func() { x, y := [2]any{1, []int{1}}, [2]any{1, []int{1}}; fmt.Println(x == y) })
	try("cmpswitch", func() {
		var x any = []int{}
		switch x {
		case 1:
			fmt.Println(1)
		case x:
			fmt.Println("x")
		}
	})
	try("typed nil", func() {
		var p *T
		switch p {
		case nil:
			fmt.Println("nil")
		}
		switch any(p) {
		case nil:
			fmt.Println("any nil")
		case any((*T)(nil)):
			fmt.Println("typed")
		}
	})
	try("typed nil tag", func() {
		var p *int
		switch p {
		case nil:
			fmt.Println("nil")
		}
		var n any
		switch p {
		case n:
			fmt.Println("any nil")
		default:
			fmt.Println("no")
		}
	})
}
