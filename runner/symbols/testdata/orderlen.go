package main

import "fmt"

func try(name string, f func()) {
	defer func() { fmt.Println(name, recover()) }()
	f()
}

//go:noinline
func f1(xs []int, g [][]int, i, j int) bool { return xs[i] >= len(g[j]) }

//go:noinline
func f2(xs []int, g [][]int, i, j int) bool {
	if xs[i] >= len(g[j]) {
		return true
	}
	return false
}

//go:noinline
func f3(xs []int, g [][]int, i, j int) bool { return xs[i] >= xs[j] }

//go:noinline
func f4(xs []int, g [][]int, i, j int) bool { return xs[i] > xs[j] }

//go:noinline
func f5(xs []int, g [][]int, i, j int) bool { return xs[i] == xs[j] }

//go:noinline
func f6(xs []int, g [][]int, i, j int) bool { return xs[i] < len(g[j]) }

//go:noinline
func f7(xs []int, g [][]int, i, j int) int { return xs[i] + len(g[j]) }

//go:noinline
func f8(xs []int, g [][]int, i, j int) bool {
	if xs[i] > len(g[j]) && i > 3 {
		return true
	}
	return false
}

//go:noinline
func f9(xs []int, g [][]int, i, j int) bool {
	if xs[i-3] >= len(g[j]) && i > 3 {
		return true
	}
	return false
}

//go:noinline
func f10(xs []int, g [][]int, i, j int) bool {
	if xs[j] >= len(g[i]) && i > 3 {
		g[0] = xs
	}
	xs[0] = 2
	return false
}

func main() {
	xs := []int{1, 2}
	g := [][]int{xs, xs}
	for k, f := range []func([]int, [][]int, int, int) bool{f1, f2, f3, f4, f5, f6, f8, f9, f10} {
		try(fmt.Sprint(k, 5, 6), func() { f(xs, g, 5, 6) })
		try(fmt.Sprint(k, -5, 6), func() { f(xs, g, -5, 6) })
		try(fmt.Sprint(k, -3, -1), func() { f(xs, g, -3, -1) })
		try(fmt.Sprint(k, 5, -1), func() { f(xs, g, 5, -1) })
	}
	try("7", func() { f7(xs, g, 5, 6) })
}
