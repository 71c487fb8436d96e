package main

import (
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"maps"
	"math/rand/v2"
	"os"
	"reflect"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
)

type config struct {
	name string
	n    int
}

func (c *config) String() string { return fmt.Sprint("config ", c.name, c.n) }

type failure struct{ code int }

func (f failure) Error() string { return fmt.Sprint("failure ", f.code) }

type coded interface {
	error
	Code() int
}

func (f failure) Code() int { return f.code }

type server struct {
	current atomic.Pointer[config]
	hits    atomic.Int64
}

func (s *server) swap(c *config) *config { return s.current.Swap(c) }

type stack[T any] struct {
	top atomic.Pointer[node[T]]
}

type node[T any] struct {
	v    T
	next *node[T]
}

func (s *stack[T]) push(v T) {
	for {
		old := s.top.Load()
		if s.top.CompareAndSwap(old, &node[T]{v, old}) {
			return
		}
	}
}

func (s *stack[T]) pop() (v T, ok bool) {
	n := s.top.Load()
	if n == nil {
		return v, false
	}
	s.top.Store(n.next)
	return n.v, true
}

func count(n int) iter.Seq[int] {
	return func(yield func(int) bool) {
		defer fmt.Println("seq ends")
		for i := range n {
			if !yield(i) {
				return
			}
		}
	}
}

func try(name string, f func()) {
	defer func() {
		if r := recover(); r != nil {
			fmt.Println(name, "panics:", r)
		}
	}()
	f()
}

func main() {
	var p atomic.Pointer[int]
	fmt.Println(p.Load() == nil)
	x, y := 1, 2
	p.Store(&x)
	fmt.Println(*p.Load(), p.CompareAndSwap(&y, &x), p.CompareAndSwap(&x, &y), *p.Load(), *p.Swap(nil), p.Load() == nil)
	var s server
	s.current.Store(&config{"a", 1})
	fmt.Println(s.swap(&config{"b", 2}), s.current.Load(), s.current.Load().name)
	load := s.current.Load
	s.current.Store(nil)
	fmt.Println(load() == nil)
	var st stack[string]
	for _, w := range strings.Fields("a b c") {
		st.push(w)
	}
	for v, ok := st.pop(); ok; v, ok = st.pop() {
		fmt.Print(v, " ")
	}
	fmt.Println()
	ptrs := map[string]*atomic.Pointer[config]{"k": new(atomic.Pointer[config])}
	ptrs["k"].Store(&config{"m", 3})
	fmt.Println(ptrs["k"].Load())

	calls := 0
	once := sync.OnceValue(func() int { calls++; return 42 })
	var wg sync.WaitGroup
	for range 10 {
		wg.Go(func() { once() })
	}
	wg.Wait()
	fmt.Println(once(), once(), calls)
	both := sync.OnceValues(func() (*config, error) { calls++; return &config{"once", calls}, failure{calls} })
	c, err := both()
	c2, err2 := both()
	fmt.Println(c, err, c == c2, err == err2)
	bad := sync.OnceValue(func() int { calls++; panic(fmt.Sprint("bad ", calls)) })
	try("first", func() { bad() })
	try("second", func() { bad() })
	sync.OnceFunc(func() { fmt.Println("once func") })()

	wrapped := fmt.Errorf("wrapped: %w", failure{7})
	f, ok := errors.AsType[failure](wrapped)
	fmt.Println(f.code, ok)
	_, ok = errors.AsType[*fs.PathError](wrapped)
	fmt.Println(ok)
	_, err = os.Open("/nowhere/at/all")
	pe, ok := errors.AsType[*fs.PathError](err)
	fmt.Println(pe.Op, ok)
	if e, ok := errors.AsType[coded](wrapped); ok {
		fmt.Println("code", e.Code())
	}
	_, ok = errors.AsType[coded](nil)
	fmt.Println(ok)

	next, stop := iter.Pull(count(3))
	fmt.Println(next())
	fmt.Println(next())
	stop()
	fmt.Println(next())
	next, stop = iter.Pull(count(1))
	for v, ok := next(); ok; v, ok = next() {
		fmt.Println("pulled", v)
	}
	stop()
	next2, stop2 := iter.Pull2(maps.All(map[string]config{"k": {"v", 1}}))
	k, v, ok := next2()
	fmt.Println(k, v.name, ok)
	k, v, ok = next2()
	fmt.Printf("%q %v %v\n", k, v, ok)
	stop2()
	a, stopA := iter.Pull(slices.Values([]int{1, 3, 5}))
	b, stopB := iter.Pull(slices.Values([]int{2, 4}))
	defer stopA()
	defer stopB()
	for {
		x, ok := a()
		y, ok2 := b()
		if !ok && !ok2 {
			break
		}
		fmt.Print(x, y, ok, ok2, "; ")
	}
	fmt.Println()
	boom, _ := iter.Pull(func(yield func(int) bool) { yield(1); panic("in seq") })
	fmt.Println(boom())
	try("pull", func() { boom() })

	fmt.Println(maps.EqualFunc(map[string]int{"a": 1}, map[string]string{"a": "x"}, func(n int, s string) bool { return n == len(s) }))
	fmt.Println(slices.CompareFunc([]int{1, 2}, []string{"x", "yy", "z"}, func(n int, s string) int { return n - len(s) }))
	fmt.Println(slices.CompactFunc([]string{"a", "A", "b", "B", "c"}, strings.EqualFold))
	grown := slices.Grow([]int{1}, 10)
	fmt.Println(len(grown), cap(grown) >= 11)
	try("grow", func() { slices.Grow(grown, -1) })
	r := []int{1, 2, 3, 4, 5}
	fmt.Println(slices.Replace(slices.Clone(r), 1, 3, 9), slices.Replace(slices.Clone(r), 1, 3, 7, 8, 9), slices.Replace(slices.Clone(r), 2, 5), slices.Replace(slices.Clone(r), 0, 0, 6), slices.Replace(r, 1, 2, r[2:4]...))
	fmt.Println(r)
	n := rand.N(10)
	d := rand.N(uint8(3))
	fmt.Println(n >= 0 && n < 10, d < 3)
	fmt.Println(reflect.TypeFor[int](), reflect.TypeFor[error]())
	i, ok := reflect.TypeAssert[int](reflect.ValueOf(5))
	fmt.Println(i, ok)
}
