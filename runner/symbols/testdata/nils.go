package main

import (
	"errors"
	"fmt"
	"runtime"
)

type T struct {
	n    int
	m    map[string]int
	next *T
	arr  [3]int
	xs   []int
}

func (t T) Val() int    { return t.n }
func (t *T) Ptr() int   { return 7 }
func (t *T) Deref() int { return t.n }

type I interface{ M() int }
type V struct{ k int }

func (v V) M() int { return v.k }

type E struct{ V }
type EP struct{ *V }

//go:noinline
func callM(i I) int { return i.M() }

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
	var p *T
	var i I
	var f func() int
	var m map[string]int
	var mm map[string]map[string]int
	zero := 0
	try("div", func() { fmt.Println(1 / zero) })
	try("mod", func() { fmt.Println(1 % zero) })
	try("diveq", func() { x := 5; x /= zero; fmt.Println(x) })
	try("modeq", func() { x := 5; x %= zero; fmt.Println(x) })
	try("div8", func() { x := int8(zero); fmt.Println(int8(3) / x) })
	try("udiv", func() { x := uint(zero); fmt.Println(3 / x) })
	try("field", func() { fmt.Println(p.n) })
	try("fieldset", func() { p.n = 3 })
	try("fieldinc", func() { p.n++ })
	try("fieldaddr", func() { q := &p.n; fmt.Println(q) })
	try("next", func() { fmt.Println((&T{}).next.n) })
	try("nextnext", func() { fmt.Println((&T{}).next.next) })
	try("deref", func() { x := *p; fmt.Println(x.n) })
	try("derefint", func() { var q *int; fmt.Println(*q) })
	try("derefintset", func() { var q *int; *q = 3 })
	try("derefinc", func() { var q *int; *q++ })
	try("derefadd", func() { var q *int; *q += 2 })
	try("valmethod", func() { fmt.Println(p.Val()) })
	try("ptrmethod", func() { fmt.Println(p.Ptr()) })
	try("ptrmethodderef", func() { fmt.Println(p.Deref()) })
	try("iface", func() { fmt.Println(i.M()) })
	try("ifacenilptr", func() { var v *V; i = v; fmt.Println(callM(i)) })
	try("embedded nil", func() { var e EP; fmt.Println(e.k) })
	try("embedded nil method", func() { var e EP; fmt.Println(e.M()) })
	try("func", func() { fmt.Println(f()) })
	try("go funclit nil", func() { var g func(int); g(3) })
	try("map", func() { m["a"] = 1 })
	try("mapinc", func() { m["a"]++ })
	try("mapadd", func() { m["a"] += 3 })
	try("mapmap", func() { mm["a"]["b"] = 3 })
	try("mapinfield", func() { var t T; t.m["x"] = 1 })
	try("mapread", func() { fmt.Println(m["a"], len(m), mm["a"]["b"]); delete(m, "a") })
	try("maprange", func() {
		for k := range m {
			fmt.Println(k)
		}
	})
	try("makeneg", func() { n := -1; fmt.Println(make([]int, n)) })
	try("makecap", func() { n := 1; fmt.Println(make([]int, 2, n)) })
	try("makecapneg", func() { n := -1; fmt.Println(make([]int, 0, n)) })
	try("makechan", func() { n := -1; fmt.Println(make(chan int, n)) })
	try("makemap", func() { n := -1; fmt.Println(make(map[int]int, n)) })
	try("makehuge", func() { n := 1 << 62; fmt.Println(make([]int, n)) })
	try("makehugechan", func() { n := 1 << 62; fmt.Println(make(chan int, n)) })
	try("shift", func() { n := -1; fmt.Println(1 << n) })
	try("shiftr", func() { n := -1; fmt.Println(zero >> n) })
	try("shifteq", func() { n := -1; zero2 := 1; zero2 <<= n })
	try("shift8", func() { n := int8(-1); fmt.Println(uint8(1) << n) })
	try("closenil", func() { var c chan int; close(c) })
	try("closeclosed", func() { c := make(chan int); close(c); close(c) })
	try("sendclosed", func() { c := make(chan int, 1); close(c); c <- 1 })
	try("selsendclosed", func() {
		c := make(chan int, 1)
		close(c)
		select {
		case c <- 1:
		default:
		}
	})
	try("arrptr", func() { var a *[3]int; fmt.Println(len(a)); fmt.Println(a[1]) })
	try("arrptrset", func() { var a *[3]int; a[1] = 2 })
	try("arrptrrange", func() {
		var a *[3]int
		for i := range a {
			fmt.Print(i)
		}
		for i, v := range a {
			fmt.Print(i, v)
		}
	})
	try("arrptrslice", func() { var a *[3]int; fmt.Println(a[:]) })
	try("arrptrlen", func() {
		var a *[3]int
		for i := range len(a) {
			fmt.Print(i)
		}
	})
	try("fieldarr", func() { fmt.Println(p.arr[1]) })
	try("fieldxs", func() { fmt.Println(p.xs[1]) })
	try("methval", func() { f := p.Val; fmt.Println("formed"); fmt.Println(f()) })
	try("methvalptr", func() { f := p.Ptr; fmt.Println("formed"); fmt.Println(f()) })
	try("methvaliface", func() { var i I; f := i.M; fmt.Println("formed"); fmt.Println(f()) })
	try("methexpr", func() { f := (*T).Val; fmt.Println("formed"); fmt.Println(f(p)) })
	try("methvalembedded", func() { var e EP; f := e.M; fmt.Println("formed"); fmt.Println(f()) })
	try("slicetoarr", func() { xs := []int{1, 2}; fmt.Println([3]int(xs)) })
	try("slicetoarrp", func() { xs := []int{1, 2}; fmt.Println((*[3]int)(xs)) })
	try("goexit", func() {
		done := make(chan bool)
		go func() {
			defer close(done)
			defer fmt.Println("deferred 1")
			defer func() { fmt.Println("rec", recover()) }()
			runtime.Goexit()
			fmt.Println("not reached")
		}()
		<-done
	})
}
