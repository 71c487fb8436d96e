package main

import "fmt"

type Color int

func (c Color) String() string { return [...]string{"red", "green"}[c] }

type Temp float64

type Tag string

type Inner struct {
	c  Color
	C  Color
	ok bool
}

type Outer struct {
	Name  string
	inner Inner
	In    Inner
	list  []Color
	List  []Color
	m     map[Tag]Color
	p     *Inner
	any   any
	err   error
}

type Grid [2][2]Color

type Set map[Color]bool

type Ptr struct{ v int }

func (p *Ptr) String() string { return fmt.Sprintf("<%d>", p.v) }

type Fn func(int) int

func kind(x any) string {
	switch v := x.(type) {
	case nil:
		return "nil"
	case Color:
		return "Color " + v.String()
	case int:
		return fmt.Sprint("int ", v)
	case Inner:
		return fmt.Sprint("Inner ", v.ok)
	case *Inner:
		return "pointer"
	case []Color:
		return fmt.Sprint("colors ", len(v))
	case fmt.Stringer:
		return "Stringer " + v.String()
	case error:
		return "error " + v.Error()
	case string, Tag:
		return fmt.Sprint("text ", v)
	}
	return "other"
}

func main() {
	c := Color(1)
	fmt.Println(c, []Color{0, 1}, map[Color]int{1: 1, 0: 2}, &c != nil)
	fmt.Printf("%v %d %s %x %q %5v|%-7v|\n", c, c, c, c, c, c, c)
	o := Outer{Name: "n", inner: Inner{1, 1, true}, In: Inner{0, 1, false}, list: []Color{1}, List: []Color{0, 1}, m: map[Tag]Color{"b": 1, "a": 0}, any: 5}
	fmt.Println(o)
	fmt.Printf("%+v\n", o)
	fmt.Printf("%v %+v\n", &o.In, &o.In)
	fmt.Println(Grid{{0, 1}, {1, 0}}, Set{1: true}, Temp(1.5), Tag("t"), [2]Tag{"x", "y"})
	p := Ptr{3}
	fmt.Println(p, &p, []Ptr{{1}}, []*Ptr{{2}})
	fmt.Println(fmt.Sprint(c, c), fmt.Sprint("a", c, "b"), fmt.Sprintf("%v", []any{c, 1, "s", nil, Inner{}}))
	for _, x := range []any{nil, c, 1, Inner{ok: true}, &Inner{}, []Color{1, 1}, &p, "s", Tag("t"), fmt.Errorf("e"), 2.5} {
		fmt.Println(kind(x))
	}
	var a, b any = Inner{1, 1, true}, Inner{1, 1, true}
	fmt.Println(a == b, a == any(Inner{}), a != nil)
	in, ok := a.(Inner)
	fmt.Println(in, ok, in.c, in.C)
	var s fmt.Stringer = c
	fmt.Println(s, s.String())
	cc, ok := s.(Color)
	fmt.Println(cc == 1, ok)
	m := map[any]string{c: "color", 1: "int", Tag("x"): "tag", "x": "string"}
	fmt.Println(m[c], m[1], m[Tag("x")], m["x"], len(m))
	anon := struct {
		A int
		b string
	}{1, "x"}
	fmt.Println(anon)
	fmt.Printf("%+v\n", anon)
	func() {
		defer func() { fmt.Println(recover()) }()
		panic(fmt.Sprint("p ", c))
	}()
	var np *Inner
	fmt.Println(np, np == nil, (*Ptr)(nil) == nil)
	f := Fn(func(i int) int { return i + 1 })
	fmt.Println(f(1))
	var nilMap Set
	var nilSlice []Color
	fmt.Println(nilMap, nilSlice, len(nilMap), nilSlice == nil)
	fmt.Printf("%v %+v %v\n", struct{ C Color }{1}, struct{ c Color }{1}, [1]struct{ E error }{{fmt.Errorf("x")}})
}
