package symbols

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
)

// object writes a struct.
func (e *jsonEncoder) object(t *Type, v reflect.Value) error {
	next := byte('{')
fields:
	for _, f := range fieldsOf(shapeOf(t, v)) {
		ft, fv := t, v
		for _, i := range f.index {
			if fv.Kind() == reflect.Pointer {
				if fv.IsNil() {
					continue fields
				}
				ft, fv = elem(ft), pointedTo(ft, fv)
			}
			ft, fv = shapeOf(ft, fv).field(i).t, fv.Field(i)
		}
		if f.omitEmpty && isEmpty(fv) || f.omitZero && zero(ft, fv) {
			continue
		}
		e.WriteByte(next)
		next = ','
		e.name(f.name)
		if err := e.value(ft, fv, f.quoted); err != nil {
			return err
		}
	}
	if next == '{' {
		e.WriteByte('{')
	}
	e.WriteByte('}')
	return nil
}

// name writes the name of a field, which the rules for tags keep simple.
func (e *jsonEncoder) name(s string) {
	b := []byte(`"` + s + `":`)
	if e.escape {
		json.HTMLEscape(&e.Buffer, b)
	} else {
		e.Write(b)
	}
}

func isEmpty(v reflect.Value) bool {
	switch v.Kind() {
	case reflect.Array, reflect.Map, reflect.Slice, reflect.String:
		return v.Len() == 0
	case reflect.Interface, reflect.Pointer:
		return v.IsNil()
	}
	return isBasic(v.Kind()) && v.IsZero()
}

// zero reports whether the option omitzero leaves v out.
func zero(t *Type, v reflect.Value) bool {
	s := shapeOf(t, v)
	switch {
	case s.has(isZero):
		switch v.Kind() {
		case reflect.Interface:
			if v.IsNil() {
				return true
			}
			if _, in, _ := opened(v.Elem()); in.Kind() == reflect.Pointer && in.IsNil() {
				return true
			}
		case reflect.Pointer:
			if v.IsNil() {
				return true
			}
		}
		return callIsZero(t, v)
	case v.Kind() != reflect.Pointer && v.Kind() != reflect.Interface && s.pointerHas(isZero):
		if !v.CanAddr() {
			c := reflect.New(v.Type()).Elem()
			c.Set(v)
			v = c
		}
		return callIsZero(address(t, v))
	}
	return v.IsZero()
}

// mapping writes a map, whose keys become names.
func (e *jsonEncoder) mapping(t *Type, v reflect.Value) error {
	s := shapeOf(t, v)
	if !isKey(s.key().r.Kind()) && !s.key().has(marshalText) {
		return &json.UnsupportedTypeError{Type: s.reflected()}
	}
	if v.IsNil() {
		e.WriteString("null")
		return nil
	}
	type member struct {
		name  string
		value reflect.Value
	}
	return e.inside(t, v, 0, func() error {
		var members []member
		for it := v.MapRange(); it.Next(); {
			name, err := keyName(key(t), it.Key())
			if err != nil {
				return fmt.Errorf("json: encoding error for type %q: %q", s.String(), err.Error())
			}
			members = append(members, member{name, it.Value()})
		}
		slices.SortFunc(members, func(a, b member) int { return strings.Compare(a.name, b.name) })
		e.WriteByte('{')
		for i, m := range members {
			if i > 0 {
				e.WriteByte(',')
			}
			e.Write(quote(m.name, e.escape))
			e.WriteByte(':')
			if err := e.value(elem(t), m.value, false); err != nil {
				return err
			}
		}
		e.WriteByte('}')
		return nil
	})
}

// isKey reports whether keys of the kind are names of their own.
func isKey(k reflect.Kind) bool {
	return reflect.Int <= k && k <= reflect.Uintptr || k == reflect.String
}

func keyName(t *Type, k reflect.Value) (string, error) {
	if k.Kind() == reflect.String {
		return k.String(), nil
	}
	if shapeOf(t, k).has(marshalText) {
		if k.Kind() == reflect.Pointer && k.IsNil() {
			return "", nil
		}
		b, err := callMarshal(t, k, marshalText)
		return string(b), err
	}
	if k.CanInt() {
		return strconv.FormatInt(k.Int(), 10), nil
	}
	return strconv.FormatUint(k.Uint(), 10), nil
}
