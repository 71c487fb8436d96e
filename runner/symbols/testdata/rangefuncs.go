package main

import (
	"fmt"
	"iter"
	"maps"
	"slices"
)

func try(name string, f func()) {
	defer func() { fmt.Println(name, recover()) }()
	f()
}

func once(yield func(int) bool) { yield(1); yield(2) }

func polite(yield func(int) bool) {
	for i := range 5 {
		if !yield(i) {
			fmt.Print("[stopped] ")
			return
		}
	}
	fmt.Print("[ended] ")
}

func recovering(yield func(int) bool) {
	defer func() { fmt.Print("[recovered ", recover(), "] ") }()
	yield(1)
}

func stubborn(yield func(int) bool) {
	func() {
		defer func() { recover() }()
		yield(1)
	}()
	yield(2)
}

var kept func(int) bool

func keeping(yield func(int) bool) { kept = yield; yield(1) }

func find(seq iter.Seq[int], want int) (at int, ok bool) {
	for v := range seq {
		if v == want {
			return at, true
		}
		at++
	}
	return -1, false
}

func pairs(n int) iter.Seq2[int, string] {
	return func(yield func(int, string) bool) {
		for i := range n {
			if !yield(i, fmt.Sprint("v", i)) {
				return
			}
		}
	}
}

func nested() (s string) {
outer:
	for a := range polite {
		for b := range pairs(4) {
			switch {
			case b == 1:
				continue
			case b == 3:
				continue outer
			case a == 2:
				break outer
			}
			for c := range polite {
				if c == 1 {
					break
				}
				if a == 9 {
					return "never"
				}
				s += fmt.Sprint(a, b, c, " ")
			}
		}
	}
	return s
}

func deferring() (s string) {
	defer func() { s += "end" }()
	for i := range polite {
		defer func() { s += fmt.Sprint("d", i, " ") }()
		if i == 2 {
			break
		}
	}
	s = "body "
	return
}

func main() {
	try("break", func() {
		for i := range once {
			fmt.Print("got ", i, " ")
			break
		}
	})
	try("return", func() {
		for range once {
			return
		}
	})
	try("fine", func() {
		for i := range once {
			fmt.Print("got ", i, " ")
		}
	})
	try("recovering", func() {
		for range recovering {
			panic("body")
		}
	})
	try("stubborn", func() {
		for range stubborn {
			panic("body")
		}
	})
	try("keeping", func() {
		for range keeping {
		}
		kept(2)
	})
	fmt.Println(find(polite, 3))
	fmt.Println(find(polite, 9))
	fmt.Println(nested())
	fmt.Println(deferring())
	var k int
	var v string
	for k, v = range pairs(3) {
	}
	fmt.Println(k, v)
	m := map[int]string{}
	for k, m[k] = range pairs(3) {
	}
	fmt.Println(k, m)
	for range polite {
	}
	for range func(yield func() bool) { _ = yield() && yield() } {
		fmt.Print("x ")
	}
	fmt.Println(slices.Sorted(maps.Keys(m)), slices.Collect(polite))
	var fs []func() int
	for i := range polite {
		fs = append(fs, func() int { i++; return i })
	}
	for _, f := range fs {
		fmt.Print(f(), f(), " ")
	}
	fmt.Println()
	var none iter.Seq[int]
	try("nil", func() {
		for range none {
		}
	})
	e, x := any(nil), error(nil)
	for e = range polite {
	}
	for e, x = range func(yield func(string, error) bool) { yield("a", fmt.Errorf("err")) } {
	}
	fmt.Println(e, x)
}
