package symbols

import (
	"encoding"
	"encoding/json"
	"reflect"
	"slices"
	"strings"
)

// shape is a Go type: t describes it when it mentions types that cells declare,
// and r is the interpreter's form of it, or itself.
type shape struct {
	t *Type
	r reflect.Type
}

func shapeOf(t *Type, v reflect.Value) shape { return shape{t, v.Type()} }

// id is the same for equal types, whatever form the interpreter has for them.
func (s shape) id() any {
	if s.t != nil {
		return s.t
	}
	return s.r
}

func (s shape) String() string {
	if s.t != nil {
		return s.t.name
	}
	return s.r.String()
}

// Name is what reflect.Type.Name says: "" for a type without a name.
func (s shape) Name() string {
	if s.t == nil {
		return s.r.Name()
	}
	pkg, name, ok := strings.Cut(s.t.name, ".")
	if !ok || strings.ContainsAny(pkg, "*[( ") {
		return ""
	}
	return name
}

// elem is the type that a pointer points to, or that a list or a map is of.
func (s shape) elem() shape {
	if s.t != nil && s.t.elem != nil {
		if form := s.t.elem.form.Load(); form != nil {
			return shape{s.t.elem, *form}
		}
	}
	return shape{elem(s.t), s.r.Elem()}
}

func (s shape) key() shape { return shape{key(s.t), s.r.Key()} }

// The methods of package encoding/json that types may have.
const (
	marshalJSON   = "MarshalJSON"
	marshalText   = "MarshalText"
	unmarshalJSON = "UnmarshalJSON"
	unmarshalText = "UnmarshalText"
	isZero        = "IsZero"
)

// contracts holds the interfaces with one of these methods each.
var contracts = map[string]reflect.Type{
	marshalJSON:   reflect.TypeFor[json.Marshaler](),
	marshalText:   reflect.TypeFor[interface{ MarshalText() ([]byte, error) }](),
	unmarshalJSON: reflect.TypeFor[json.Unmarshaler](),
	unmarshalText: reflect.TypeFor[interface{ UnmarshalText([]byte) error }](),
	isZero:        reflect.TypeFor[interface{ IsZero() bool }](),
}

// has reports whether the type's method set has the method, with the signature
// that its contract wants.
func (s shape) has(method string) bool {
	c := contracts[method]
	if s.t == nil {
		return s.r.Implements(c)
	}
	signature := c.Method(0).Type.String()
	return slices.Contains(s.t.wants, want{method, signature}) || s.t.methods[method].signature == signature
}

// pointerHas reports whether the method set of pointers to the type has the method.
func (s shape) pointerHas(method string) bool {
	if s.t == nil {
		return reflect.PointerTo(s.r).Implements(contracts[method])
	}
	return s.t.pointer != nil && shape{s.t.pointer, nil}.has(method)
}

// inInterface returns what v holds when it is an interface, or v.
func inInterface(t *Type, v reflect.Value) (*Type, reflect.Value) {
	if v.Kind() == reflect.Interface {
		t, v, _ = opened(v.Elem())
	}
	return t, v
}

// address returns a pointer to v.
func address(t *Type, v reflect.Value) (*Type, reflect.Value) {
	if t != nil {
		t = t.pointer
	}
	return t, v.Addr()
}

// callMarshal calls MarshalJSON or MarshalText, which v has.
func callMarshal(t *Type, v reflect.Value, method string) ([]byte, error) {
	t, v = inInterface(t, v)
	if t != nil {
		f, _ := calls[func(any) ([]byte, error)](t, method)
		return f(receiver(t, v))
	}
	if method == marshalJSON {
		return v.Interface().(json.Marshaler).MarshalJSON()
	}
	return v.Interface().(encoding.TextMarshaler).MarshalText()
}

// callUnmarshal calls UnmarshalJSON or UnmarshalText, which v has.
func callUnmarshal(t *Type, v reflect.Value, method string, data []byte) error {
	if t != nil {
		f, _ := calls[func(any, []byte) error](t, method)
		return f(receiver(t, v), data)
	}
	if method == unmarshalJSON {
		return v.Interface().(json.Unmarshaler).UnmarshalJSON(data)
	}
	return v.Interface().(encoding.TextUnmarshaler).UnmarshalText(data)
}

// callIsZero calls IsZero, which v has.
func callIsZero(t *Type, v reflect.Value) bool {
	t, v = inInterface(t, v)
	if t != nil {
		f, _ := calls[func(any) bool](t, isZero)
		return f(receiver(t, v))
	}
	return v.Interface().(interface{ IsZero() bool }).IsZero()
}
