package symbols

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"reflect"
	"strconv"
)

// settle follows the pointers from v to where a value goes, and makes them where
// they are nil: to a method that takes it, which it names, or to what is no
// pointer. A null goes no further than to a pointer that can be made nil.
func settle(t *Type, v reflect.Value, null bool) (*Type, reflect.Value, string) {
	for {
		if v.Kind() == reflect.Interface && !v.IsNil() {
			if et, e, _ := opened(v.Elem()); e.Kind() == reflect.Pointer && !e.IsNil() && (!null || pointedTo(et, e).Kind() == reflect.Pointer) {
				t, v = et, e
				continue
			}
		}
		if v.Kind() != reflect.Pointer {
			s := shapeOf(t, v)
			for _, method := range []string{unmarshalJSON, unmarshalText} {
				if v.CanAddr() && s.Name() != "" && (method == unmarshalJSON || !null) && s.pointerHas(method) {
					pt, p := address(t, v)
					return pt, p, method
				}
			}
			return t, v, ""
		}
		if null && v.CanSet() {
			return t, v, ""
		}
		if v.IsNil() {
			allocate(t, v)
		}
		to := pointedTo(t, v)
		if to.Kind() == reflect.Interface && to.Elem().Kind() == reflect.Pointer && to.Elem().Equal(v) {
			return elem(t), to, "" // it holds its own address
		}
		for _, method := range []string{unmarshalJSON, unmarshalText} {
			if (method == unmarshalJSON || !null) && v.CanInterface() && shapeOf(t, v).has(method) {
				return t, v, method
			}
		}
		t, v = elem(t), to
	}
}

// unquote returns the text of a JSON string.
func unquote(item []byte) (s string, ok bool) {
	ok = len(item) > 1 && item[0] == '"' && item[len(item)-1] == '"' && json.Unmarshal(item, &s) == nil
	return s, ok
}

// misused is the error of a value in quotes that is none for v.
func misused(item []byte, s shape) error {
	return fmt.Errorf("json: invalid use of ,string struct tag, trying to unmarshal %q into %v", item, s)
}

// literal stores what is no array and no object; quoted says that it stood in a
// string, and may be anything.
func (d *jsonDecoder) literal(item []byte, t *Type, v reflect.Value, quoted bool) error {
	given := shapeOf(t, v)
	if len(item) == 0 {
		d.save(misused(item, given))
		return nil
	}
	t, v, method := settle(t, v, item[0] == 'n')
	switch method {
	case unmarshalJSON:
		return callUnmarshal(t, v, method, item)
	case unmarshalText:
		return d.literalText(item, t, v, given, quoted)
	}
	s := shapeOf(t, v)
	switch c := item[0]; {
	case c == 'n':
		if quoted && string(item) != "null" {
			d.save(misused(item, s))
			return nil
		}
		switch v.Kind() {
		case reflect.Interface, reflect.Pointer, reflect.Map, reflect.Slice:
			v.SetZero()
		}
	case c == 't' || c == 'f':
		if quoted && string(item) != "true" && string(item) != "false" {
			d.save(misused(item, s))
			return nil
		}
		switch {
		case v.Kind() == reflect.Bool:
			v.SetBool(c == 't')
		case v.Kind() == reflect.Interface && methodless(t, v):
			v.Set(reflect.ValueOf(c == 't'))
		case quoted && v.Kind() != reflect.Interface:
			d.save(misused(item, s))
		default:
			d.mismatch("bool", s, d.at)
		}
	case c == '"':
		text, ok := unquote(item)
		if !ok {
			return misused(item, s)
		}
		return d.literalString(item, text, t, v)
	case c != '-' && (c < '0' || c > '9'):
		return misused(item, s)
	default:
		return d.literalNumber(item, t, v, quoted)
	}
	return nil
}

// literalText gives a string to UnmarshalText; given is what was to be stored in.
func (d *jsonDecoder) literalText(item []byte, t *Type, v reflect.Value, given shape, quoted bool) error {
	if item[0] == '"' {
		s, ok := unquote(item)
		if !ok {
			return misused(item, given)
		}
		return callUnmarshal(t, v, unmarshalText, []byte(s))
	}
	what := "number"
	switch item[0] {
	case 'n':
		what = "null"
	case 't', 'f':
		what = "bool"
	}
	if quoted {
		d.save(misused(item, given))
	} else {
		d.mismatch(what, given, d.at)
	}
	return nil
}

func (d *jsonDecoder) literalString(item []byte, text string, t *Type, v reflect.Value) error {
	switch {
	case v.Kind() == reflect.Slice && v.Type().Elem().Kind() == reflect.Uint8:
		b := make([]byte, base64.StdEncoding.DecodedLen(len(text)))
		n, err := base64.StdEncoding.Decode(b, []byte(text))
		if err != nil {
			d.save(err)
			return nil
		}
		v.SetBytes(b[:n])
	case v.Kind() == reflect.String:
		if isNumber(t, v) && !validNumber(text) {
			return fmt.Errorf("json: invalid number literal, trying to unmarshal %q into Number", item)
		}
		v.SetString(text)
	case v.Kind() == reflect.Interface && methodless(t, v):
		v.Set(reflect.ValueOf(text))
	default:
		d.mismatch("string", shapeOf(t, v), d.at)
	}
	return nil
}

// isNumber reports whether v is a json.Number.
func isNumber(t *Type, v reflect.Value) bool {
	return t == nil && v.Type() == reflect.TypeFor[json.Number]()
}

func validNumber(s string) bool {
	isDigit := func(c byte) bool { return '0' <= c && c <= '9' }
	return json.Valid([]byte(s)) && (s[0] == '-' || isDigit(s[0])) && isDigit(s[len(s)-1])
}

func (d *jsonDecoder) literalNumber(item []byte, t *Type, v reflect.Value, quoted bool) error {
	s, text := shapeOf(t, v), string(item)
	fits := true
	switch {
	case v.CanInt():
		n, err := strconv.ParseInt(text, 10, 64)
		if fits = err == nil && !v.OverflowInt(n); fits {
			v.SetInt(n)
		}
	case v.CanUint():
		n, err := strconv.ParseUint(text, 10, 64)
		if fits = err == nil && !v.OverflowUint(n); fits {
			v.SetUint(n)
		}
	case v.CanFloat():
		n, err := strconv.ParseFloat(text, v.Type().Bits())
		if fits = err == nil && !v.OverflowFloat(n); fits {
			v.SetFloat(n)
		}
	case isNumber(t, v):
		v.SetString(text)
	case v.Kind() == reflect.Interface:
		d.number(text, t, v)
	case quoted:
		return misused(item, s)
	default:
		d.mismatch("number", s, d.at)
	}
	if !fits {
		d.mismatch("number "+text, s, d.at)
	}
	return nil
}

// number stores a number in an interface.
func (d *jsonDecoder) number(text string, t *Type, v reflect.Value) {
	var n any = json.Number(text)
	if !d.options.useNumber {
		f, err := strconv.ParseFloat(text, 64)
		if err != nil {
			d.mismatch("number "+text, shape{nil, reflect.TypeFor[float64]()}, d.at+1)
			return
		}
		n = f
	}
	if !methodless(t, v) {
		d.mismatch("number", shapeOf(t, v), d.at)
		return
	}
	v.Set(reflect.ValueOf(n))
}
