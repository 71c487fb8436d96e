package symbols

import (
	"reflect"
	"sync"
)

// elem is the type of what a t is made of; nil, as t may be, for a compiled one.
func elem(t *Type) *Type {
	if t == nil {
		return nil
	}
	return t.elem
}

func key(t *Type) *Type {
	if t == nil {
		return nil
	}
	return t.key
}

// field describes the i-th field of a struct.
func (s shape) field(i int) field {
	if s.t != nil && i < len(s.t.fields) {
		return s.t.fields[i]
	}
	f := s.r.Field(i)
	return field{f.Name, string(f.Tag), f.Anonymous, nil}
}

var (
	boxType   = reflect.TypeFor[box]()
	boxedType = reflect.TypeFor[boxed]()
)

// opened returns what is in v when v is a box, be it one that is hidden in an
// unexported field.
func opened(v reflect.Value) (t *Type, in reflect.Value, ok bool) {
	if !v.IsValid() || v.Kind() != reflect.Struct || !v.Type().Implements(boxedType) {
		return nil, v, false
	}
	if v.CanInterface() {
		b := v.Interface().(boxed).open()
		return b.t, reflect.ValueOf(b.v), true
	}
	for v.Type() != boxType {
		v = v.Field(0)
	}
	return (*Type)(v.Field(0).UnsafePointer()), v.Field(1).Elem(), true
}

// receiver returns v, which is a t, as its methods take it.
func receiver(t *Type, v reflect.Value) any { return known(t, v).Interface() }

// known returns v, a t, with its own type: within a type that contains itself the
// interpreter may know a pointer's no better than as a pointer to something.
func known(t *Type, v reflect.Value) reflect.Value {
	if v.Kind() == reflect.Pointer && t != nil && t.elem != nil {
		if form := t.elem.form.Load(); form != nil && *form != v.Type().Elem() {
			return reflect.NewAt(*form, v.UnsafePointer())
		}
	}
	return v
}

// learn remembers the interpreter's form of a t.
func (t *Type) learn(form reflect.Type) {
	if t.form.Load() == nil {
		t.form.Store(&form)
	}
}

// pointedTo returns what v, a t, points to.
func pointedTo(t *Type, v reflect.Value) reflect.Value { return known(t, v).Elem() }

// holder is a question to mayHold.
type holder struct {
	t        reflect.Type
	pointers bool
}

// holders holds, by holder, the answers of mayHold.
var holders sync.Map

// mayHold reports whether an interface, and so a box, may be in a value of type t,
// or in what pointers in it lead to.
func mayHold(t reflect.Type, pointers bool) bool {
	if answer, ok := holders.Load(holder{t, pointers}); ok {
		return answer.(bool)
	}
	seen := make(map[reflect.Type]bool)
	var search func(reflect.Type) bool
	search = func(t reflect.Type) bool {
		if seen[t] {
			return false
		}
		seen[t] = true
		switch t.Kind() {
		case reflect.Interface:
			return true
		case reflect.Map:
			return search(t.Key()) || search(t.Elem())
		case reflect.Array, reflect.Slice:
			return search(t.Elem())
		case reflect.Pointer:
			return pointers && search(t.Elem())
		case reflect.Struct:
			for i := range t.NumField() {
				if search(t.Field(i).Type) {
					return true
				}
			}
		}
		return false
	}
	found := search(t)
	holders.Store(holder{t, pointers}, found)
	return found
}
