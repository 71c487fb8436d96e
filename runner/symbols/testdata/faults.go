package main

import (
	"errors"
	"fmt"
	"math"
	"runtime"
)

type T struct{ n int }

func (t T) Val() int { return t.n }

type Valer interface{ Val() int }

type G[X any] struct{ x X }

func (g G[X]) Get() X { return g.x }

type Em struct{ T }
type EmP struct{ *T }
type S struct{ xs []int }
type A [2]any
type W struct {
	k any
	v any
}

func try(name string, f func()) {
	defer func() {
		r := recover()
		err, ok := r.(error)
		var re runtime.Error
		fmt.Println(name+":", r, ok, ok && errors.As(err, &re))
	}()
	f()
}

//go:noinline
func callVal(v Valer) int { return v.Val() }

//go:noinline
func callGet(v interface{ Get() int }) int { return v.Get() }

func two() (any, any)          { return []int{1}, S{} }
func variadic(xs ...int) int   { return len(xs) }
func variadicAny(x ...any) int { return len(x) }
func deref(p *int) (ok bool, n int) {
	defer func() { recover() }()
	ok, n = true, *p
	return
}
func result(p *int) (ok bool, n int) {
	defer func() { recover() }()
	return true, *p
}

func main() {
	try("iface value method", func() { var p *T; fmt.Println(callVal(p)) })
	try("expr", func() { var p *T; f := (*T).Val; fmt.Println(f(p)) })
	try("expr call", func() { var p *T; fmt.Println((*T).Val(p)) })
	try("generic", func() { var p *G[int]; fmt.Println(callGet(p)) })
	try("embedded", func() { var p *Em; var v Valer = p; fmt.Println(v.Val()) })
	try("embedded ptr", func() { var p EmP; var v Valer = p; fmt.Println(v.Val()) })
	try("embedded ptr2", func() { var p *EmP; var v Valer = p; fmt.Println(v.Val()) })
	try("method value", func() { var p *T; var v Valer = p; f := v.Val; fmt.Println("bound"); fmt.Println(f()) })
	try("method value2", func() { var p *T; f := p.Val; fmt.Println("bound"); fmt.Println(f()) })
	try("nil error", func() { var e error; fmt.Println(e.Error()) })
	try("nil error2", func() { var e error; f := e.Error; fmt.Println(f()) })
	try("nil stringer", func() { var e fmt.Stringer; fmt.Println(e.String()) })
	try("minmax", func() {
		nan, inf := math.NaN(), math.Inf(1)
		fmt.Println(max(nan, inf), min(nan, -inf), max(inf, nan), min(-inf, nan), max(1, nan), min(2, nan, 1), max(-inf, inf))
	})
	b := []byte{1}
	try("cmparr", func() { fmt.Println(any(A{1, b}) == any(A{2, b})) })
	try("cmparr2", func() { fmt.Println(any(A{1, b}) == any(A{1, b})) })
	try("cmparr3", func() { fmt.Println(A{1, S{}} == A{1, S{}}) })
	try("cmparr4", func() { fmt.Println([2]any{1, b} == [2]any{2, b}, [2]any{b, 1} == [2]any{"x", 1}) })
	try("cmpW", func() { fmt.Println(W{1, S{}} == W{2, S{}}, W{S{}, 1} == W{1, 1}, W{1, T{2}} == W{1, T{2}}) })
	try("cmpW2", func() { fmt.Println(W{1, S{}} == W{1, S{}}) })
	try("cmpW3", func() { var x, y any = W{1, S{}}, W{1, S{}}; fmt.Println(x == y) })
	try("cmpW4", func() { var x, y any = W{1, b}, W{1, b}; fmt.Println(x == y) })
	try("cmpslice", func() { var x, y any = []S{}, []S{}; fmt.Println(x == y) })
	try("cmpmap", func() { var x, y any = map[T]S{}, map[T]S{}; fmt.Println(x == y) })
	try("cmpfunc", func() { var x, y any = func(T) {}, func(T) {}; fmt.Println(x == y) })
	try("cmpanon", func() { var x, y any = struct{ s S }{}, struct{ s S }{}; fmt.Println(x == y) })
	try("cmptwo", func() { x, y := two(); fmt.Println(x == y, x == x) })
	try("hash W", func() { m := map[W]int{}; m[W{1, S{}}] = 1 })
	try("hash W2", func() { m := map[any]int{}; m[W{1, S{}}] = 1 })
	try("hash arr", func() { m := map[[2]any]int{}; m[[2]any{1, b}] = 1 })
	try("hash valer", func() { m := map[Valer]int{}; m[T{1}] = 1; m[nil] = 2; fmt.Println(m[T{1}], m[nil], len(m)) })
	try("f(nil...)", func() { fmt.Println(variadic(nil...), variadicAny(nil...), variadicAny(nil), variadic()) })
	try("nil keys", func() {
		m := map[*int]int{}
		m[nil] = 4
		fmt.Println(m[nil], len(m))
		c := map[chan int]string{nil: "x"}
		fmt.Println(c[nil])
		_, ok := m[nil]
		fmt.Println(ok)
		delete(m, nil)
		fmt.Println(len(m))
	})
	try("chans", func() {
		c := make(chan int)
		var r <-chan int = c
		var s chan<- int = c
		fmt.Println(c == r, s == c, r != c)
	})
	fmt.Println(deref(nil))
	fmt.Println(result(nil))
	try("partial", func() {
		a := 1
		var m map[string]int
		defer func() { fmt.Println("a", a) }()
		a, m["x"] = 2, 3
	})
	try("partial2", func() {
		a := 1
		var p *T
		defer func() { fmt.Println("a", a) }()
		a, p.n = 2, 3
	})
	try("partial3", func() {
		xs := []int{1, 2}
		i := 7
		defer func() { fmt.Println("xs", xs, i) }()
		i, xs[i] = 0, 9
	})
	try("makehuge", func() { n := 1 << 62; fmt.Println(make([]int, n)) })
	try("makehugecap", func() { n := 1 << 62; fmt.Println(make([]int, 0, n)) })
	try("makehuge8", func() { n := int64(1) << 50; fmt.Println(make([]byte, n)) })
	try("makehugechan", func() { n := 1 << 62; fmt.Println(make(chan int, n)) })
	try("makeuint", func() { n := uint64(1) << 63; fmt.Println(make([]int, n)) })
	try("makemap", func() { n := -1; fmt.Println(make(map[int]int, n)) })
	try("append", func() {
		s := make([]byte, 5, 6)
		copy(s, "12346")
		s = append(s[:len(s)-1], '5', s[len(s)-1])
		fmt.Println(string(s))
	})
	try("nil func", func() { var f func(); f() })
	try("nil func field", func() { var s struct{ f func(int) int }; fmt.Println(s.f(1)) })
	try("nil func map", func() { m := map[string]func(){}; m["x"]() })
	try("nil func defer", func() { var f func(); defer f(); fmt.Println("first") })
	try("nil func arg", func() { var f func(int); f(func() int { fmt.Println("arg"); return 1 }()) })
	try("nil chan len", func() { var c chan int; fmt.Println(len(c), cap(c)) })
	try("blank deref", func() { var p *int; _ = *p })
	try("blank index", func() { xs := []int{1}; i := 3; _ = xs[i] })
	try("blank cmp", func() { a, b := 1, 1; _ = a == b; fmt.Println("ok") })
	try("blank cmp any", func() { var a, b any = b, b; _ = a == b; fmt.Println("ok") })
	try("assign deref map", func() { m := map[int]int{}; var p *int; m[0] = *p })
	try("shift neg assign", func() { x, n := 1, -2; x >>= n; fmt.Println(x) })
	try("shift const", func() { var n int8 = -1; fmt.Println(3 << n) })
	try("div min", func() { x, y := math.MinInt64, -1; fmt.Println(x/y, x%y) })
	try("int8 div", func() { x, y := int8(-128), int8(-1); fmt.Println(x/y, x%y) })
	try("complex div", func() { var z complex128; fmt.Println(1/z, z/z) })
}
