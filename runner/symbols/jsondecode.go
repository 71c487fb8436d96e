package symbols

import (
	"bytes"
	"encoding/json"
	"fmt"
	"go/token"
	"reflect"
	"slices"
	"strings"
	"unicode"
	"unsafe"
)

// jsonTarget is what package encoding/json decodes into in the place of a pointer
// that only jsonDecoder understands.
type jsonTarget struct {
	t       *Type
	v       reflect.Value
	whole   reflect.Value // all the data, in which the value may not come first
	options jsonOptions
}

// jsonOptions are those of a json.Decoder.
type jsonOptions struct{ useNumber, strict bool }

// UnmarshalJSON stores the value that data, which is valid, stands for.
func (t *jsonTarget) UnmarshalJSON(data []byte) error {
	s := shape{t.t, nil}
	if t.v.IsValid() {
		s = shapeOf(t.t, t.v)
	}
	if t.v.Kind() != reflect.Pointer || t.v.IsNil() {
		return &json.InvalidUnmarshalError{Type: s.reflected()}
	}
	whole := t.whole.Bytes()
	d := &jsonDecoder{data: data, base: len(whole) - len(bytes.TrimLeft(whole, space)), options: t.options}
	d.space()
	if err := d.value(t.t, t.v); err != nil {
		return d.inContext(err)
	}
	return d.saved
}

// jsonDecoder stores values as package encoding/json does, those of cells' types
// by their Types. Its data are known to be valid.
type jsonDecoder struct {
	data    []byte
	base    int // where the data begin
	at      int // where the next value begins, or what stands behind one
	options jsonOptions
	saved   error    // the first one that does not end the decoding
	owner   *shape   // the struct that holds the field
	path    []string // the names of the fields on the way
}

// save keeps the first error.
func (d *jsonDecoder) save(err error) {
	if d.saved == nil {
		d.saved = d.inContext(err)
	}
}

// inContext says in an error of types which field it is of.
func (d *jsonDecoder) inContext(err error) error {
	if e, ok := err.(*json.UnmarshalTypeError); ok && (d.owner != nil || len(d.path) > 0) {
		path := d.path
		if e.Field != "" {
			path = append(slices.Clip(path), e.Field)
		}
		e.Struct, e.Field = d.owner.Name(), strings.Join(path, ".")
	}
	return err
}

// mismatch keeps the error that a JSON value is no s.
func (d *jsonDecoder) mismatch(what string, s shape, offset int) {
	d.save(&json.UnmarshalTypeError{Value: what, Type: s.reflected(), Offset: int64(d.base + offset)})
}

// space is what may stand between all parts of JSON.
const space = " \t\r\n"

func (d *jsonDecoder) space() {
	for d.at < len(d.data) && strings.IndexByte(space, d.data[d.at]) >= 0 {
		d.at++
	}
}

// skip moves behind the value that begins here, and returns it.
func (d *jsonDecoder) skip() []byte {
	start, depth := d.at, 0
	for {
		switch c := d.data[d.at]; c {
		case '"':
			d.skipString()
		case '[', '{':
			depth++
			d.at++
		case ']', '}':
			depth--
			d.at++
		case ',', ':', ' ', '\t', '\r', '\n':
			d.at++
		default:
			for d.at < len(d.data) && strings.IndexByte(space+",:]}", d.data[d.at]) < 0 {
				d.at++
			}
		}
		if depth == 0 {
			return d.data[start:d.at]
		}
	}
}

func (d *jsonDecoder) skipString() {
	for d.at++; d.data[d.at] != '"'; d.at++ {
		if d.data[d.at] == '\\' {
			d.at++
		}
	}
	d.at++
}

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

// more moves to the next element; false when there is none, which ends with end.
func (d *jsonDecoder) more(end byte) bool {
	d.space()
	if d.data[d.at] == ',' {
		d.at++
		d.space()
	}
	if d.data[d.at] == end {
		d.at++
		return false
	}
	return true
}

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
