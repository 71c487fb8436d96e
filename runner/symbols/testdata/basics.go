package main

import (
	"fmt"
	"strings"
	"time"
)

const limit = 3

type Day int

const (
	Monday Day = iota
	Tuesday
)

type Point struct{ X, Y int }

func (p Point) Add(q Point) Point { return Point{p.X + q.X, p.Y + q.Y} }
func (p *Point) Scale(k int)      { p.X *= k; p.Y *= k }

func div(a, b int) (int, error) {
	if b == 0 {
		return 0, fmt.Errorf("divide %d by zero", a)
	}
	return a / b, nil
}

func sum(xs ...int) (total int) {
	for _, x := range xs {
		total += x
	}
	return
}

func main() {
	p := Point{1, 2}
	p = p.Add(Point{Y: 5})
	p.Scale(2)
	fmt.Println(p, p.X, &p, []Point{{1, 2}}, map[string]Point{"a": {3, 4}})
	fmt.Printf("%v %+v %d\n", p, p, p)
	if q, err := div(7, 2); err == nil {
		fmt.Println(q)
	}
	_, err := div(1, 0)
	fmt.Println(err)
	fmt.Println(sum(), sum(1, 2, 3), sum([]int{4, 5}...))
	var a [limit]int
	for i := range a {
		a[i] = i * i
	}
	b := a
	b[0] = 100
	fmt.Println(a, b, len(a), a == b)
	for i := range limit {
		fmt.Print(i, " ")
	}
	for range 2 {
		fmt.Print("x")
	}
	fmt.Println()
	m := map[string][]int{}
	m["a"] = append(m["a"], 1, 2)
	m["a"][0]++
	v, ok := m["b"]
	fmt.Println(m, v == nil, ok, len(m))
	delete(m, "a")
	fmt.Println(len(m))
	s := "héllo"
	for i, r := range s {
		fmt.Print(i, ":", string(r), " ")
	}
	fmt.Println(len(s), s[1], s[0:1], strings.ToUpper(s), []byte("ab"), []rune("é"))
	d := 1500 * time.Millisecond
	fmt.Println(d, d.Seconds(), time.Duration(3)*time.Second, Monday, Tuesday, Day(7))
	x := 10
	ptr := &x
	*ptr += 5
	fmt.Println(x, *ptr, min(x, 3), max(1.5, float64(x)), min("b", "a"))
	switch {
	case x > 100:
		fmt.Println("big")
	case x > 10:
		fmt.Println("middle")
		fallthrough
	case x > 1000:
		fmt.Println("fell")
	default:
		fmt.Println("small")
	}
	switch y := x % 4; y {
	case 1, 2:
		fmt.Println("one or two")
	case 3:
		fmt.Println("three")
	}
	var u8 uint8 = 250
	u8 += 10
	var i8 int8 = -128
	fmt.Println(u8, -i8, 7/-2, 7%-2, 1<<10, 5&^1, ^5, 0x1p-2, 'a', "\t|\n"[1:2])
	f := func(n int) func() int { return func() int { n++; return n } }
	g := f(5)
	g()
	fmt.Println(g(), g())
	h := p.Add
	p.X = 1000
	fmt.Println(h(Point{}), Point.Add(Point{1, 1}, Point{2, 2}))
	k := (*Point).Scale
	k(&p, 2)
	fmt.Println(p)
	c := complex(1, 2)
	fmt.Println(c*c, real(c), imag(c))
	clear(b[:1])
	fmt.Println(b)
	type local struct{ name string }
	ls := []local{{"a"}, {"b"}}
	ls[0].name = "z"
	fmt.Println(ls, *new(int))
	var iface any = 5
	if n, ok := iface.(int); ok {
		fmt.Println("int", n)
	}
	_, isString := iface.(string)
	fmt.Println(isString, iface == 5, iface != nil)
	var e error
	fmt.Println(e == nil, e)
	fmt.Printf("%5.2f|%-5s|%05d|%x|%q|%T %T\n", 3.14159, "ab", 42, 255, "hi", 1, "s")
}
