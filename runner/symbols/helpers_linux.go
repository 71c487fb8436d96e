package symbols

import (
	"reflect"
	"unicode/utf8"
)

func helpers() map[string]reflect.Value {
	return map[string]reflect.Value{
		"Box":            reflect.ValueOf(Box),
		"BoxError":       reflect.ValueOf(BoxError),
		"BoxStringer":    reflect.ValueOf(BoxStringer),
		"DecodeRune":     reflect.ValueOf(utf8.DecodeRuneInString),
		"Clear":          reflect.ValueOf(Clear),
		"Defers":         reflect.ValueOf((*Defers)(nil)),
		"ErrorsAs":       reflect.ValueOf(ErrorsAs),
		"MustUnbox":      reflect.ValueOf(MustUnbox),
		"NewDefers":      reflect.ValueOf(NewDefers),
		"NewType":        reflect.ValueOf(NewType),
		"NilDereference": reflect.ValueOf(NilDereference),
		"Raise":          reflect.ValueOf(Raise),
		"NilPanic":       reflect.ValueOf(NilPanic),
		"NotA":           reflect.ValueOf(NotA),
		"Print":          reflect.ValueOf(Print),
		"Println":        reflect.ValueOf(Println),
		"Recover":        reflect.ValueOf(Recover),
		"Type":           reflect.ValueOf((*Type)(nil)),
		"Unbox":          reflect.ValueOf(Unbox),

		"Comm":       reflect.ValueOf((*Comm)(nil)),
		"NewMapIter": reflect.ValueOf(NewMapIter),
		"Receive":    reflect.ValueOf(Receive),
		"Select":     reflect.ValueOf(Select),
		"Send":       reflect.ValueOf(Send),
	}
}
