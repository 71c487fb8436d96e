package symbols

import (
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
	"unsafe"
)

// layout says how a type is made, as far as printing its values needs it. The
// interpreter's own types have lost the names of their unexported fields and
// their methods; a mirror of a value is like it but has the former, and at the
// places of the latter a printed.
type layout struct {
	kind     byte // . * [ m { #
	function int  // of #
	elem     *layout
	key      *layout // of m
	names    []string
	fields   []*layout
}

// parseLayout reads what package cell writes:
//
//	.             as it is
//	*L            a pointer to an L
//	[L            a slice or an array of L
//	mKV           a map
//	{name:L…}     a struct
//	#N L          prints as function N says
//
// It panics when s is no layout, which lowering never writes.
func parseLayout(s string) *layout {
	l, rest := cutLayout(s)
	if rest != "" {
		panic("symbols: text after a layout: " + rest)
	}
	return l
}

func cutLayout(s string) (l *layout, rest string) {
	if s == "" {
		panic("symbols: a layout ends too soon")
	}
	l = &layout{kind: s[0]}
	rest = s[1:]
	switch l.kind {
	case '.':
	case '*', '[':
		l.elem, rest = cutLayout(rest)
	case 'm':
		l.key, rest = cutLayout(rest)
		l.elem, rest = cutLayout(rest)
	case '#':
		number, after, _ := strings.Cut(rest, " ")
		n, err := strconv.Atoi(number)
		if err != nil {
			panic("symbols: a layout's function: " + err.Error())
		}
		l.function = n
		l.elem, rest = cutLayout(after)
	case '{':
		for !strings.HasPrefix(rest, "}") {
			name, after, _ := strings.Cut(rest, ":")
			var f *layout
			f, rest = cutLayout(after)
			l.names = append(l.names, name)
			l.fields = append(l.fields, f)
		}
		rest = rest[1:]
	default:
		panic("symbols: no layout begins with " + strconv.Quote(s))
	}
	return l, rest
}

// typ returns the type of mirrors of values of type t. Fmt calls no methods on
// what is in an unexported field: plain says that this is.
func (l *layout) typ(t reflect.Type, plain bool) reflect.Type {
	switch l.kind {
	case '*':
		return reflect.PointerTo(l.elem.typ(t.Elem(), plain))
	case '[':
		if t.Kind() == reflect.Array {
			return reflect.ArrayOf(t.Len(), l.elem.typ(t.Elem(), plain))
		}
		return reflect.SliceOf(l.elem.typ(t.Elem(), plain))
	case 'm':
		return reflect.MapOf(l.key.typ(t.Key(), plain), l.elem.typ(t.Elem(), plain))
	case '{':
		fields := make([]reflect.StructField, len(l.fields))
		for i, f := range l.fields {
			fields[i] = reflect.StructField{Name: l.names[i], Type: f.typ(t.Field(i).Type, plain || !exported(l.names[i]))}
			if !exported(l.names[i]) {
				fields[i].PkgPath = "main"
			}
		}
		return reflect.StructOf(fields)
	case '#':
		if !plain {
			return reflect.TypeFor[printed]()
		}
		return l.elem.typ(t, plain)
	}
	return t
}

func exported(name string) bool {
	r, _ := utf8.DecodeRuneInString(name)
	return unicode.IsUpper(r)
}

// value returns a mirror of v.
func (l *layout) value(of *Type, v reflect.Value, plain bool) reflect.Value {
	m := reflect.New(l.typ(v.Type(), plain)).Elem()
	switch l.kind {
	case '*':
		if !v.IsNil() {
			p := reflect.New(m.Type().Elem())
			p.Elem().Set(l.elem.value(of, v.Elem(), plain))
			m.Set(p)
		}
	case '[':
		if v.Kind() == reflect.Slice && !v.IsNil() {
			m.Set(reflect.MakeSlice(m.Type(), v.Len(), v.Len()))
		}
		for i := range v.Len() {
			m.Index(i).Set(l.elem.value(of, v.Index(i), plain))
		}
	case 'm':
		if !v.IsNil() {
			m.Set(reflect.MakeMapWithSize(m.Type(), v.Len()))
		}
		for it := v.MapRange(); it.Next(); {
			m.SetMapIndex(l.key.value(of, it.Key(), plain), l.elem.value(of, it.Value(), plain))
		}
	case '{':
		for i, f := range l.fields {
			field := m.Field(i)
			if !exported(l.names[i]) { // reflect sets those only through a pointer
				field = reflect.NewAt(field.Type(), unsafe.Pointer(field.UnsafeAddr())).Elem()
			}
			field.Set(f.value(of, v.Field(i), plain || !exported(l.names[i])))
		}
	case '#':
		inner := l.elem.value(of, v, plain)
		if plain {
			return inner
		}
		m.Set(reflect.ValueOf(printed{key(inner), v.Interface(), of, l.function}))
	default:
		m.Set(v)
	}
	return m
}

// key returns v as what fmt orders a map's keys by.
func key(v reflect.Value) any { return v.Interface() }

// printed is a value that prints as a method of it says.
type printed struct {
	plain    any // a mirror of it without the method; first, since fmt orders maps by it
	v        any
	of       *Type
	function int
}

// Format prints the value as fmt prints one of its type.
func (p printed) Format(f fmt.State, verb rune) {
	format := fmt.FormatString(f, verb)
	switch verb {
	case 'v', 's', 'x', 'X', 'q':
		if v := reflect.ValueOf(p.v); v.Kind() == reflect.Pointer && v.IsNil() {
			fmt.Fprint(f, "<nil>")
			return
		}
		fmt.Fprintf(f, format, p.of.functions[p.function].Call([]reflect.Value{reflect.ValueOf(p.v)})[0].String())
	default:
		fmt.Fprintf(f, format, p.plain)
	}
}
