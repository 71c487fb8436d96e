package symbols

import (
	"bytes"
	"encoding/json"
	"reflect"
)

// jsonFunctions are what cells get for the functions of package encoding/json
// that look into what they are given.
func jsonFunctions() map[string]reflect.Value {
	return map[string]reflect.Value{
		"Marshal":       reflect.ValueOf(jsonMarshal),
		"MarshalIndent": reflect.ValueOf(jsonMarshalIndent),
		"Unmarshal":     reflect.ValueOf(jsonUnmarshal),
	}
}

// reaches reports whether package encoding/json would come upon a box in x.
func reaches(x any) bool {
	if _, ok := x.(boxed); ok {
		return true
	}
	return x != nil && mayHold(reflect.TypeOf(x), true)
}

// operand returns what is in x with its type.
func operand(x any) (*Type, reflect.Value) {
	if b, ok := x.(boxed); ok {
		return b.open().t, reflect.ValueOf(b.open().v)
	}
	return nil, reflect.ValueOf(x)
}

func jsonMarshal(x any) ([]byte, error) {
	if !reaches(x) {
		return json.Marshal(x)
	}
	return encode(x, true)
}

// encode returns x as JSON; escape says that <, > and & are written as numbers.
func encode(x any, escape bool) ([]byte, error) {
	e := jsonEncoder{escape: escape}
	t, v := operand(x)
	if err := e.value(t, v, false); err != nil {
		return nil, err
	}
	return e.Bytes(), nil
}

func jsonMarshalIndent(x any, prefix, indent string) ([]byte, error) {
	b, err := jsonMarshal(x)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	if err := json.Indent(&out, b, prefix, indent); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

func jsonUnmarshal(data []byte, x any) error {
	if !reaches(x) {
		return json.Unmarshal(data, x)
	}
	t, v := operand(x)
	return json.Unmarshal(data, &jsonTarget{t, v, reflect.ValueOf(data), jsonOptions{}})
}

// EncoderEncode is (*json.Encoder).Encode.
func EncoderEncode(enc *json.Encoder, x any) error {
	settings := reflect.ValueOf(enc).Elem()
	if !reaches(x) || !settings.FieldByName("err").IsNil() {
		return enc.Encode(x)
	}
	b, err := encode(x, settings.FieldByName("escapeHTML").Bool())
	if err != nil {
		return err
	}
	return enc.Encode(json.RawMessage(b))
}

// DecoderDecode is (*json.Decoder).Decode.
func DecoderDecode(dec *json.Decoder, x any) error {
	if !reaches(x) {
		return dec.Decode(x)
	}
	settings := reflect.ValueOf(dec).Elem().FieldByName("d")
	t, v := operand(x)
	return dec.Decode(&jsonTarget{t, v, settings.FieldByName("data"), jsonOptions{
		useNumber: settings.FieldByName("useNumber").Bool(),
		strict:    settings.FieldByName("disallowUnknownFields").Bool(),
	}})
}

// MarshalJSON serves what finds a box by itself.
func (b box) MarshalJSON() ([]byte, error) { return encode(b, false) }
