package main

import (
	"bufio"
	"bytes"
	"container/heap"
	"container/list"
	"context"
	"errors"
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

type Square struct{ side float64 }

func (s Square) Area() float64 { return s.side * s.side }
func (s Square) Name() string  { return "square" }

type Circle struct{ r float64 }

func (c *Circle) Area() float64  { return 3 * c.r * c.r }
func (c *Circle) Name() string   { return "circle" }
func (c *Circle) Grow(k float64) { c.r *= k }

type Meters float64

func (m Meters) Area() float64 { return float64(m) }
func (m Meters) Name() string  { return "meters" }

type List []Shape

func (l List) Area() float64 {
	sum := 0.0
	for _, s := range l {
		sum += s.Area()
	}
	return sum
}
func (l List) Name() string { return fmt.Sprint("list of ", len(l)) }

type FuncShape func() float64

func (f FuncShape) Area() float64 { return f() }
func (f FuncShape) Name() string  { return "func" }

type Named interface{ Name() string }

type Base struct{ id int }

func (b Base) ID() int       { return b.id }
func (b *Base) SetID(id int) { b.id = id }
func (b Base) Name() string  { return fmt.Sprint("base ", b.id) }

type Middle struct {
	Base
	extra int
}

type Top struct {
	*Middle
	Shape
}

func (t Top) Name() string { return "top/" + t.Middle.Name() }

type IDer interface {
	ID() int
	SetID(int)
}

type Upper struct{ r io.Reader }

func (u Upper) Read(p []byte) (int, error) {
	n, err := u.r.Read(p)
	copy(p, bytes.ToUpper(p[:n]))
	return n, err
}

type Count struct{ n int }

func (c *Count) Write(p []byte) (int, error) {
	c.n += len(p)
	return len(p), nil
}

type byArea []Shape

func (b byArea) Len() int           { return len(b) }
func (b byArea) Less(i, j int) bool { return b[i].Area() < b[j].Area() }
func (b byArea) Swap(i, j int)      { b[i], b[j] = b[j], b[i] }

type Item struct {
	name string
	prio int
}
type Queue []*Item

func (q Queue) Len() int           { return len(q) }
func (q Queue) Less(i, j int) bool { return q[i].prio < q[j].prio }
func (q Queue) Swap(i, j int)      { q[i], q[j] = q[j], q[i] }
func (q *Queue) Push(x any)        { *q = append(*q, x.(*Item)) }
func (q *Queue) Pop() any {
	old := *q
	x := old[len(old)-1]
	*q = old[:len(old)-1]
	return x
}

type NotFound struct{ what string }

func (e *NotFound) Error() string { return "no " + e.what }

type Temp struct{ error }

func (t Temp) Temp() bool     { return true }
func (t Temp) Unwrap() error  { return t.error }
func wrap(err error) error    { return Temp{err} }
func find(s string) error     { return fmt.Errorf("find: %w", &NotFound{s}) }
func nothing() (e *NotFound)  { return nil }
func typedNil() error         { return nothing() }
func pair() (Square, *Circle) { return Square{1}, &Circle{2} }
func shapes(s Shape, t Named) string {
	return s.Name() + "+" + t.Name()
}

type Visitor interface {
	VisitNum(Num) string
	VisitAdd(Add) string
}
type Expr interface{ Accept(Visitor) string }
type Num struct{ n int }
type Add struct{ l, r Expr }

func (n Num) Accept(v Visitor) string { return v.VisitNum(n) }
func (a Add) Accept(v Visitor) string { return v.VisitAdd(a) }

type show struct{ depth int }

func (s show) VisitNum(n Num) string { return fmt.Sprint(n.n) }
func (s show) VisitAdd(a Add) string {
	inner := show{s.depth + 1}
	return fmt.Sprint("(", a.l.Accept(inner), "+", a.r.Accept(inner), ")@", s.depth)
}

type Node struct {
	val  int
	next Linked
}
type Linked interface{ Next() Linked }

func (n *Node) Next() Linked { return n.next }

type Key struct {
	s Shape
	n int
}

type Stack[T any] struct{ xs []T }

func (s *Stack[T]) Push(x T) { s.xs = append(s.xs, x) }
func (s *Stack[T]) Len() int { return len(s.xs) }
func (s *Stack[T]) Each(f func(T)) {
	for _, x := range s.xs {
		f(x)
	}
}

type Pusher[T any] interface {
	Push(T)
	Len() int
}

func Total[S Shape](list []S) (sum float64) {
	for _, s := range list {
		sum += s.Area()
	}
	return sum
}

func Find[T comparable](list []T, x T) int {
	for i, y := range list {
		if x == y {
			return i
		}
	}
	return -1
}

type Logger struct {
	*bytes.Buffer
	sync.Mutex
	lines int
}

func (l *Logger) Log(s string) {
	l.Lock()
	defer l.Unlock()
	l.lines++
	l.WriteString(s + ";")
}

type Guard struct{ name string }

func (g *Guard) Close() {
	if r := recover(); r != nil {
		fmt.Println(g.name, "recovered", r)
	}
}

func guarded(n int) (res int) {
	g := &Guard{"guard"}
	defer g.Close()
	return 10 / n
}

type variadic struct{ sep string }

func (v variadic) Join(first string, rest ...any) string {
	out := first
	for _, r := range rest {
		out += v.sep + fmt.Sprint(r)
	}
	return out
}

type joiner interface {
	Join(string, ...any) string
}

func main() {
	circle := &Circle{1}
	all := []Shape{Square{2}, circle, Meters(7), FuncShape(func() float64 { return 5 }), List{Square{1}, Meters(2)}}
	for i, s := range all {
		fmt.Println(i, s.Name(), s.Area())
	}
	circle.Grow(2)
	fmt.Println(all[1].Area(), all[0] == Square{2}, all[1] == Shape(circle), all[2] == Meters(7), all[0] == all[1], all[0] != nil)

	var nilShape Shape
	var x any = nilShape
	fmt.Println(nilShape == nil, x == nil)
	x = all[0]
	s, ok := x.(Shape)
	_, isNamed := x.(Named)
	_, isStringer := x.(fmt.Stringer)
	_, isIDer := x.(IDer)
	fmt.Println(ok, s.Name(), isNamed, isStringer, isIDer)
	if sq, ok := s.(Square); ok {
		fmt.Println("side", sq.side)
	}
	for _, v := range []any{1, "s", Square{3}, circle, Meters(1), nil, errors.New("e"), []Shape{circle}, typedNil()} {
		switch v := v.(type) {
		case nil:
			fmt.Println("nil")
		case *Circle:
			fmt.Println("circle", v.r)
		case Shape:
			fmt.Println("shape", v.Name())
		case error:
			fmt.Println("error", v != nil)
		case []Shape:
			fmt.Println("shapes", len(v))
		case int, string:
			fmt.Println("basic", v)
		}
	}

	m := map[Shape]int{Square{1}: 1, circle: 2}
	m[Square{1}]++
	m[Meters(3)] += 5
	fmt.Println(m[Square{1}], m[circle], m[Meters(3)], m[Square{9}], len(m))
	km := map[Key]string{{Square{1}, 1}: "a", {circle, 2}: "b"}
	fmt.Println(km[Key{Square{1}, 1}], km[Key{circle, 2}], km[Key{circle, 3}] == "")

	top := Top{&Middle{Base{4}, 5}, all[0]}
	fmt.Println(top.Name(), top.Area(), top.ID(), top.extra, top.id, top.Middle.Base.id)
	top.SetID(9)
	var ider IDer = top
	ider.SetID(ider.ID() + 1)
	fmt.Println(top.ID(), ider.ID())
	fmt.Println(shapes(top, all[2]), shapes(pair()))
	area, grow := top.Area, circle.Grow
	grow(2)
	fmt.Println(area(), circle.r, Square.Area(Square{5}), (*Circle).Area(circle), Shape.Name(circle), Middle.ID(Middle{Base{3}, 0}))

	text, err := io.ReadAll(Upper{strings.NewReader("hello")})
	fmt.Println(string(text), err)
	var rd io.Reader = Upper{strings.NewReader("line one\nline two")}
	if u, ok := rd.(Upper); ok {
		fmt.Println("upper", u.r != nil, rd == io.Reader(u))
	}
	sc := bufio.NewScanner(rd)
	for sc.Scan() {
		fmt.Println(sc.Text())
	}
	count := &Count{}
	n, err := io.Copy(io.MultiWriter(count, io.Discard), io.LimitReader(Upper{strings.NewReader("abcdef")}, 4))
	fmt.Println(n, err, count.n)
	fmt.Fprintf(count, "%d", 12345)
	fmt.Println(count.n)

	byA := byArea{Meters(3), Square{1}, circle}
	sort.Sort(byA)
	fmt.Println(byA[0].Name(), byA[1].Name(), byA[2].Name())
	sort.Sort(sort.Reverse(byA))
	fmt.Println(byA[0].Name(), sort.IsSorted(byA))
	sort.Slice(all, func(i, j int) bool { return all[i].Area() < all[j].Area() })
	fmt.Println(all[0].Name(), all[len(all)-1].Name())
	q := &Queue{{"c", 3}, {"a", 1}}
	heap.Init(q)
	heap.Push(q, &Item{"b", 2})
	for q.Len() > 0 {
		fmt.Print(heap.Pop(q).(*Item).name, " ")
	}
	fmt.Println()
	l := list.New()
	l.PushBack(Square{4})
	l.PushFront(circle)
	for e := l.Front(); e != nil; e = e.Next() {
		fmt.Print(e.Value.(Shape).Name(), " ")
	}
	fmt.Println()
	type ctxKey struct{ s string }
	ctx := context.WithValue(context.Background(), ctxKey{"user"}, Square{6})
	fmt.Println(ctx.Value(ctxKey{"user"}).(Square).side, ctx.Value(ctxKey{"x"}) == nil, ctx.Value("user") == nil)

	err = find("x")
	var nf *NotFound
	fmt.Println(errors.As(err, &nf), nf.what, err, errors.Is(err, nf), errors.Unwrap(err) == error(nf))
	err = wrap(io.EOF)
	var temp interface{ Temp() bool }
	fmt.Println(errors.Is(err, io.EOF), errors.As(err, &temp), temp.Temp(), err)
	fmt.Println(typedNil() == nil, typedNil() != nil, nothing() == nil)
	joined := errors.Join(find("a"), wrap(find("b")))
	fmt.Println(errors.As(joined, &nf), nf.what, errors.Is(joined, io.EOF))

	var e Expr = Add{Num{1}, Add{Num{2}, Num{3}}}
	fmt.Println(e.Accept(show{}))
	var chain Linked = &Node{1, &Node{2, nil}}
	length := 0
	for n := chain; n != nil; n = n.Next() {
		length += n.(*Node).val
	}
	fmt.Println(length)

	st := &Stack[Shape]{}
	var p Pusher[Shape] = st
	p.Push(circle)
	p.Push(Square{2})
	st.Each(func(s Shape) { fmt.Print(s.Name(), " ") })
	var p2 Pusher[int] = &Stack[int]{}
	p2.Push(3)
	_, isInts := any(p2).(Pusher[string])
	_, isShapes := any(p).(Pusher[Shape])
	fmt.Println(p.Len(), p2.Len(), isInts, isShapes)
	fmt.Println(Total([]Square{{1}, {2}}), Total([]Shape{Square{3}, circle}), Find([]Shape{circle, Square{1}}, Shape(Square{1})), Find([]string{"a"}, "b"))

	log := &Logger{Buffer: &bytes.Buffer{}}
	log.Log("one")
	log.Log("two")
	var w io.Writer = log
	fmt.Fprint(w, "three")
	var str fmt.Stringer = log
	fmt.Println(log.lines, log.Len(), str.String())

	fmt.Println(guarded(5), guarded(0))
	var j joiner = variadic{"-"}
	fmt.Println(j.Join("a"), j.Join("a", 1, 2.5), j.Join("a", []any{"x", "y"}...))
	join := j.Join
	fmt.Println(join("m", "n"))

	for _, try := range []func(){
		func() { _ = x.(int) },
		func() { _ = x.(*Circle) },
		func() { _ = x.(IDer) },
		func() { _ = x.(fmt.Stringer) },
		func() { _ = nilShape.(Square) },
		func() { _ = nilShape.(Named) },
		func() { _ = s.(*Circle) },
		func() { nilShape.Area() },
		func() { _ = nilShape.Area },
		func() { var n any; _ = n.(string) },
		func() { var a, b any = FuncShape(nil), FuncShape(nil); _ = a == b },
	} {
		func() {
			defer func() { fmt.Println(recover()) }()
			try()
		}()
	}
}
