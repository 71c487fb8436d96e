package main

import "fmt"

type op func(...int) int

type holder[X any] struct{ x X }

func (h holder[X]) with(f func(X) X) X { return f(h.x) }

func count(xs ...int) int { return len(xs) }

func id[X any](x X) X { return x }

func rec(n int) func(int) int {
	if n == 0 {
		return id[int]
	}
	return id
}

func as(f any) any { return f }

func self(n int) any {
	if n == 0 {
		return self
	}
	return n
}

var table = map[string]func(...int) int{"count": count}

var global func(...int) int = count

var array = [...]func(int) int{id[int], rec(1)}

func later() {
	f := after
	fmt.Println(f(2), func() func(int) int { return after }()(3))
	func() {
		g := after
		fmt.Println(g(4), as(after).(func(int) int)(5))
	}()
}

func after(n int) int { return n + 1 }

func main() {
	fmt.Println(table["count"](1, 2), global(), array[0](5), array[1](6))
	fmt.Println(holder[string]{"a"}.with(id[string]), holder[string]{"b"}.with(id))
	f := count
	fmt.Println(f(1, 2, 3), (count)(1), (id[int])(3), count != nil)
	defer fmt.Println("deferred", count())
	defer count(3)
	c := make(chan func(...int) int, 1)
	c <- count
	fmt.Println((<-c)(1))
	type s struct{ f func(...int) int }
	v := s{count}
	v.f = count
	fmt.Println(v.f(1), s{f: count}.f())
	f, g := count, id[int]
	fmt.Println(f(), g(3))
	switch h := as(self).(type) {
	case func(int) any:
		fmt.Println("self", h(3))
	default:
		fmt.Println("not self")
	}
	_, ok := self(0).(func(int) any)
	fmt.Println(ok, as(id[string]).(func(string) string)("x"))
	for _, x := range []any{count, global, v.f} {
		fmt.Printf("%T\n", x)
	}
	var o op = count
	fmt.Println(o(1, 2), op(count)(1))
	later()
	fmt.Println(func(f func(int) int, n int) int { return f(n) }(id, 8))
}
