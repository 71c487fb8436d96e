package symbols

import (
	"errors"
	"reflect"
)

// ErrorsAs finds the first error in err's tree that is a t, as errors.As does, or
// that stores one in target, a pointer to a t. A t may be an interface.
func ErrorsAs(err error, t *Type, target any) (v any, ok bool) {
	for err != nil {
		if v, ok := Unbox(t, err); ok {
			return v, true
		}
		if len(t.wants) > 0 && missing(err, t.wants) == "" {
			return Any(err), true
		}
		if a, ok := err.(interface{ As(any) bool }); ok && a.As(target) {
			return reflect.ValueOf(target.(boxed).open().v).Elem().Interface(), true
		}
		if many, ok := err.(interface{ Unwrap() []error }); ok {
			for _, e := range many.Unwrap() {
				if v, ok := ErrorsAs(e, t, target); ok {
					return v, true
				}
			}
			return nil, false
		}
		err = errors.Unwrap(err)
	}
	return nil, false
}

func (b errorBox) Error() string {
	f, _ := calls[func(any) string](b.t, "Error")
	return f(b.v)
}

// Unwrap returns nil for a type that has no such method, which says the same.
func (b errorBox) Unwrap() error {
	if f, ok := calls[func(any) error](b.t, "Unwrap"); ok {
		return f(b.v)
	}
	return nil
}

// Is returns false for a type that has no such method, which says the same.
func (b errorBox) Is(target error) bool {
	f, ok := calls[func(any, error) bool](b.t, "Is")
	return ok && f(b.v, target)
}

// Unwrap returns the errors that the value wraps.
func (b treeBox) Unwrap() []error {
	f, _ := calls[func(any) []error](b.t, "Unwrap")
	return f(b.v)
}

// As returns false for a type that has no such method, which says the same.
func (b errorBox) As(target any) bool {
	f, ok := calls[func(any, any) bool](b.t, "As")
	return ok && f(b.v, target)
}

// Timeout returns false for a type that has no such method: compiled code that
// asks for it takes that for the same.
func (b errorBox) Timeout() bool { return b.yes("Timeout") }

// Temporary returns false for a type that has no such method, as Timeout does.
func (b errorBox) Temporary() bool { return b.yes("Temporary") }

func (b errorBox) yes(method string) bool {
	f, ok := calls[func(any) bool](b.t, method)
	return ok && f(b.v)
}
