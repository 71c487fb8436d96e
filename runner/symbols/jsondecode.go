package symbols

import (
	"bytes"
	"encoding/json"
	"reflect"
)

// value stores the value that begins here in v; an invalid v drops it.
func (d *jsonDecoder) value(t *Type, v reflect.Value) error {
	if !v.IsValid() {
		d.skip()
		return nil
	}
	if t != nil {
		t.learn(v.Type())
	}
	switch d.data[d.at] {
	case '[':
		return d.array(t, v)
	case '{':
		return d.object(t, v)
	}
	return d.literal(d.skip(), t, v, false)
}

// composite stores an array or an object where a method or an any takes it whole:
// it returns where else it goes, an invalid value when that was all.
func (d *jsonDecoder) composite(what string, t *Type, v reflect.Value) (*Type, reflect.Value, error) {
	given := shapeOf(t, v)
	t, v, method := settle(t, v, false)
	switch {
	case method == unmarshalJSON:
		return nil, reflect.Value{}, callUnmarshal(t, v, method, d.skip())
	case method == unmarshalText:
		d.mismatch(what, given, d.at+1)
		d.skip()
		return nil, reflect.Value{}, nil
	case v.Kind() == reflect.Interface && methodless(t, v):
		d.any(v)
		return nil, reflect.Value{}, nil
	}
	return t, v, nil
}

// methodless reports whether an interface has no methods.
func methodless(t *Type, v reflect.Value) bool {
	if t != nil {
		return len(t.wants) == 0
	}
	return v.NumMethod() == 0
}

// any stores the value that begins here in an interface.
func (d *jsonDecoder) any(v reflect.Value) {
	start := d.at
	dec := json.NewDecoder(bytes.NewReader(d.skip()))
	if d.options.useNumber {
		dec.UseNumber()
	}
	var x any
	err := dec.Decode(&x)
	if e, ok := err.(*json.UnmarshalTypeError); ok {
		e.Offset += int64(d.base + start)
		d.save(e)
	}
	if x == nil {
		v.SetZero()
	} else {
		v.Set(reflect.ValueOf(x))
	}
}

func (d *jsonDecoder) array(t *Type, v reflect.Value) error {
	t, v, err := d.composite("array", t, v)
	if err != nil || !v.IsValid() {
		return err
	}
	if v.Kind() != reflect.Array && v.Kind() != reflect.Slice {
		d.mismatch("array", shapeOf(t, v), d.at+1)
		d.skip()
		return nil
	}
	d.at++
	i := 0
	for d.more(']') {
		if v.Kind() == reflect.Slice {
			if i >= v.Cap() {
				v.Grow(1)
			}
			if i >= v.Len() {
				v.SetLen(i + 1)
			}
		}
		var to reflect.Value // what has no place is dropped
		if i < v.Len() {
			to = v.Index(i)
		}
		if err := d.value(elem(t), to); err != nil {
			return err
		}
		i++
	}
	switch {
	case v.Kind() == reflect.Array:
		for ; i < v.Len(); i++ {
			v.Index(i).SetZero()
		}
	case i == 0:
		v.Set(reflect.MakeSlice(v.Type(), 0, 0))
	default:
		v.SetLen(i)
	}
	return nil
}
