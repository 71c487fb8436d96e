package main

import "fmt"

type T struct{ a []int }

func try(f func()) {
	defer func() { fmt.Println(recover()) }()
	f()
}

func main() {
	m := map[any]int{}
	var x any = T{}
	try(func() { m[x] = 1 })
	try(func() { _ = m[x] })
	try(func() { delete(m, x) })
	m[1] = 1
	try(func() { m[x] = 1 })
	try(func() { _ = m[x] })
	try(func() { delete(m, x) })
	try(func() { _ = map[any]int{x: 1} })
	try(func() { _ = x == x })
	try(func() { _ = m[[]int{1}] })
	try(func() { m[[]int{1}] = 1 })
	try(func() { m[func() {}] = 1 })
	try(func() { fmt.Println(any([2]any{x, x}) == any([2]any{x, x})) })
	try(func() { m[[2]any{x, x}] = 1 })
	try(func() { m[[]T{}] = 1 })
}
