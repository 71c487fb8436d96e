package symbols

import "reflect"

// reflectFunctions are what cells get for the functions of package reflect that
// know what is in a box.
func reflectFunctions() map[string]reflect.Value {
	return map[string]reflect.Value{
		"TypeOf": reflect.ValueOf(func(x any) reflect.Type {
			if b, ok := x.(boxed); ok {
				return shape{b.open().t, reflect.TypeOf(b.open().v)}.reflected()
			}
			return reflect.TypeOf(x)
		}),
	}
}

// Compiled returns x, in which no value of a cells' type may be: f, which it is
// given to, would see how the interpreter makes it.
func Compiled(f string, x any) any {
	s := search{left: 1 << 14}
	if x != nil && s.find(reflect.ValueOf(x)) {
		panic("nbrun cannot give a value of the cells' type " + s.found.name + " to " + f)
	}
	return x
}

// search looks for a box.
type search struct {
	left  int // values to look at
	found *Type
}

func (s *search) find(v reflect.Value) bool {
	if t, _, ok := opened(v); ok {
		s.found = t
		return true
	}
	if s.left--; s.left < 0 || !v.IsValid() || !mayHold(v.Type(), true) {
		return false
	}
	switch v.Kind() {
	case reflect.Interface, reflect.Pointer:
		return s.find(v.Elem())
	case reflect.Struct:
		for i := range v.NumField() {
			if s.find(v.Field(i)) {
				return true
			}
		}
	case reflect.Array, reflect.Slice:
		for i := range v.Len() {
			if s.find(v.Index(i)) {
				return true
			}
		}
	case reflect.Map:
		for it := v.MapRange(); it.Next(); {
			if s.find(it.Key()) || s.find(it.Value()) {
				return true
			}
		}
	}
	return false
}
