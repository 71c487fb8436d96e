package main

import (
	"errors"
	"fmt"
	"runtime"
)

type T struct {
	xs   []int
	arr  [3]int
	next *T
}
type N int

func try(name string, f func()) {
	defer func() {
		r := recover()
		err, ok := r.(error)
		var re runtime.Error
		fmt.Println(name+":", r, ok, ok && errors.As(err, &re))
	}()
	f()
}

func five() int               { fmt.Print("five "); return 5 }
func three() []int            { fmt.Print("three "); return []int{1, 2, 3} }
func say(s string) string     { fmt.Print(s, " "); return s }
func two(a, b int) (int, int) { return a, b }

var gs = []int{1, 2, 3}
var garr [4]int

func main() {
	xs := []int{1, 2, 3}
	arr := [3]int{4, 5, 6}
	parr := &arr
	var nilarr *[3]int
	s := "héllo"
	var empty []int
	i, neg := 5, -1
	var u8 uint8 = 200
	var u64 uint64 = 1 << 63
	var i8 int8 = -3
	n := N(7)
	grid := [][]int{{1, 2}, {3}}
	t := &T{xs: xs}
	m := map[string][]int{"a": {1}}
	try("read", func() { fmt.Println(xs[i]) })
	try("neg", func() { fmt.Println(xs[neg]) })
	try("const", func() { fmt.Println(xs[3]) })
	try("empty", func() { fmt.Println(empty[0]) })
	try("nil", func() { var ys []string; fmt.Println(ys[i-5]) })
	try("arr", func() { fmt.Println(arr[i]) })
	try("arrneg", func() { fmt.Println(arr[neg]) })
	try("parr", func() { fmt.Println(parr[i]) })
	try("nilarr", func() { fmt.Println(nilarr[i]) })
	try("nilarr2", func() { fmt.Println(nilarr[1]) })
	try("str", func() { fmt.Println(s[i+3]) })
	try("strneg", func() { fmt.Println(s[neg]) })
	try("u8", func() { fmt.Println(xs[u8]) })
	try("u64", func() { fmt.Println(xs[u64]) })
	try("i8", func() { fmt.Println(xs[i8]) })
	try("N", func() { fmt.Println(xs[n]) })
	try("expr", func() { fmt.Println(xs[i*2+1]) })
	try("write", func() { xs[i] = 1 })
	try("writeneg", func() { xs[neg] = 1 })
	try("opassign", func() { xs[i] += 1 })
	try("inc", func() { xs[i]++ })
	try("addr", func() { p := &xs[i]; fmt.Println(p) })
	try("addrarr", func() { p := &arr[i]; fmt.Println(p) })
	try("grid", func() { fmt.Println(grid[1][1]) })
	try("grid2", func() { fmt.Println(grid[2][1]) })
	try("gridw", func() { grid[1][i] = 3 })
	try("gridw2", func() { grid[i][0] = 3 })
	try("field", func() { fmt.Println(t.xs[i]) })
	try("fieldarr", func() { fmt.Println(t.arr[i]) })
	try("fieldarrw", func() { t.arr[i] = 2 })
	try("nilfield", func() { fmt.Println(t.next.xs[i]) })
	try("map", func() { fmt.Println(m["a"][1]) })
	try("mapnil", func() { fmt.Println(m["b"][0]) })
	try("call", func() { fmt.Println(three()[five()]) })
	try("callidx", func() { fmt.Println(xs[five()]) })
	try("order", func() { fmt.Println(xs[i], say("called first")) })
	try("order2", func() { fmt.Println(say("called"), xs[i], say("too")) })
	try("order3", func() { xs[i] = five() })
	try("order4", func() { x := xs[i] + five(); fmt.Println(x) })
	try("order5", func() { x := five() + xs[i]; fmt.Println(x) })
	try("order6", func() { xs[i] += five() })
	try("order7", func() { xs[five()] = len(three()) })
	try("order8", func() { fmt.Println(len(say(fmt.Sprint(xs[0]))), xs[i]) })
	try("multi", func() { xs[0], xs[i] = 9, 8; fmt.Println("no") })
	fmt.Println(xs)
	try("multi2", func() { xs[i], xs[0] = 7, 6 })
	fmt.Println(xs)
	try("multi3", func() { xs[0], xs[i] = two(70, 71) })
	fmt.Println(xs)
	try("multi4", func() { a, b := xs[0], xs[i]; fmt.Println(a, b) })
	try("swap", func() { xs[0], xs[i] = xs[i], xs[0] })
	try("swap2", func() { xs[i], xs[0] = xs[0], xs[1] })
	fmt.Println(xs)
	try("and", func() { fmt.Println(i > 3 && xs[i] > 0) })
	try("or", func() { fmt.Println(i > 3 || xs[i] > 0) })
	try("and2", func() { fmt.Println(i > 6 && xs[i] > 0, i < 6 && xs[i*2] > 0) })
	try("andcall", func() { fmt.Println(five() > 3 && xs[five()+1] > 0) })
	try("for", func() {
		for k := 0; xs[k] > 0; k++ {
			fmt.Print(k, " ")
		}
	})
	try("for2", func() {
		k := 0
		for k < 10 && xs[k] > 0 {
			fmt.Print(k, " ")
			k++
		}
	})
	try("forpost", func() {
		k := 0
		for ; k < 10; k, xs[k] = k+1, xs[k+1] {
			fmt.Print(k, " ")
		}
	})
	fmt.Println(xs)
	try("if", func() {
		if xs[i] > 0 {
			fmt.Println("yes")
		}
	})
	try("ifinit", func() {
		if k := i + 1; xs[k] > 0 {
			fmt.Println("yes")
		}
	})
	try("elseif", func() {
		if i < 0 {
		} else if xs[i] > 0 {
			fmt.Println("yes")
		}
	})
	try("elseif2", func() {
		if i < 0 {
		} else if k := 2 * i; xs[k] > 0 {
			fmt.Println("yes")
		}
	})
	try("switch", func() {
		switch xs[i] {
		case 1:
		}
	})
	try("switchinit", func() {
		switch k := i + 2; xs[k] {
		case 1:
		}
	})
	try("case", func() {
		switch i {
		case 1:
		case xs[2]:
		case xs[i]:
		}
	})
	try("case2", func() {
		switch {
		case i < 2:
		case xs[i] > 2:
		}
	})
	try("return", func() { fmt.Println(func() int { return xs[i] }()) })
	try("return2", func() { fmt.Println(func() (int, int) { return xs[i], five() }()) })
	try("range", func() {
		for range grid[i] {
		}
	})
	try("rangedel", func() {
		ys := []int{1, 2, 3}
		for k := range ys {
			ys = ys[:1]
			fmt.Print(ys[k], " ")
		}
	})
	try("send", func() { c := make(chan int, 1); c <- xs[i] })
	try("select", func() {
		c := make(chan int, 1)
		select {
		case c <- xs[i]:
		default:
		}
	})
	try("selectrecv", func() {
		c := make(chan int, 1)
		c <- 1
		select {
		case xs[i] = <-c:
		}
	})
	try("recvassign", func() { c := make(chan int, 1); c <- 1; xs[i] = <-c; fmt.Println("no") })
	try("go", func() { go fmt.Println(xs[i]) })
	try("defer", func() { defer fmt.Println("not run", xs[i]); fmt.Println("no") })
	try("lit", func() { fmt.Println([]int{1, xs[i]}) })
	try("conv", func() { fmt.Println(float64(xs[i])) })
	try("varsev", func() { var a, b = xs[0], xs[i]; fmt.Println(a, b) })
	try("global", func() { fmt.Println(gs[i], garr[1]) })
	try("globalarr", func() { fmt.Println(garr[i]) })
	try("append", func() { fmt.Println(append(xs[:i], 1)) })
	// slices
	try("s1", func() { fmt.Println(xs[i:]) })
	try("s2", func() { fmt.Println(xs[:i]) })
	try("s3", func() { fmt.Println(xs[2 : i-4 : i]) })
	try("s4", func() { a, b := 2, 1; fmt.Println(xs[a:b]) })
	try("s5", func() { fmt.Println(xs[neg:]) })
	try("s6", func() { fmt.Println(xs[:neg]) })
	try("s7", func() { fmt.Println(xs[neg:i]) })
	try("s8", func() { fmt.Println(xs[i:neg]) })
	try("s9", func() { fmt.Println(s[i+2:], s[i+3:]) })
	try("s10", func() { fmt.Println(s[:i+3]) })
	try("s11", func() { a, b := 2, 1; fmt.Println(s[a:b]) })
	try("s12", func() { fmt.Println(s[neg:]) })
	try("s13", func() { fmt.Println(arr[i:]) })
	try("s14", func() { fmt.Println(arr[:i]) })
	try("s15", func() { fmt.Println(parr[:i]) })
	try("s16", func() { fmt.Println(nilarr[:i]) })
	try("s17", func() { fmt.Println(nilarr[:]) })
	try("s18", func() { a, b, c := 1, 2, 5; fmt.Println(xs[a:b:c]) })
	try("s19", func() { a, b, c := 1, 3, 2; fmt.Println(xs[a:b:c]) })
	try("s20", func() { a, b, c := 3, 2, 3; fmt.Println(xs[a:b:c]) })
	try("s21", func() { c := -2; fmt.Println(xs[0:1:c]) })
	try("s22", func() { c := 7; fmt.Println(arr[0:1:c]) })
	try("s23", func() { c := -7; fmt.Println(arr[0:1:c]) })
	try("s24", func() { b, c := 3, 2; fmt.Println(arr[0:b:c]) })
	try("s25", func() { b := -3; fmt.Println(arr[0:b:2]) })
	try("s26", func() { a := -3; fmt.Println(arr[a:1:2]) })
	try("s27", func() { fmt.Println(xs[u64:], 1) })
	try("s28", func() { fmt.Println(xs[:u64], 1) })
	try("s29", func() { fmt.Println(xs[i8:], 1) })
	try("s30", func() { ys := make([]int, 2, 10); fmt.Println(ys[:i], ys[4:5], len(ys[2:])); fmt.Println(ys[3:]) })
	try("s31", func() { fmt.Println(three()[five():]) })
	try("s32", func() { xs = append(xs[:i], xs[i+1:]...) })
	try("s33", func() { k := 1; xs = append(xs[:k], xs[k+1:]...); fmt.Println(xs, len(xs), cap(xs)) })
	try("s34", func() { fmt.Println(s[1:3][i]) })
	try("s35", func() { fmt.Println(string([]byte(s)[i:2])) })
	try("conv arr", func() { fmt.Println([4]int(xs)) })
	try("deref", func() { var q *int; fmt.Println(*q) })
	try("deref2", func() { var q *T; fmt.Println((*q).xs) })
	try("deref3", func() { var q *[]int; fmt.Println((*q)[0]) })
	try("deref4", func() { var q *int; x := *q; fmt.Println(x) })
	try("deref5", func() { var q *int; _ = *q })
	try("deref6", func() { var q *T; x := *q; fmt.Println(x) })
	try("deref7", func() {
		var q *int
		if *q == 3 {
			fmt.Println("x")
		}
	})
	try("deref8", func() {
		var q *bool
		for *q {
		}
	})
	try("deref9", func() { var q *bool; fmt.Println(i > 3 && *q) })
	try("deref10", func() { var q *int; *q = five() })
	try("deref11", func() { var q *T; q.xs[0] = five() })
	try("deref12", func() { var q *T; q.xs = three() })
	try("deref13", func() { var q **int; **q = 3 })
	try("deref14", func() { var q *int; p := &*q; fmt.Println(p) })
	try("deref15", func() { var q *func(); (*q)() })
	try("deref16", func() { var q *map[string]int; (*q)["a"] = 1 })
	try("deref17", func() { var q *chan int; <-*q })
	try("deref18", func() {
		var q *string
		for range *q {
		}
	})
	try("deref19", func() {
		var q *[]int
		for range *q {
		}
	})
	try("deref20", func() { var q *[]int; fmt.Println(len(*q)) })
	try("deref21", func() { var q *[]int; *q = append(*q, 1) })
}
