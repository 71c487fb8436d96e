package main

import "fmt"

type T struct{ a [3]int }

func get() [3]int { fmt.Print("get "); return [3]int{7, 8, 9} }

func main() {
	a := [3]int{1, 2, 3}
	for i, v := range a {
		a[2] = 10
		fmt.Print(i, v, " ")
	}
	fmt.Println(a)
	for i, v := range &a {
		a[2] = 20
		fmt.Print(i, v, " ")
	}
	fmt.Println(a)
	for i, v := range a[:] {
		a[2] = 30
		fmt.Print(i, v, " ")
	}
	fmt.Println(a)
	s := []int{1, 2, 3}
	for i, v := range s {
		if i == 0 {
			s = append(s, 4)
			s[2] = 10
		}
		fmt.Print(i, v, " ")
	}
	fmt.Println(s)
	for i, v := range s {
		s = s[:1]
		fmt.Print(i, v, " ")
	}
	fmt.Println(s)
	for i := range s {
		s = nil
		fmt.Print(i)
	}
	fmt.Println(s)
	for i := range get() {
		fmt.Print(i, " ")
	}
	for range get() {
		fmt.Print("x ")
	}
	for i, v := range get() {
		fmt.Print(i, v, " ")
	}
	fmt.Println()
	var p *[5]int
	for i := range p {
		fmt.Print(i)
	}
	for range p {
		fmt.Print("y")
	}
	fmt.Println(len(p))
	t := T{a: [3]int{4, 5, 6}}
	pt := &t
	for i, v := range pt.a {
		pt.a[2] = 60
		fmt.Print(i, v, " ")
	}
	for i, v := range t.a {
		t.a[2] = 61
		fmt.Print(i, v, " ")
	}
	fmt.Println()
	aa := [2][2]int{{1, 2}, {3, 4}}
	for _, row := range aa {
		row[0] = 100
		aa[1][1] = 50
		for _, x := range row {
			fmt.Print(x, " ")
		}
	}
	fmt.Println(aa)
	var ptrs []*[2]int
	for _, row := range aa {
		ptrs = append(ptrs, &row)
	}
	fmt.Println(*ptrs[0], *ptrs[1])
	b := a
	b[0] = 99
	fmt.Println(a, b)
	sa := [][2]int{{1, 2}, {3, 4}}
	x := sa[0]
	x[0] = 9
	fmt.Println(sa, x)
	m := map[string][2]int{"a": {1, 2}}
	y := m["a"]
	y[0] = 8
	fmt.Println(m, y)
	func(a [3]int) { a[0] = 77 }(a)
	fmt.Println(a)
	c := make(chan [3]int, 1)
	c <- a
	a[0] = 55
	fmt.Println(<-c)
	var in any = a
	a[1] = 44
	fmt.Println(in, in == any(a))
	st := struct{ a [3]int }{a}
	a[2] = 33
	st2 := st
	st2.a[0] = -1
	fmt.Println(st, st2, a)
	arr := [...]T{{a}, {a}}
	arr2 := arr
	arr2[0].a[0] = -5
	fmt.Println(arr, arr2)
	k, v := 0, 0
	for k, v = range []int{4, 5} {
	}
	fmt.Println(k, v)
	xs := []int{1, 2, 3}
	i := 0
	for i, xs[i] = range []int{7, 8, 9} {
	}
	fmt.Println(i, xs)
	for i, xs[i] = range xs[1:] {
		break
	}
	fmt.Println(i, xs)
	rs := []rune{'a', 'b'}
	i = 1
	for i, rs[i] = range "c" {
		break
	}
	fmt.Println(i, rs)
	i = 1
	for i = range 3 {
	}
	fmt.Println(i)
	for xs[i] = range 2 {
		i = 0
	}
	fmt.Println(i, xs)
	var e any
	for _, e = range []int{5, 6} {
	}
	fmt.Println(e)
	for _, e = range []string{"q"} {
	}
	var f64 float64
	for _, f64 = range map[int]float64{1: 2.5} {
	}
	fmt.Println(e, f64)
	cnt := 0
	for range len(xs) {
		cnt++
	}
	var u8 uint8
	for u8 = range uint8(200) {
	}
	fmt.Println(cnt, u8)
	var keep []func() any
	for _, v := range []any{1, "a", nil} {
		keep = append(keep, func() any { return v })
	}
	for k, v := range map[any]error{1: nil} {
		keep = append(keep, func() any { return k }, func() any { return v })
	}
	for i, r := range "äb" {
		keep = append(keep, func() any { i++; return fmt.Sprint(i, r) })
	}
	for _, f := range keep {
		fmt.Print(f(), " ")
	}
	fmt.Println()
}
