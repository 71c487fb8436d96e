package symbols

import (
	"fmt"
	"reflect"
	"runtime"
	"strings"
)

// Panic is a panic in interpreted code on its way through functions that defer.
type Panic struct {
	value     any    // what recover returns
	link      *Panic // the one that it put an end to
	recovered bool
	exiting   bool // runtime.Goexit ended the functions that it has gone through
}

// asPanic returns the Panic that r, the result of Go's recover, stands for.
func asPanic(r any) *Panic {
	if p, ok := r.(*Panic); ok {
		return p
	}
	return &Panic{value: Recovered(r)}
}

// follows notes that p began while a deferred call ran because of before.
func (p *Panic) follows(before *Panic) {
	for p != before && p.link != nil {
		p = p.link
	}
	if p != before {
		p.link = before
	}
}

// Error says what the panic's value says.
func (p *Panic) Error() string { return fmt.Sprint(p.value) }

// Unwrap returns the panic's value when it is an error.
func (p *Panic) Unwrap() error {
	err, _ := p.value.(error)
	return err
}

// NilPanic is what panic makes of its argument: a nil becomes an error.
func NilPanic(v any) any {
	if v == nil {
		return new(runtime.PanicNilError)
	}
	return v
}

// PanicText returns what Go's runtime prints of a panic that ends a program; v is
// what the interpreter panicked with.
func PanicText(v any) string {
	var b strings.Builder
	asPanic(v).write(&b, false)
	return strings.TrimSuffix(b.String(), "\n")
}

// write writes the panics that led to p, and p; again says that the next one has
// its value.
func (p *Panic) write(b *strings.Builder, again bool) {
	if p.link != nil {
		repeats := same(p.link.value, p.value)
		p.link.write(b, repeats)
		if repeats {
			return
		}
		b.WriteString("\t")
	}
	b.WriteString("panic: " + panicValue(p.value))
	switch {
	case p.recovered && again:
		b.WriteString(" [recovered, repanicked]")
	case p.recovered:
		b.WriteString(" [recovered]")
	}
	b.WriteString("\n")
}

// same reports whether two panics have one value.
func same(a, b any) bool {
	if a == nil || reflect.TypeOf(a) != reflect.TypeOf(b) || !reflect.TypeOf(a).Comparable() {
		return false
	}
	return a == b
}

// panicValue is the value of a panic as the runtime writes it. Where that shows
// the address of a value, this shows the value.
func panicValue(v any) string {
	switch v := v.(type) {
	case error:
		return indented(v.Error())
	case fmt.Stringer:
		if b, ok := v.(boxed); !ok || implements[func(any) string](b.open(), "String") {
			return indented(v.String())
		}
	}
	name, inner := nameOf(v), v
	if b, ok := v.(boxed); ok {
		inner = b.open().v
	}
	switch r := reflect.ValueOf(inner); r.Kind() {
	case reflect.Invalid:
		return "nil"
	case reflect.String:
		if name == "string" {
			return indented(r.String())
		}
		return name + `("` + indented(r.String()) + `")`
	case reflect.Complex64, reflect.Complex128:
		return strings.TrimPrefix(name, r.Kind().String()) + printText(inner)
	case reflect.Func, reflect.Chan, reflect.UnsafePointer:
		return "(" + name + ") …"
	case reflect.Array, reflect.Interface, reflect.Map, reflect.Pointer, reflect.Slice, reflect.Struct:
		return "(" + name + ") " + indented(fmt.Sprintf("%+v", v))
	default:
		if name == r.Kind().String() {
			return printText(inner)
		}
		return name + "(" + printText(inner) + ")"
	}
}

// indented returns s with a tab behind each newline.
func indented(s string) string { return strings.ReplaceAll(s, "\n", "\n\t") }
