package main

import (
	"fmt"
	"strconv"
)

type Number interface{ ~int | ~float64 }

func Sum[T Number](xs ...T) (t T) {
	for _, x := range xs {
		t += x
	}
	return t
}

func Map[T, U any](xs []T, f func(T) U) []U {
	var r []U
	for _, x := range xs {
		r = append(r, f(x))
	}
	return r
}

func Keys[K comparable, V any](m map[K]V) int { return len(m) }

type Stack[T any] struct{ items []T }

func (s *Stack[T]) Push(v T) { s.items = append(s.items, v) }
func (s *Stack[T]) Pop() (v T, ok bool) {
	if len(s.items) == 0 {
		return v, false
	}
	v = s.items[len(s.items)-1]
	s.items = s.items[:len(s.items)-1]
	return v, true
}

type Pair[A, B any] struct {
	First  A
	Second B
}

func MakePair[A, B any](a A, b B) Pair[A, B] { return Pair[A, B]{a, b} }

func (p Pair[A, B]) Swap() Pair[B, A] { return Pair[B, A]{p.Second, p.First} }

type Celsius float64

type List[T any] struct {
	head *item[T]
	n    int
}

type item[T any] struct {
	v    T
	next *item[T]
}

func (l *List[T]) Add(v T) { l.head = &item[T]{v, l.head}; l.n++ }
func (l *List[T]) Each(f func(T)) {
	for i := l.head; i != nil; i = i.next {
		f(i.v)
	}
}

func Largest[T int | string](xs []T) T {
	m := xs[0]
	for _, x := range xs[1:] {
		m = max(m, x)
	}
	return m
}

var total = Sum(1, 2, 3)

func main() {
	fmt.Println(total, Sum(1.5, 2), Sum[int](), Sum(Celsius(1), 2))
	fmt.Println(Map([]int{1, 2}, strconv.Itoa), Map([]string{"a"}, func(s string) int { return len(s) }))
	fmt.Println(Keys(map[string]int{"a": 1}))
	var s Stack[string]
	s.Push("x")
	s.Push("y")
	v, ok := s.Pop()
	fmt.Println(v, ok)
	t := &Stack[int]{}
	_, ok = t.Pop()
	t.Push(4)
	fmt.Println(ok, len(t.items))
	p := MakePair("one", 1)
	fmt.Println(p, p.Swap().First, p.Swap())
	fmt.Printf("%+v\n", p)
	var l List[Pair[string, int]]
	l.Add(p)
	l.Add(MakePair("two", 2))
	l.Each(func(p Pair[string, int]) { fmt.Print(p.First, " ") })
	fmt.Println(l.n, Largest([]int{1, 9, 3}), Largest([]string{"b", "a"}))
	f := Sum[float64]
	fmt.Println(f(1, 2, 3.5))
}
