package symbols

import (
	"reflect"
	"unicode/utf8"
)

func helpers() map[string]reflect.Value {
	all := map[string]reflect.Value{
		"Any":            reflect.ValueOf(Any),
		"AsError":        reflect.ValueOf(AsError),
		"AsInterface":    reflect.ValueOf(AsInterface),
		"Box":            reflect.ValueOf(Box),
		"CheckKey":       reflect.ValueOf(CheckKey),
		"Clear":          reflect.ValueOf(Clear),
		"Compiled":       reflect.ValueOf(Compiled),
		"DecodeRune":     reflect.ValueOf(utf8.DecodeRuneInString),
		"Index":          reflect.ValueOf(Index),
		"Shift":          reflect.ValueOf(Shift),
		"Slice":          reflect.ValueOf(Slice),
		"SliceArray":     reflect.ValueOf(SliceArray),
		"Defers":         reflect.ValueOf((*Defers)(nil)),
		"Equal":          reflect.ValueOf(Equal),
		"ErrorsAs":       reflect.ValueOf(ErrorsAs),
		"IsA":            reflect.ValueOf(IsA),
		"Method":         reflect.ValueOf(Method),
		"NewDefers":      reflect.ValueOf(NewDefers),
		"NewLines":       reflect.ValueOf(func() *Lines { return NewLines(make([]int32, MaxDepth)) }),
		"NewType":        reflect.ValueOf(NewType),
		"NilDereference": reflect.ValueOf(NilDereference),
		"NilPanic":       reflect.ValueOf(NilPanic),
		"RangeState":     reflect.ValueOf(RangeState),
		"NonNilValue":    reflect.ValueOf(NonNilValue),
		"NonNil":         reflect.ValueOf(NonNil),
		"NotA":           reflect.ValueOf(NotA),
		"Print":          reflect.ValueOf(Print),
		"Println":        reflect.ValueOf(Println),
		"Raise":          reflect.ValueOf(Raise),
		"Recover":        reflect.ValueOf(Recover),
		"ToError":        reflect.ValueOf(ToError),
		"Type":           reflect.ValueOf((*Type)(nil)),
		"Unbox":          reflect.ValueOf(Unbox),

		"Comm":       reflect.ValueOf((*Comm)(nil)),
		"Hashable":   reflect.ValueOf(Hashable),
		"NewMapIter": reflect.ValueOf(NewMapIter),
		"Pull":       reflect.ValueOf(Pull),
		"Receive":    reflect.ValueOf(Receive),
		"Select":     reflect.ValueOf(Select),
		"Send":       reflect.ValueOf(Send),
		"CheckCap":   reflect.ValueOf(CheckCap),
		"TooShort":   reflect.ValueOf(TooShort),

		"Words":            reflect.ValueOf(Words),
		"UnsafeAdd":        reflect.ValueOf(UnsafeAdd),
		"UnsafeSlice":      reflect.ValueOf(UnsafeSlice),
		"UnsafeSliceData":  reflect.ValueOf(UnsafeSliceData),
		"UnsafeString":     reflect.ValueOf(UnsafeString),
		"UnsafeStringData": reflect.ValueOf(UnsafeStringData),
	}
	for k, f := range replacedMethods {
		all[k.t.Elem().Name()+k.name] = f
	}
	return all
}
