package symbols

import (
	"bytes"
	"encoding/json"
	"reflect"
	"slices"
	"strings"
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
