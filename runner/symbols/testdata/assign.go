package main

import (
	"fmt"
	"strings"
)

type point struct{ x, y int }

type graph struct {
	nodes map[string]*vertex
}

type vertex struct {
	g   *graph
	pos point
}

var global int
var table = map[string]int{}

func one(n int) int          { return n + 1 }
func two(n int) (int, int)   { return n, n * 2 }
func pair() (point, bool)    { return point{one(1), one(2)}, len(table) == 0 }
func mixed(n int) (int, any) { return n + 1, one(n) }

func send(n int) chan int {
	c := make(chan int, 1)
	c <- n
	return c
}

func fall(x int) {
	switch x {
	case 1:
		fmt.Print("A ")
		fallthrough
	default:
		fmt.Print("B ")
	case 2:
		fmt.Print("C ")
	}
	switch x {
	default:
		fmt.Print("d ")
		fallthrough
	case 2:
		fmt.Print("e ")
	}
}

// discarded: what goes to _ goes nowhere else.
func discarded(b bool, n int) (bool, int) {
	_ = n == 4
	_, _ = !b, n-1
	var _, _ = b && n > 2, n * 2
	var _ = any(n) == nil
	for i := range 2 {
		_, n = i > 0, n+i
	}
	return b, n
}

func main() {
	fmt.Println(discarded(true, 5))
	a, xs := 7, []int{1, 2, 3}
	var want, got int
	if want, got = a+5, one(a); got != want {
		fmt.Println("differ", want, got)
	}
	want, got = len(xs)+1, cap(xs)
	fmt.Println(want, got)
	want, got = got, want+got
	fmt.Println(want, got)
	i := 0
	i, xs[i] = 1, 100
	fmt.Println(i, xs)
	xs[0], xs[2] = xs[2], xs[0]
	fmt.Println(xs)
	table["x"], table["y"] = two(4)
	var ok bool
	xs[1], ok = table["no"]
	fmt.Println(table, xs, ok)
	global = <-send(5)
	global++
	xs[1] = <-send(6)
	table["z"] = 1 + <-send(7)
	xs[2], ok = <-send(8)
	fmt.Println(global, xs, table["z"], ok)
	fmt.Println(pair())
	fmt.Println(mixed(3))
	var v any = a < 8
	v, w := any(a > 8), v
	fmt.Println(v, w)
	var pts []point
	pts = append(pts, point{1, 2}, point{y: one(3)})
	p := &pts[0]
	*p, pts[1].x = point{5, 6}, 9
	q, r := p, *p
	q.x++
	fmt.Println(pts, r, (*q).x, p == q)
	if (point{6, 6}) == pts[0] && strings.Contains("ab", "b") {
		fmt.Println("equal")
	}
	g := &graph{}
	g.nodes = map[string]*vertex{}
	n := &vertex{g: g, pos: point{1, 2}}
	g.nodes["n"] = n
	fmt.Println(len(n.g.nodes), g.nodes["n"].pos)
	x2, k2 := []int{10, 20}, 1
	for k2, x2[k2] = range []int{99} {
		break
	}
	fmt.Println(k2, x2)
	var seen []*int
	for v, more := two(1); v < 4; v, more = two(v + more) {
		seen = append(seen, &v)
	}
	fmt.Println(len(seen), *seen[0])
	for x := range 3 {
		fall(x)
	}
	fmt.Println()
	var fs []func() any
	for x := range 3 {
		var boxed any = x
		val, found := map[int]string{1: "one"}[x]
		fs = append(fs, func() any { return fmt.Sprint(boxed, val, found) })
	}
	for _, f := range fs {
		fmt.Print(f(), ";")
	}
	fmt.Println()
	rows := [][]int{}
	rows = append(rows, nil, []int{1})
	fmt.Println(rows, len(rows), rows[0] == nil, 1<<uint(a)>>2)
	switch b := any(true); {
	case b:
		fmt.Println("true")
	case false:
		fmt.Println("false")
	}
	m := map[float64]int{}
	nan := 0.0
	nan /= nan
	m[nan] = 1
	clear(m)
	fmt.Println(len(m))
	for i, s := range "a\xffé" {
		fmt.Print(i, ":", s, " ")
	}
	fmt.Println()
	type empty struct{}
	var e any = empty{}
	_, isEmpty := e.(empty)
	fmt.Println(isEmpty, e)
	for j, k := 0, len(xs)-1; j < k; j, k = one(j), k-one(0) {
		fmt.Print(j, k, " ")
	}
	fmt.Println()
}
