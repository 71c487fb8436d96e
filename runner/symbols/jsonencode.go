package symbols

import (
	"bytes"
	"encoding/json"
	"reflect"
	"slices"
	"unsafe"
)

// jsonEncoder writes values as package encoding/json does, those of cells' types
// by their Types. What is not made of other values it leaves to that package.
type jsonEncoder struct {
	bytes.Buffer
	escape bool // <, > and &
	depth  int  // of pointers, maps and slices
	seen   map[extent]bool
}

// watched is the depth from which on values are remembered that may contain
// themselves, as package encoding/json does.
const watched = 1000

func (e *jsonEncoder) value(t *Type, v reflect.Value, quoted bool) error {
	if !v.IsValid() {
		e.WriteString("null")
		return nil
	}
	if t != nil {
		t.learn(v.Type())
	}
	s := shapeOf(t, v)
	addressable := v.Kind() != reflect.Pointer && v.CanAddr()
	for _, method := range []string{marshalJSON, marshalText} {
		switch {
		case addressable && s.pointerHas(method):
			pt, p := address(t, v)
			return e.marshaled(pt, p, s, method)
		case s.has(method):
			if (v.Kind() == reflect.Pointer || v.Kind() == reflect.Interface) && v.IsNil() {
				e.WriteString("null")
				return nil
			}
			return e.marshaled(t, v, s, method)
		}
	}
	switch v.Kind() {
	case reflect.Interface:
		et, ev, _ := opened(v.Elem())
		return e.value(et, ev, quoted)
	case reflect.Struct:
		return e.object(t, v)
	case reflect.Map:
		return e.mapping(t, v)
	case reflect.Slice, reflect.Array:
		return e.list(t, v)
	case reflect.Pointer:
		if v.IsNil() {
			e.WriteString("null")
			return nil
		}
		return e.inside(t, v, 0, func() error { return e.value(elem(t), pointedTo(t, v), quoted) })
	case reflect.Chan, reflect.Func, reflect.Complex64, reflect.Complex128, reflect.UnsafePointer:
		return &json.UnsupportedTypeError{Type: s.reflected()}
	}
	return e.leaf(t, v, quoted)
}

// marshaled writes what a method of v returns; s is the type that an error names.
func (e *jsonEncoder) marshaled(t *Type, v reflect.Value, s shape, method string) error {
	out, err := callMarshal(t, v, method)
	if err == nil && method == marshalText {
		e.Write(quote(string(out), e.escape))
		return nil
	}
	var compact bytes.Buffer
	if err == nil {
		err = json.Compact(&compact, out)
	}
	if err != nil {
		return marshalerError(s.reflected(), err, method)
	}
	if e.escape {
		json.HTMLEscape(&e.Buffer, compact.Bytes())
	} else {
		e.Write(compact.Bytes())
	}
	return nil
}

// failing is a value whose text cannot be had.
type failing struct{ err error }

func (f failing) MarshalText() ([]byte, error) { return nil, f.err }

// marshalerError returns the error of package encoding/json that says which
// method of a type failed; of methods for text it makes one only by itself.
func marshalerError(t reflect.Type, err error, method string) error {
	if method == marshalJSON {
		return &json.MarshalerError{Type: t, Err: err}
	}
	_, err = json.Marshal(failing{err})
	err.(*json.MarshalerError).Type = t
	return err
}

// extent is where a pointer, a map or a slice leads to.
type extent struct {
	r     reflect.Type
	start unsafe.Pointer
	len   int
}

// inside writes by write what is in v, of this length, unless v is in itself.
func (e *jsonEncoder) inside(t *Type, v reflect.Value, n int, write func() error) error {
	e.depth++
	defer func() { e.depth-- }()
	if e.depth > watched {
		id := extent{v.Type(), v.UnsafePointer(), n}
		if e.seen[id] {
			return &json.UnsupportedValueError{Value: v, Str: "encountered a cycle via " + typeName(t, v)}
		}
		if e.seen == nil {
			e.seen = make(map[extent]bool)
		}
		e.seen[id] = true
		defer delete(e.seen, id)
	}
	return write()
}

func (e *jsonEncoder) list(t *Type, v reflect.Value) error {
	if v.Kind() == reflect.Array {
		return e.elements(t, v)
	}
	if v.IsNil() {
		e.WriteString("null")
		return nil
	}
	if item := shapeOf(t, v).elem(); item.r.Kind() == reflect.Uint8 && !item.pointerHas(marshalJSON) && !item.pointerHas(marshalText) {
		b, err := json.Marshal(v.Bytes())
		e.Write(b)
		return err
	}
	return e.inside(t, v, v.Len(), func() error { return e.elements(t, v) })
}

func (e *jsonEncoder) elements(t *Type, v reflect.Value) error {
	e.WriteByte('[')
	for i := range v.Len() {
		if i > 0 {
			e.WriteByte(',')
		}
		if err := e.value(elem(t), v.Index(i), false); err != nil {
			return err
		}
	}
	e.WriteByte(']')
	return nil
}

// leaf writes a value of a basic type, as a string in quotes when quoted says so.
func (e *jsonEncoder) leaf(t *Type, v reflect.Value, quoted bool) error {
	var x any
	switch v.Kind() {
	case reflect.Bool:
		x = v.Bool()
	case reflect.Float32:
		x = float32(v.Float())
	case reflect.Float64:
		x = v.Float()
	case reflect.String:
		if t != nil || v.Type() != reflect.TypeFor[json.Number]() {
			b := quote(v.String(), e.escape)
			if quoted {
				b = quote(string(b), false)
			}
			e.Write(b)
			return nil
		}
		x = v.Interface()
	default:
		if v.CanInt() {
			x = v.Int()
		} else {
			x = v.Uint()
		}
	}
	b, err := json.Marshal(x)
	if quoted {
		b = slices.Concat([]byte{'"'}, b, []byte{'"'})
	}
	e.Write(b)
	return err
}

// quote returns s as JSON writes it.
func quote(s string, escape bool) []byte {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(escape)
	enc.Encode(s) // a string has no errors
	return bytes.TrimSuffix(b.Bytes(), []byte("\n"))
}
