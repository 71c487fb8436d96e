package symbols

import (
	"reflect"
	"strings"
	"time"
)

// A mirror makes Types of compiled ones, as lowered code does, and boxes of
// compiled values: what the compiled values do is what the boxes must do.
type mirror struct {
	types map[reflect.Type]*Type
	forms map[reflect.Type]reflect.Type // without names, with other names of fields
}

var mirrors = mirror{map[reflect.Type]*Type{}, map[reflect.Type]reflect.Type{}}

// own reports whether t mentions a type of this package.
func own(t reflect.Type, seen map[reflect.Type]bool) bool {
	if seen[t] || t == boxedType {
		return false
	}
	seen[t] = true
	if t.PkgPath() != "" {
		return t.PkgPath() == boxType.PkgPath()
	}
	switch t.Kind() {
	case reflect.Array, reflect.Slice, reflect.Pointer, reflect.Chan:
		return own(t.Elem(), seen)
	case reflect.Map:
		return own(t.Key(), seen) || own(t.Elem(), seen)
	case reflect.Struct:
		for i := range t.NumField() {
			if own(t.Field(i).Type, seen) {
				return true
			}
		}
	case reflect.Func:
		return strings.Contains(t.String(), "symbols.")
	}
	return false
}

func (d mirror) typ(rt reflect.Type) *Type {
	if !own(rt, map[reflect.Type]bool{}) {
		return nil
	}
	if t := d.types[rt]; t != nil {
		return t
	}
	t := NewType(nil, rt.String())
	d.types[rt] = t
	switch rt.Kind() {
	case reflect.Map:
		t.Key(d.typ(rt.Key()))
		fallthrough
	case reflect.Array, reflect.Slice, reflect.Pointer, reflect.Chan:
		t.Elem(d.typ(rt.Elem()))
	case reflect.Struct:
		for i := range rt.NumField() {
			f := rt.Field(i)
			t.Field(f.Name, string(f.Tag), f.Anonymous, d.typ(f.Type))
		}
	}
	if rt.Kind() != reflect.Pointer && rt.Kind() != reflect.Interface && reflect.PointerTo(rt).NumMethod() > 0 {
		t.Pointer(d.typ(reflect.PointerTo(rt)))
	}
	for i := range rt.NumMethod() {
		m := rt.Method(i)
		if rt.Kind() == reflect.Interface {
			t.Want(m.Name, m.Type.String())
			continue
		}
		in := []reflect.Type{reflect.TypeFor[any]()}
		for k := 1; k < m.Type.NumIn(); k++ {
			in = append(in, m.Type.In(k))
		}
		var out []reflect.Type
		for k := range m.Type.NumOut() {
			out = append(out, m.Type.Out(k))
		}
		signature := reflect.FuncOf(in[1:], out, m.Type.IsVariadic()).String()
		t.Method(m.Name, signature, reflect.MakeFunc(reflect.FuncOf(in, out, false), func(args []reflect.Value) []reflect.Value {
			form := args[0].Elem()
			recv := reflect.New(rt)
			reflect.NewAt(form.Type(), recv.UnsafePointer()).Elem().Set(form)
			return m.Func.Call(append([]reflect.Value{recv.Elem()}, args[1:]...))
		}).Interface())
	}
	return t
}

type dummy struct{}

// form is the interpreter's form of t: without names, with other names of fields.
func (d mirror) form(t reflect.Type) reflect.Type {
	if d.typ(t) == nil && !(t.PkgPath() == "time" && t.Kind() != reflect.Struct) {
		return t
	}
	if f, ok := d.forms[t]; ok {
		if f == nil {
			return reflect.TypeFor[dummy]()
		}
		return f
	}
	if t.Kind() == reflect.Struct {
		d.forms[t] = nil
	}
	var f reflect.Type
	switch t.Kind() {
	case reflect.Array:
		f = reflect.ArrayOf(t.Len(), d.form(t.Elem()))
	case reflect.Slice:
		f = reflect.SliceOf(d.form(t.Elem()))
	case reflect.Pointer:
		f = reflect.PointerTo(d.form(t.Elem()))
	case reflect.Chan:
		f = reflect.ChanOf(t.ChanDir(), d.form(t.Elem()))
	case reflect.Map:
		f = reflect.MapOf(d.form(t.Key()), d.form(t.Elem()))
	case reflect.Func:
		f = reflect.TypeFor[func(int) int]()
	case reflect.Interface:
		f = reflect.TypeFor[any]()
	case reflect.Struct:
		var fields []reflect.StructField
		for i := range t.NumField() {
			ft := d.form(t.Field(i).Type)
			if t.Field(i).Type == reflect.TypeFor[time.Duration]() {
				ft = t.Field(i).Type
			}
			fields = append(fields, reflect.StructField{Name: "X" + t.Field(i).Name, Type: ft})
		}
		f = reflect.StructOf(fields)
	case reflect.String:
		f = reflect.TypeFor[string]()
	default:
		f = map[reflect.Kind]reflect.Type{
			reflect.Bool: reflect.TypeFor[bool](), reflect.Int: reflect.TypeFor[int](), reflect.Int64: reflect.TypeFor[int64](), reflect.Uint8: reflect.TypeFor[uint8](),
			reflect.Float32: reflect.TypeFor[float32](), reflect.Complex64: reflect.TypeFor[complex64](),
		}[t.Kind()]
	}
	d.forms[t] = f
	if strings.Contains(f.String(), "dummy") && t.Kind() != reflect.Struct {
		delete(d.forms, t) // incomplete: not to be used elsewhere
	}
	return f
}

// boxOf is x as the interpreter would give it away.
func boxOf(x any) any {
	t := reflect.TypeOf(x)
	if mirrors.typ(t) == nil {
		return x
	}
	p := reflect.New(t)
	p.Elem().Set(reflect.ValueOf(x))
	return Box(mirrors.typ(t), reflect.NewAt(mirrors.form(t), p.UnsafePointer()).Elem().Interface())
}

// rebox puts what interfaces in v hold into boxes, where it is. v is addressable.
func rebox(v reflect.Value, seen map[uintptr]bool) {
	if !v.CanSet() {
		v = reflect.NewAt(v.Type(), v.Addr().UnsafePointer()).Elem()
	}
	switch v.Kind() {
	case reflect.Interface:
		if v.IsNil() || v.Elem().Type().Implements(boxedType) {
			return
		}
		in := reflect.New(v.Elem().Type()).Elem()
		in.Set(v.Elem())
		rebox(in, seen)
		if b := reflect.ValueOf(boxOf(in.Interface())); b.Type().AssignableTo(v.Type()) {
			v.Set(b)
		}
	case reflect.Pointer:
		if !v.IsNil() && !seen[v.Pointer()] && (own(v.Type(), map[reflect.Type]bool{}) || v.Type() == reflect.TypeFor[*[]any]()) {
			seen[v.Pointer()] = true
			rebox(v.Elem(), seen)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			rebox(v.Field(i), seen)
		}
	case reflect.Array, reflect.Slice:
		for i := range v.Len() {
			rebox(v.Index(i), seen)
		}
	case reflect.Map:
		if seen[v.Pointer()] {
			return
		}
		seen[v.Pointer()] = true
		for _, k := range v.MapKeys() {
			key, elem := reflect.New(k.Type()).Elem(), reflect.New(v.Type().Elem()).Elem()
			if k.Kind() == reflect.Float32 {
				continue // NaN
			}
			key.Set(k)
			elem.Set(v.MapIndex(k))
			v.SetMapIndex(k, reflect.Value{})
			rebox(key, seen)
			rebox(elem, seen)
			v.SetMapIndex(key, elem)
		}
	}
}
