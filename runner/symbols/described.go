package symbols

import (
	"go/token"
	"iter"
	"maps"
	"reflect"
	"slices"
	"strings"
)

// described is the reflect.Type of a cells' type: what reflect.TypeOf returns, and
// what errors of other packages hold. Equal types have the same one.
type described struct {
	reflect.Type // the interpreter's form
	t            *Type
}

// reflected returns the type as package reflect would.
func (s shape) reflected() reflect.Type {
	if s.t == nil {
		return s.r
	}
	s.t.describing.Do(func() {
		form := s.r
		if known := s.t.form.Load(); known != nil {
			form = *known
		}
		s.t.described = &described{form, s.t}
	})
	return s.t.described
}

func (d *described) shape() shape   { return shape{d.t, d.Type} }
func (d *described) String() string { return d.t.name }
func (d *described) Name() string   { return d.shape().Name() }

func (d *described) PkgPath() string {
	if d.Name() == "" {
		return ""
	}
	return "main"
}

func (d *described) Elem() reflect.Type {
	d.Type.Elem() // which panics for a type that has none
	return d.shape().elem().reflected()
}

func (d *described) Key() reflect.Type {
	d.Type.Key()
	return d.shape().key().reflected()
}

func (d *described) Field(i int) reflect.StructField {
	sf := d.Type.Field(i)
	f := d.shape().field(i)
	sf.Name, sf.Tag, sf.Anonymous, sf.PkgPath = f.name, reflect.StructTag(f.tag), f.embedded, ""
	if !token.IsExported(f.name) {
		sf.PkgPath = "main"
	}
	sf.Type = shape{f.t, sf.Type}.reflected()
	return sf
}

func (d *described) Fields() iter.Seq[reflect.StructField] {
	return func(yield func(reflect.StructField) bool) {
		for i := range d.NumField() {
			if !yield(d.Field(i)) {
				return
			}
		}
	}
}

func (d *described) FieldByIndex(index []int) reflect.StructField {
	var t reflect.Type = d
	var f reflect.StructField
	for n, i := range index {
		if n > 0 && t.Kind() == reflect.Pointer {
			t = t.Elem()
		}
		f = t.Field(i)
		t = f.Type
	}
	f.Index = index
	return f
}

func (d *described) FieldByName(name string) (reflect.StructField, bool) {
	return d.FieldByNameFunc(func(n string) bool { return n == name })
}

func (d *described) FieldByNameFunc(match func(string) bool) (found reflect.StructField, ok bool) {
	for _, f := range reflect.VisibleFields(d) {
		switch {
		case !match(f.Name):
		case !ok || len(f.Index) < len(found.Index):
			found, ok = f, true
		case len(f.Index) == len(found.Index):
			return reflect.StructField{}, false
		}
	}
	return found, ok
}

// exported returns the names of the exported methods, in their order.
func (d *described) exported() []string {
	if d.Kind() == reflect.Interface {
		var names []string
		for _, w := range d.t.wants {
			names = append(names, w.name)
		}
		return names
	}
	return slices.DeleteFunc(slices.Sorted(maps.Keys(d.t.methods)), func(name string) bool { return !token.IsExported(name) })
}

func (d *described) NumMethod() int { return len(d.exported()) }

// Method describes a method; it cannot be called.
func (d *described) Method(i int) reflect.Method {
	m := reflect.Method{Name: d.exported()[i], Index: i}
	signature := d.t.methods[m.Name].signature
	if d.Kind() == reflect.Interface {
		signature = d.t.wants[i].signature
	} else {
		signature = strings.Replace(signature, "(", "("+d.t.name+", ", 1)
		signature = strings.Replace(signature, ", )", ")", 1)
	}
	m.Type = &described{reflect.TypeFor[func()](), &Type{name: signature}}
	return m
}

func (d *described) Methods() iter.Seq[reflect.Method] {
	return func(yield func(reflect.Method) bool) {
		for i := range d.NumMethod() {
			if !yield(d.Method(i)) {
				return
			}
		}
	}
}

func (d *described) MethodByName(name string) (reflect.Method, bool) {
	i := slices.Index(d.exported(), name)
	if i < 0 {
		return reflect.Method{}, false
	}
	return d.Method(i), true
}

func (d *described) AssignableTo(u reflect.Type) bool { return d == u || d.Implements(u) }

func (d *described) Implements(u reflect.Type) bool {
	if u.Kind() != reflect.Interface {
		return false
	}
	for m := range u.Methods() {
		signature := m.Type.String()
		if d.Kind() == reflect.Interface && !slices.Contains(d.t.wants, want{m.Name, signature}) ||
			d.Kind() != reflect.Interface && d.t.methods[m.Name].signature != signature {
			return false
		}
	}
	return true
}

// What a Type does not know of functions and conversions.

func (d *described) ConvertibleTo(reflect.Type) bool { panic(unknown(d, "ConvertibleTo")) }
func (d *described) In(int) reflect.Type             { panic(unknown(d, "In")) }
func (d *described) Ins() iter.Seq[reflect.Type]     { panic(unknown(d, "Ins")) }
func (d *described) Out(int) reflect.Type            { panic(unknown(d, "Out")) }
func (d *described) Outs() iter.Seq[reflect.Type]    { panic(unknown(d, "Outs")) }

func unknown(d *described, method string) string {
	return "nbrun does not know " + method + " of the cells' type " + d.t.name
}
