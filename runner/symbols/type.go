package symbols

import (
	"fmt"
	"reflect"
	"sync"
	"sync/atomic"
)

// Type describes a type that cells declare, or that is made of such types: what
// the interpreter's own form of it has lost. Lowered code makes one for each type
// whose values become interfaces, and for the types that it is made of; equal
// types have the same Type.
//
// Where a Type has parts, nil stands for a part of a compiled type: its values
// say by themselves what they are.
type Type struct {
	lines     *Lines
	name      string // as %T writes it: main.T, []main.T, struct { x int }
	elem, key *Type  // of a pointer, slice, array, channel or map
	pointer   *Type  // to this type, when that has methods that compiled code looks for
	fields    []field
	methods   map[string]method // of the type's method set
	wants     []want            // of an interface: its methods

	describing sync.Once
	described  *described // its reflect.Type

	carrying sync.Once
	carry    func(box) any                // makes the box that an any holds
	form     atomic.Pointer[reflect.Type] // the interpreter's; nil until a value was seen
}

// field is a field of a struct. The interpreter's form of it has all fields in
// the same order, under other names.
type field struct {
	name, tag string
	embedded  bool
	t         *Type
}

// method is a method of a cells' type: call is a func whose first argument is the
// receiver as an any, and that takes what is left of a variadic call as a slice.
type method struct {
	signature string // as package reflect writes it
	call      any
}

// want is a method that an interface asks for.
type want struct{ name, signature string }

// NewType returns the type with this name, of which nothing else is known yet; its
// methods note in lines what they run.
func NewType(lines *Lines, name string) *Type { return &Type{lines: lines, name: name} }

// Elem says what a pointer, slice, array, channel or map is one of.
func (t *Type) Elem(elem *Type) { t.elem = elem }

// Key says what the keys of a map are.
func (t *Type) Key(key *Type) { t.key = key }

// Pointer says what pointers to the type are: they may have methods that it has not.
func (t *Type) Pointer(pointer *Type) { t.pointer = pointer }

// Field adds a field to a struct.
func (t *Type) Field(name, tag string, embedded bool, ft *Type) {
	t.fields = append(t.fields, field{name, tag, embedded, ft})
}

// Method adds a method to the method set.
func (t *Type) Method(name, signature string, call any) {
	if t.methods == nil {
		t.methods = make(map[string]method)
	}
	t.methods[name] = method{signature, call}
}

// Want adds a method to an interface; they come in the order of their names.
func (t *Type) Want(name, signature string) { t.wants = append(t.wants, want{name, signature}) }

// calls returns the method of t with this name when its func is an F.
func calls[F any](t *Type, name string) (f F, ok bool) {
	f, ok = t.methods[name].call.(F)
	return f, ok
}

// nameOf is how a program's messages write the type of x.
func nameOf(x any) string {
	if b, ok := x.(boxed); ok {
		return b.open().t.name
	}
	if x == nil {
		return "nil"
	}
	return reflect.TypeOf(x).String()
}

// missing returns the first method of wants that x, which is not nil, has not; ""
// when it has all.
func missing(x any, wants []want) string {
	if b, ok := x.(boxed); ok {
		for _, w := range wants {
			if m, ok := b.open().t.methods[w.name]; !ok || m.signature != w.signature {
				return w.name
			}
		}
		return ""
	}
	v := reflect.ValueOf(x)
	for _, w := range wants {
		if m := v.MethodByName(w.name); !m.IsValid() || m.Type().String() != w.signature {
			return w.name
		}
	}
	return ""
}

func (t *Type) String() string { return fmt.Sprintf("Type(%s)", t.name) }
