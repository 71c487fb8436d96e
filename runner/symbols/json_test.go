package symbols

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"
)

// TestMarshal: boxes become the JSON that their compiled values become.
func TestMarshal(t *testing.T) {
	for _, x := range marshalCases() {
		name := fmt.Sprintf("%T", x)
		slot := []any{x}
		want := marshaled(json.Marshal, (*json.Encoder).Encode, slot[0])
		rebox(reflect.ValueOf(&slot).Elem(), map[uintptr]bool{})
		if got := marshaled(jsonMarshal, EncoderEncode, slot[0]); got != want {
			t.Errorf("%s:\ngot  %s\nwant %s", name, got, want)
		}
	}
}

func marshaled(marshal func(any) ([]byte, error), encode func(*json.Encoder, any) error, x any) string {
	b, err := marshal(x)
	var out strings.Builder
	fmt.Fprintf(&out, "%s %v", b, errorText(err))
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	enc.SetIndent("-", " ")
	err = encode(enc, x)
	fmt.Fprintf(&out, "%v", errorText(err))
	return out.String()
}

// errorText shows all that errors of package encoding/json hold.
func errorText(err error) string {
	text := fmt.Sprint(err)
	if e := (*json.UnmarshalTypeError)(nil); errors.As(err, &e) {
		text += fmt.Sprintf(" {%s %s %d %s %s}", e.Value, e.Type, e.Offset, e.Struct, e.Field)
	}
	if e := (*json.MarshalerError)(nil); errors.As(err, &e) {
		text += fmt.Sprintf(" {%s %v}", e.Type, e.Err)
	}
	if e := (*json.UnsupportedTypeError)(nil); errors.As(err, &e) {
		text += fmt.Sprintf(" {%s}", e.Type)
	}
	return text
}

// TestUnmarshal: all documents become, in boxes of all kinds of types, what they
// become in compiled values, with the same errors.
func TestUnmarshal(t *testing.T) {
	for i, x := range targets() {
		for _, doc := range documents {
			for _, options := range []jsonOptions{{}, {true, true}} {
				want, wantErr := unmarshaled(doc, targets()[i], options, false)
				got, gotErr := unmarshaled(doc, targets()[i], options, true)
				if gotErr != wantErr || got != want {
					t.Errorf("%T from %s:\ngot  %s %s\nwant %s %s", x, doc, got, gotErr, want, wantErr)
				}
			}
		}
	}
}

// unmarshaled decodes a document into x, in a box or not, and shows it.
func unmarshaled(doc string, x any, options jsonOptions, inBox bool) (value, err string) {
	p := reflect.New(reflect.TypeFor[any]())
	if x != nil {
		p = reflect.New(reflect.TypeOf(x))
		p.Elem().Set(reflect.ValueOf(x))
	}
	to := p.Interface()
	if inBox {
		rebox(p.Elem(), map[uintptr]bool{})
		to = boxOf(to)
	}
	var e error
	if options == (jsonOptions{}) {
		unmarshal := json.Unmarshal
		if inBox {
			unmarshal = jsonUnmarshal
		}
		e = unmarshal([]byte(doc), to)
	} else {
		decode := (*json.Decoder).Decode
		if inBox {
			decode = DecoderDecode
		}
		dec := json.NewDecoder(strings.NewReader(doc))
		dec.UseNumber()
		dec.DisallowUnknownFields()
		e = decode(dec, to)
	}
	var b strings.Builder
	show(&b, nil, p.Elem(), 0)
	return b.String(), errorText(e)
}

// show writes what is in v and behind its pointers.
func show(b *strings.Builder, t *Type, v reflect.Value, depth int) {
	if !v.IsValid() || depth > 10 {
		b.WriteString("…")
		return
	}
	switch v.Kind() {
	case reflect.Interface:
		t, v, _ = opened(v.Elem())
		if v.IsValid() {
			b.WriteString(typeName(t, v) + ":")
		}
		show(b, t, v, depth+1)
	case reflect.Pointer:
		if v.IsNil() {
			b.WriteString("nil")
			return
		}
		b.WriteString("&")
		show(b, elem(t), pointedTo(t, v), depth+1)
	case reflect.Struct:
		for i := range v.NumField() {
			b.WriteString("{")
			show(b, shapeOf(t, v).field(i).t, v.Field(i), depth+1)
		}
	case reflect.Slice, reflect.Array:
		fmt.Fprint(b, "[", v.Len(), v.Kind() == reflect.Slice && v.IsNil())
		for i := range v.Len() {
			b.WriteString(",")
			show(b, elem(t), v.Index(i), depth+1)
		}
	case reflect.Map:
		fmt.Fprint(b, "map", v.IsNil())
		for _, e := range entries(v) {
			b.WriteString(",")
			show(b, key(t), e.key, depth+1)
			b.WriteString("=")
			show(b, elem(t), e.value, depth+1)
		}
	case reflect.Func, reflect.Chan:
		b.WriteString("f")
	default:
		fmt.Fprintf(b, "%#v", v)
	}
}
