package main

import (
	"fmt"
	"io"
	"sort"
	"strings"
	"sync"
)

type Shape interface {
	Area() float64
	Name() string
}

type Square struct{ Side float64 }

func (s Square) Area() float64 { return s.Side * s.Side }
func (s Square) Name() string  { return "square" }

type Circle struct{ Side float64 }

func (c *Circle) Area() float64 { return 3 * c.Side * c.Side }
func (c *Circle) Name() string  { return "circle" }

type Unit int

func (u Unit) Area() float64 { return float64(u) }
func (u Unit) Name() string  { return "unit" }

type byLen []string

func (b byLen) Len() int           { return len(b) }
func (b byLen) Less(i, j int) bool { return len(b[i]) < len(b[j]) }
func (b byLen) Swap(i, j int)      { b[i], b[j] = b[j], b[i] }

type upper struct {
	r io.Reader
	n int
}

func (u *upper) Read(p []byte) (int, error) {
	n, err := u.r.Read(p)
	u.n += n
	copy(p, strings.ToUpper(string(p[:n])))
	return n, err
}

type counter struct {
	sync.Mutex
	n int
}

func (c *counter) inc() {
	c.Lock()
	defer c.Unlock()
	c.n++
}

type animal struct{ name string }

func (a animal) Speak() string { return a.name + " speaks" }

type dog struct {
	animal
	age int
}

type speaker interface{ Speak() string }

type node struct {
	value       int
	left, right *node
}

func (n *node) insert(v int) *node {
	if n == nil {
		return &node{value: v}
	}
	if v < n.value {
		n.left = n.left.insert(v)
	} else {
		n.right = n.right.insert(v)
	}
	return n
}

func (n *node) walk(f func(int)) {
	if n != nil {
		n.left.walk(f)
		f(n.value)
		n.right.walk(f)
	}
}

func total(shapes ...Shape) (t float64) {
	for _, s := range shapes {
		t += s.Area()
	}
	return t
}

func main() {
	shapes := []Shape{Square{2}, &Circle{1}, Unit(7)}
	for _, s := range shapes {
		fmt.Print(s.Name(), " ", s.Area(), " ")
		switch v := s.(type) {
		case Square:
			fmt.Print("S", v.Side)
		case *Circle:
			v.Side++
			fmt.Print("C", v.Side)
		case Unit:
			fmt.Print("U", int(v))
		}
		_, sq := s.(Square)
		c, ci := s.(*Circle)
		fmt.Println(sq, ci, c != nil)
	}
	fmt.Println(total(shapes...), total(Square{1}, Unit(1)))
	words := byLen{"ccc", "a", "bb"}
	sort.Sort(words)
	fmt.Println(words, sort.IsSorted(words))
	sort.Slice(words, func(i, j int) bool { return words[i] > words[j] })
	fmt.Println([]string(words))
	u := &upper{r: strings.NewReader("hello")}
	text, err := io.ReadAll(u)
	fmt.Println(string(text), err, u.n)
	var c counter
	var wg sync.WaitGroup
	for range 20 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			c.inc()
		}()
	}
	wg.Wait()
	fmt.Println(c.n)
	d := dog{animal{"rex"}, 3}
	fmt.Println(d.Speak(), d.name, d.age)
	var sp speaker = d
	fmt.Println(sp.Speak())
	var root *node
	for _, v := range []int{5, 2, 8, 1} {
		root = root.insert(v)
	}
	root.walk(func(v int) { fmt.Print(v, " ") })
	fmt.Println()
	var nothing Shape
	fmt.Println(nothing == nil, shapes[0] != nil)
	f := shapes[2].Area
	shapes[2] = Unit(1)
	fmt.Println(f())
	area := Shape.Area
	fmt.Println(area(Square{3}))
	m := map[string]func(float64) Shape{"s": func(x float64) Shape { return Square{x} }}
	fmt.Println(m["s"](4).Area())
	var w io.Writer = &strings.Builder{}
	fmt.Fprintf(w, "to %s", "builder")
	fmt.Println(w.(*strings.Builder).String())
	_, isReader := w.(io.Reader)
	fmt.Println(isReader)
}
