package main

import (
	"bytes"
	"errors"
	"fmt"
	"log"
	"os"
	"strings"
	"time"
)

type Celsius float64
type Name string
type Color int
type Flags uint8
type Octets []byte
type Ints []int
type Point struct{ X, y int }
type Inner struct {
	Color
	d time.Duration
	D time.Duration
}
type Outer struct {
	Inner
	*Point
	name  Name
	m     map[Name]Point
	ps    []*Point
	any   any
	Any   any
	err   error
	shape Shape
	f     func(Point) int
	ch    chan Point
	arr   [2]Color
	anon  struct{ a, B Color }
}
type Shape interface{ Area() Celsius }
type Node struct {
	val  int
	next *Node
	kids []*Node
}
type Stack[T any] struct{ items []T }
type Pair[K comparable, V any] struct {
	Key K
	val V
}
type Failure struct{ code int }
type Both struct{ n int }
type Go struct{ n int }
type Fmt struct{ n int }
type Bad struct{ s string }
type NilRecv struct{ s string }

func (c Color) String() string   { return [...]string{"red", "green", "blue"}[c] }
func (c Celsius) Area() Celsius  { return c }
func (p *Point) Area() Celsius   { return Celsius(p.X) }
func (f *Failure) Error() string { return fmt.Sprintf("failure %d", f.code) }
func (b Both) Error() string     { return "both: error" }
func (b Both) String() string    { return "both: string" }
func (g Go) GoString() string    { return fmt.Sprintf("Go(%d)", g.n) }
func (f Fmt) Format(s fmt.State, verb rune) {
	w, okw := s.Width()
	p, okp := s.Precision()
	fmt.Fprintf(s, "<%c %d %d %t %d %t %t>", verb, f.n, w, okw, p, okp, s.Flag('+'))
}
func (b Bad) String() string      { panic(errors.New("bad " + b.s)) }
func (n *NilRecv) String() string { return "recv " + n.s }

func all(args ...any) {
	for _, x := range args {
		for _, verb := range []string{"%v", "%+v", "%#v", "%T", "%d", "%s", "%q", "%x", "%08.3f", "%6v|", "%-6v|", "%t", "%U"} {
			fmt.Println(verb, hide(fmt.Sprintf(verb, x)))
		}
	}
}

// hide replaces addresses, which differ from run to run.
func hide(s string) string {
	fields := strings.Split(s, "0x")
	for i := 1; i < len(fields); i++ {
		fields[i] = strings.TrimLeft(fields[i], "0123456789abcdef")
	}
	return strings.Join(fields, "0x")
}

func main() {
	all(Celsius(36.6), Name("n\"x"), Color(1), Flags(7), Octets("by"), Ints{1, 2}, Ints(nil), Point{1, 2}, &Point{3, 4})
	all([]Celsius{1, 2}, []Color{0, 2}, map[Name]Color{"b": 1, "a": 0}, map[Color]int{2: 1, 0: 5}, [2]Point{{1, 2}}, []Point{}, map[Point]bool{{2, 1}: true, {1, 9}: false})
	all(struct{ a, B Color }{0, 1}, struct{ Point }{Point{5, 6}}, Inner{1, 1500, 2500}, &Failure{3}, Failure{3}, Both{1}, &Both{2}, Go{1}, []Go{{2}}, Fmt{1}, []Fmt{{1}})
	all(Bad{"x"}, []Bad{{"y"}}, []any{Point{1, 2}, Color(1), nil, "s"}, map[string]any{"k": Point{1, 2}}, []error{Both{1}, nil})
	all(Stack[int]{[]int{1}}, Stack[Point]{[]Point{{1, 2}}}, Pair[string, int]{"a", 1}, Pair[Color, *Point]{1, nil}, &Stack[Name]{[]Name{"q"}})
	all((*Point)(nil), (*Failure)(nil), (*NilRecv)(nil), []*Point{nil}, [3]bool{}, []Shape{nil, Celsius(1)}, func() (s Shape) { return }())

	o := Outer{Inner: Inner{1, 2, 3}, name: "o", m: map[Name]Point{"z": {1, 2}, "a": {3, 4}}, any: Color(1), Any: Color(1), err: &Failure{1}, shape: Celsius(2)}
	for _, verb := range []string{"%v", "%+v", "%#v"} {
		fmt.Println(hide(fmt.Sprintf(verb, o)))
		fmt.Println(hide(fmt.Sprintf(verb, &o)))
		fmt.Println(hide(fmt.Sprintf(verb, []*Outer{&o})))
	}
	n := &Node{val: 1}
	n.next, n.kids = n, []*Node{n, nil}
	fmt.Println(hide(fmt.Sprint(n)), hide(fmt.Sprintf("%+v %#v", *n, n)))
	fmt.Println(hide(fmt.Sprintf("%p %v %T", n, &n, &n)))

	fmt.Print(Name("a"), Name("b"), Color(1), Color(2), 3, Celsius(4), "x", Point{1, 2}, "\n")
	fmt.Println(fmt.Sprint(Point{1, 2}, Point{3, 4}, Name("s"), Ints{1}), fmt.Sprintln(Color(1), Point{}))
	fmt.Printf("%T %T %T %T %T\n", Point{}, []Point{}, map[Name]*Point{}, func(Point) Name { return "" }, struct{ p Point }{})
	fmt.Printf("%T %T %T %T\n", Stack[int]{}, Pair[Name, []Point]{}, &Stack[Pair[int, Color]]{}, make(chan<- Point))
	fmt.Printf("%[2]*[1]d|%-*d|%.*f|%[1]T %[3]v\n", Color(1), Flags(5), Point{1, 2})
	fmt.Printf("%d %s\n", Color(1), Color(2), Point{1, 2})
	fmt.Printf("%d\n", Color(1), Point{1, 2}, nil)
	fmt.Printf("%!|%z|%d|%w\n", Point{1, 2}, Point{1, 2})
	fmt.Printf("%6.2f|%-8s|%08d|%+d|%x|%X|%e\n", Celsius(1.5), Name("ab"), Flags(3), Flags(4), Name("hi"), Octets("hi"), Celsius(2))

	err := fmt.Errorf("wrapped: %w and %v", &Failure{7}, Color(1))
	var f *Failure
	fmt.Println(err, errors.As(err, &f), f.code, errors.Unwrap(err) == error(f))
	both := fmt.Errorf("%w + %w", Both{1}, &Failure{2})
	fmt.Println(both, errors.Is(both, Both{1}), errors.As(both, &f), f.code)
	fmt.Println(fmt.Errorf("%w %d", Point{1, 2}, Point{3, 4}), fmt.Errorf("no %s", Color(1)))
	fmt.Printf("%T %T %v\n", err, both, errors.Join(&Failure{1}, Both{2}))

	var b bytes.Buffer
	fmt.Fprint(&b, Point{1, 2}, Color(1))
	fmt.Fprintf(&b, " %v %T", &Point{1, 2}, Color(1))
	fmt.Fprintln(&b, &Point{1, 2})
	b.Write(fmt.Append(nil, Name("a"), Color(1), Color(2)))
	b.Write(fmt.Appendf(nil, "%v", Color(1)))
	b.Write(fmt.Appendln(nil, Color(1)))
	fmt.Print(b.String())

	log.SetFlags(0)
	log.SetOutput(os.Stdout)
	log.Print(&Point{1, 2}, Color(1), Name("x"))
	log.Printf("%T %+v", Point{}, &Point{1, 2})
	log.Println(&Point{1, 2}, Name("x"))
	l := log.New(os.Stdout, "> ", 0)
	l.Print(&Point{1, 2}, Color(1))
	l.Printf("%T %v", Point{}, []Color{1})
	l.Println(&Point{1, 2})
	type logger struct{ *log.Logger }
	logger{l}.Printf("%T", Point{})
	var p interface{ Printf(string, ...any) } = l
	p.Printf("%T %v", Color(0), &Point{1, 2})
	lp := l.Printf
	lp("%T", Color(0))
	func() {
		defer func() { fmt.Printf("%q\n", recover()) }()
		l.Panicf("%T", Color(0))
	}()

	var x Celsius
	var s Name
	fmt.Println(fmt.Sscan("36.5 abc", &x, &s))
	fmt.Println(x, s)
	fmt.Println(fmt.Sscan("1", &Point{}))
}
