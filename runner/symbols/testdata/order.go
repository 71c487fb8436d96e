package main

import "fmt"

func try(name string, f func()) {
	defer func() { fmt.Println(name, recover()) }()
	f()
}

//go:noinline
func swap(ys []int, i, j int) { ys[i], ys[j] = ys[j], ys[i] }

//go:noinline
func swap2(ys []int, a, c int) { ys[c&3], ys[a%4] = ys[a%4], ys[c&3] }

//go:noinline
func set(ys []int, a, c int) { ys[a] = ys[c] }

//go:noinline
func add(ys []int, a, c int) { ys[a] += ys[c] }

//go:noinline
func sum(ys []int, a, c int) int { return ys[a] + ys[c] }

//go:noinline
func sub3(ys []int, a, c, d int) int { return ys[a] - ys[c]*ys[d] }

//go:noinline
func two(ys []int, a, c int) (int, int) { return ys[a], ys[c] }

//go:noinline
func def(ys []int, a, c int) int { x, y := ys[a], ys[c]; return x - y }

//go:noinline
func asg(ys []int, a, c int) int { x, y := 0, 0; x, y = ys[a], ys[c]; return x - y }

//go:noinline
func asg2(ys []int, a, c int) { ys[0], ys[1] = ys[a], ys[c] }

//go:noinline
func asg3(ys []int, a, c int) { ys[a], ys[c] = 1, 2 }

//go:noinline
func asg4(ys []int, a, c int) int { x := 0; ys[a], x = 1, ys[c]; return x }

//go:noinline
func asg5(ys []int, a, c int) int { x := 0; x, ys[a] = ys[c], 1; return x }

//go:noinline
func slice(ys []int, a, c int) []int { return ys[ys[a]:ys[c]] }

//go:noinline
func cmp(ys []int, a, c int) bool { return ys[a] < ys[c] }

//go:noinline
func call(ys []int, a, c int) { show(ys[a], ys[c]) }

//go:noinline
func show(a, c int) { fmt.Println(a, c) }

//go:noinline
func lit(ys []int, a, c int) []int { return []int{ys[a], ys[c]} }

//go:noinline
func nested(g [][]int, a, c int) int { return g[a][c] }

//go:noinline
func nestedset(g [][]int, a, c, d int) { g[a][c] = g[0][d] }

//go:noinline
func setidx(ys []int, a, c int) { ys[ys[a]] = ys[c] }

//go:noinline
func iface(ys []int, a, c int) { fmt.Println(ys[a], ys[c]) }

func main() {
	ys := []int{5}
	for _, p := range [][2]int{{-1, 1}, {1, -1}, {2, 3}, {3, 2}} {
		i, j := p[0], p[1]
		fmt.Println(i, j)
		try("swap", func() { swap(ys, i, j) })
		try("swap2", func() { swap2(ys, i, j) })
		try("set", func() { set(ys, i, j) })
		try("add", func() { add(ys, i, j) })
		try("sum", func() { sum(ys, i, j) })
		try("sub3", func() { sub3(ys, i, j, 9) })
		try("two", func() { two(ys, i, j) })
		try("def", func() { def(ys, i, j) })
		try("asg", func() { asg(ys, i, j) })
		try("asg2", func() { asg2(ys, i, j) })
		try("asg3", func() { asg3(ys, i, j) })
		try("asg4", func() { asg4(ys, i, j) })
		try("asg5", func() { asg5(ys, i, j) })
		try("slice", func() { slice(ys, i, j) })
		try("cmp", func() { cmp(ys, i, j) })
		try("call", func() { call(ys, i, j) })
		try("lit", func() { lit(ys, i, j) })
		try("iface", func() { iface(ys, i, j) })
		try("nestedset", func() { nestedset([][]int{ys}, i, j, 8) })
		try("setidx", func() { setidx(ys, i, j) })
	}
}
