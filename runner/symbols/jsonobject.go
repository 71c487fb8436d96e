package symbols

import (
	"fmt"
	"go/token"
	"reflect"
	"strconv"
	"strings"
	"unicode"
	"unsafe"
)

func (d *jsonDecoder) object(t *Type, v reflect.Value) error {
	t, v, err := d.composite("object", t, v)
	if err != nil || !v.IsValid() {
		return err
	}
	s := shapeOf(t, v)
	switch {
	case v.Kind() == reflect.Struct:
		return d.members(t, v, d.field)
	case v.Kind() == reflect.Map && (isKey(s.key().r.Kind()) || s.key().pointerHas(unmarshalText)):
		if v.IsNil() {
			v.Set(reflect.MakeMap(v.Type()))
		}
		return d.members(t, v, d.entry)
	}
	d.mismatch("object", s, d.at+1)
	d.skip()
	return nil
}

// member is the name of a member of an object as it stands in the data.
type member struct {
	quoted []byte
	start  int
}

// members stores the members of an object in v by store, each in its turn.
func (d *jsonDecoder) members(t *Type, v reflect.Value, store func(*Type, reflect.Value, member) error) error {
	owner, depth := d.owner, len(d.path)
	d.at++
	for d.more('}') {
		m := member{start: d.at}
		d.skipString()
		m.quoted = d.data[m.start:d.at]
		d.space()
		d.at++ // the colon
		d.space()
		if err := store(t, v, m); err != nil {
			return err
		}
		d.owner, d.path = owner, d.path[:depth]
	}
	return nil
}

// field stores a member of an object in a field of the struct v.
func (d *jsonDecoder) field(t *Type, v reflect.Value, m member) error {
	name, _ := unquote(m.quoted)
	s := shapeOf(t, v)
	f := fieldNamed(fieldsOf(s), name)
	if f == nil {
		if d.options.strict {
			d.save(fmt.Errorf("json: unknown field %q", name))
		}
		return d.value(nil, reflect.Value{})
	}
	ft, fv := t, v
	for n, i := range f.index {
		if fv.Kind() == reflect.Pointer {
			if fv.IsNil() {
				if !exportedField(s, f.index[:n]) {
					d.save(fmt.Errorf("json: cannot set embedded pointer to unexported struct: %v", shapeOf(ft, fv).elem()))
					ft, fv = nil, reflect.Value{}
					break
				}
				allocate(ft, fv)
			}
			ft, fv = elem(ft), pointedTo(ft, fv)
		}
		inner := shapeOf(ft, fv).field(i)
		if n < len(f.index)-1 {
			d.path = append(d.path, inner.name)
		}
		ft, fv = inner.t, fv.Field(i)
	}
	d.owner, d.path = &s, append(d.path, f.name)
	if f.quoted && fv.IsValid() {
		return d.quoted(ft, fv)
	}
	return d.value(ft, fv)
}

// fieldNamed finds a field by its name, or else by the first one that differs in
// upper and lower case only.
func fieldNamed(fields []jsonField, name string) *jsonField {
	folded := -1
	for i, f := range fields {
		if f.name == name {
			return &fields[i]
		}
		if folded < 0 && foldName(f.name) == foldName(name) {
			folded = i
		}
	}
	if folded < 0 {
		return nil
	}
	return &fields[folded]
}

// foldName maps names that differ in case only to one.
func foldName(s string) string {
	return strings.Map(func(r rune) rune {
		for {
			next := unicode.SimpleFold(r)
			if next <= r {
				return next
			}
			r = next
		}
	}, s)
}

// exportedField reports whether the last field on the way has an exported name.
func exportedField(s shape, index []int) bool {
	var f field
	for _, i := range index {
		s = s.behind()
		f = s.field(i)
		s = shape{f.t, s.r.Field(i).Type}
	}
	return token.IsExported(f.name)
}

// quoted stores a value that stands in a string.
func (d *jsonDecoder) quoted(t *Type, v reflect.Value) error {
	if item := d.skip(); item[0] == 'n' {
		return d.literal(item, t, v, false)
	} else if s, ok := unquote(item); ok {
		return d.literal([]byte(s), t, v, true)
	}
	d.save(fmt.Errorf("json: invalid use of ,string struct tag, trying to unmarshal unquoted value into %v", shapeOf(t, v)))
	return nil
}

// entry stores a member of an object in the map v.
func (d *jsonDecoder) entry(t *Type, v reflect.Value, m member) error {
	value := reflect.New(v.Type().Elem()).Elem()
	if err := d.value(elem(t), value); err != nil {
		return err
	}
	k, err := d.mapKey(key(t), reflect.New(v.Type().Key()).Elem(), m)
	if err == nil && k.IsValid() {
		v.SetMapIndex(k, value)
	}
	return err
}

// allocate makes a nil pointer point to a new value.
func allocate(t *Type, v reflect.Value) {
	n := reflect.New(shapeOf(t, v).elem().r)
	if n.Type() == v.Type() {
		v.Set(n)
	} else { // a pointer to a type that contains itself
		*(*unsafe.Pointer)(v.Addr().UnsafePointer()) = n.UnsafePointer()
	}
}

// mapKey stores the name of a member in k, a new key; an invalid one when it is
// none.
func (d *jsonDecoder) mapKey(t *Type, k reflect.Value, m member) (reflect.Value, error) {
	s := shapeOf(t, k)
	if s.pointerHas(unmarshalText) {
		pt, p := address(t, k)
		return k, d.literal(m.quoted, pt, p, true)
	}
	name, _ := unquote(m.quoted)
	fits := true
	switch {
	case k.CanInt():
		n, err := strconv.ParseInt(name, 10, 64)
		if fits = err == nil && !k.OverflowInt(n); fits {
			k.SetInt(n)
		}
	case k.CanUint():
		n, err := strconv.ParseUint(name, 10, 64)
		if fits = err == nil && !k.OverflowUint(n); fits {
			k.SetUint(n)
		}
	default:
		k.SetString(name)
	}
	if !fits {
		d.mismatch("number "+name, s, m.start+1)
		return reflect.Value{}, nil
	}
	return k, nil
}
