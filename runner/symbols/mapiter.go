package symbols

import "reflect"

// MapIter goes through the entries of a map as a range does.
type MapIter struct{ it *reflect.MapIter }

// NewMapIter returns a MapIter before the first entry of m.
func NewMapIter(m any) MapIter { return MapIter{reflect.ValueOf(m).MapRange()} }

// Next gives the next entry's key and value to *k and *v, and reports whether
// there is one.
func (i MapIter) Next(k, v any) bool {
	if !i.it.Next() {
		return false
	}
	key, to := i.it.Key(), reflect.ValueOf(k).Elem()
	if key.Kind() == reflect.Interface && to.Kind() != reflect.Interface {
		key = key.Elem() // lowered code has pointers as keys of type any
	}
	to.Set(key)
	reflect.ValueOf(v).Elem().Set(i.it.Value())
	return true
}
