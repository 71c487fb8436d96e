package symbols

import (
	"cmp"
	"reflect"
	"slices"
)

// entry is an entry of a map.
type entry struct{ key, value reflect.Value }

// entries returns those of the map v as fmt orders them.
func entries(v reflect.Value) []entry {
	var list []entry
	for it := v.MapRange(); it.Next(); {
		list = append(list, entry{it.Key(), it.Value()})
	}
	slices.SortStableFunc(list, func(a, b entry) int { return compareKeys(a.key, b.key) })
	return list
}

// compareKeys compares two keys of one map.
func compareKeys(a, b reflect.Value) int {
	switch a.Kind() {
	case reflect.Bool:
		return cmp.Compare(number(a.Bool()), number(b.Bool()))
	case reflect.String:
		return cmp.Compare(a.String(), b.String())
	case reflect.Float32, reflect.Float64:
		return cmp.Compare(a.Float(), b.Float())
	case reflect.Complex64, reflect.Complex128:
		x, y := a.Complex(), b.Complex()
		return cmp.Or(cmp.Compare(real(x), real(y)), cmp.Compare(imag(x), imag(y)))
	case reflect.Pointer, reflect.UnsafePointer, reflect.Chan:
		return cmp.Compare(a.Pointer(), b.Pointer())
	case reflect.Struct:
		for i := range a.NumField() {
			if c := compareKeys(a.Field(i), b.Field(i)); c != 0 {
				return c
			}
		}
		return 0
	case reflect.Array:
		for i := range a.Len() {
			if c := compareKeys(a.Index(i), b.Index(i)); c != 0 {
				return c
			}
		}
		return 0
	case reflect.Interface:
		return compareDynamic(a.Elem(), b.Elem())
	}
	if a.CanInt() {
		return cmp.Compare(a.Int(), b.Int())
	}
	return cmp.Compare(a.Uint(), b.Uint())
}

// compareDynamic orders what two interfaces hold: nil first, then by the types.
// Go orders types by where they lie in memory, which no program can know.
func compareDynamic(a, b reflect.Value) int {
	if !a.IsValid() || !b.IsValid() {
		return cmp.Compare(number(a.IsValid()), number(b.IsValid()))
	}
	at, av, _ := opened(a)
	bt, bv, _ := opened(b)
	switch {
	case at != bt:
		return cmp.Compare(typeName(at, av), typeName(bt, bv))
	case av.Type() != bv.Type():
		return cmp.Compare(reflect.ValueOf(av.Type()).Pointer(), reflect.ValueOf(bv.Type()).Pointer())
	}
	return compareKeys(av, bv)
}

func number(b bool) int {
	if b {
		return 1
	}
	return 0
}
