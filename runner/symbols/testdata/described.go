package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"reflect"
	"strings"
)

type User struct {
	Name  string `db:"user_name" json:"name"`
	Age   int    `db:"age"`
	email string
	Tags  []Tag
}
type Tag string
type Admin struct {
	User
	*Tag
	Level int
}
type Shape interface {
	Area() float64
	name() string
}
type Set map[Tag]*User
type OnOff bool
type List []string
type Timeout struct{}
type Kind struct{ n int }
type Other struct{ n int }

func (u User) Greet(other string) string { return u.Name + " greets " + other }
func (u *User) Birthday()                { u.Age++ }
func (o *OnOff) String() string          { return fmt.Sprint(bool(*o)) }
func (o *OnOff) Set(s string) error      { *o = s == "true" || s == "on"; return nil }
func (o *OnOff) IsBoolFlag() bool        { return true }
func (l *List) String() string           { return strings.Join(*l, ",") }
func (l *List) Set(s string) error       { *l = append(*l, s); return nil }
func (Timeout) Error() string            { return "timeout" }
func (Timeout) Timeout() bool            { return true }
func (k Kind) Error() string             { return fmt.Sprint("kind ", k.n) }
func (k Kind) As(target any) bool {
	switch t := target.(type) {
	case *Other:
		t.n = k.n + 1
		return true
	case **os.PathError:
		*t = &os.PathError{Op: "op", Path: "path", Err: k}
		return true
	}
	return false
}
func (o Other) Error() string { return fmt.Sprint("other ", o.n) }

func fields(x any) {
	t := reflect.TypeOf(x)
	for i := range t.NumField() {
		f := t.Field(i)
		fmt.Printf("%s %s %q %t %t %q %v; ", f.Name, f.Type, f.Tag.Get("db"), f.IsExported(), f.Anonymous, f.PkgPath, f.Index)
	}
	fmt.Println(t.NumMethod(), t.Name(), t.Kind(), t.PkgPath(), t)
}

func main() {
	u := User{"Ann", 30, "a@x", nil}
	fields(u)
	fields(Admin{})
	fields(struct {
		X Tag `db:"x"`
		y []Tag
	}{})
	t, p := reflect.TypeOf(u), reflect.TypeOf(&u)
	for i := range p.NumMethod() {
		fmt.Println(p.Method(i).Name, p.Method(i).Type)
	}
	m, ok := p.MethodByName("Greet")
	fmt.Println(m.Name, ok, t.Method(0).Type)
	f, ok := reflect.TypeOf(Admin{}).FieldByName("Age")
	fmt.Println(f.Name, f.Index, ok, reflect.TypeOf(Admin{}).FieldByIndex([]int{0, 3}).Type)
	_, ok = reflect.TypeOf(Admin{}).FieldByName("none")
	fmt.Println(ok, reflect.TypeOf(Admin{}).Field(1).Type.Elem(), reflect.TypeOf(Set{}).Key(), reflect.TypeOf(Set{}).Elem().Elem() == t)
	fmt.Println(t == reflect.TypeOf(User{}), p.Elem() == t, reflect.TypeOf([]User{}).Elem() == t, t == reflect.TypeOf(Tag("")), reflect.TypeOf(errors.New("")))
	seen := map[reflect.Type]int{}
	for _, x := range []any{u, &u, Tag("a"), "a", u, []Tag{}, 1, nil, Tag("b")} {
		seen[reflect.TypeOf(x)]++
	}
	fmt.Println(seen[t], seen[p], seen[reflect.TypeOf(Tag(""))], len(seen))
	fmt.Println(reflect.TypeOf(Timeout{}).Implements(reflect.TypeOf((*error)(nil)).Elem()), t.Implements(reflect.TypeOf((*error)(nil)).Elem()), t.Comparable(), t.Size())

	ann := User{"Ann", 30, "a@x", nil}
	fmt.Println(reflect.DeepEqual(u, ann), reflect.DeepEqual([]User{u}, []User{ann, u}), reflect.DeepEqual(Tag("a"), "a"), reflect.DeepEqual(Set{"a": &u}, Set{"a": &ann}))
	fmt.Println(reflect.DeepEqual([]any{u, Tag("x")}, []any{ann, Tag("x")}), reflect.DeepEqual(map[string]any{"a": u}, map[string]any{"a": Tag("x")}), reflect.DeepEqual([]Tag(nil), []Tag{}))
	fmt.Println(reflect.DeepEqual(Kind{1}, Other{1}), reflect.DeepEqual(error(Kind{1}), Kind{1}), reflect.DeepEqual(&u, &ann))

	type key struct{}
	type name string
	ctx := context.WithValue(context.Background(), key{}, u)
	ctx = context.WithValue(ctx, name("a"), Timeout{})
	ctx = context.WithValue(ctx, 1, new(OnOff))
	fmt.Println(ctx)
	fmt.Println(ctx.Value(key{}).(User).Name, ctx.Value(name("a")), ctx.Value("a"))

	fs := flag.NewFlagSet("f", flag.ContinueOnError)
	fs.SetOutput(os.Stdout)
	var o OnOff
	var l List
	on := OnOff(true)
	more := List{"x", "y"}
	fs.Var(&o, "o", "`on` or off")
	fs.Var(&on, "on", "on")
	fs.Var(&l, "list", "a `name`")
	fs.Var(&more, "more", "more names")
	fs.PrintDefaults()
	fmt.Println(fs.Parse([]string{"-o", "-list", "a", "-list=b", "rest"}), o, l, more, fs.Args())
	fs.Visit(func(f *flag.Flag) { fmt.Print(f.Name, "=", f.Value, " ") })
	fmt.Println(fs.Lookup("list").Value.(*List) == &l, fs.Parse([]string{"-no"}))

	fmt.Println(os.IsTimeout(Timeout{}), os.IsTimeout(&os.PathError{Err: Timeout{}}), os.IsTimeout(Kind{1}))
	var other Other
	var pe *os.PathError
	err := fmt.Errorf("wrap: %w", Kind{1})
	fmt.Println(errors.As(err, &other), other, errors.As(err, &pe), pe)
	var shape Shape
	fmt.Println(errors.As(err, new(Kind)), reflect.TypeOf(shape), reflect.TypeOf(&shape).Elem(), reflect.TypeOf(&shape).Elem().NumMethod())
}
