package symbols

import (
	"fmt"
	"reflect"
)

// methods prints v by a method of its own, as fmt does, when it has one for the verb.
func (p *printer) methods(t *Type, v reflect.Value, verb rune) (handled bool) {
	switch {
	case p.erroring:
		return false
	case verb == 'w':
		if !p.wrapsErrors || !isError(t, v) {
			p.badVerb(t, v, verb)
			return true
		}
		verb = 'v'
	}
	if t == nil {
		return p.compiledMethods(v.Interface(), verb)
	}
	if f, ok := calls[func(any, fmt.State, rune)](t, "Format"); ok {
		handled = true // when it panics too
		defer p.catch(v, verb, "Format", t.lines.mark())
		f(receiver(t, v), p, verb)
		return
	}
	if p.sharpV {
		if f, ok := calls[func(any) string](t, "GoString"); ok {
			handled = true
			defer p.catch(v, verb, "GoString", t.lines.mark())
			p.delegate('s', f(receiver(t, v)))
		}
		return
	}
	switch verb {
	case 'v', 's', 'x', 'X', 'q':
		for _, name := range []string{"Error", "String"} {
			if f, ok := calls[func(any) string](t, name); ok {
				handled = true
				defer p.catch(v, verb, name, t.lines.mark())
				p.text(f(receiver(t, v)), verb)
				return
			}
		}
	}
	return
}

// text writes what a method returned.
func (p *printer) text(s string, verb rune) {
	if verb == 'v' {
		verb = 's'
	}
	p.delegate(verb, s)
}

// compiledMethods leaves a compiled value to fmt when fmt prints it by a method.
func (p *printer) compiledMethods(x any, verb rune) bool {
	_, handled := x.(fmt.Formatter)
	if !handled && p.sharpV {
		_, handled = x.(fmt.GoStringer)
	} else if !handled {
		switch verb {
		case 'v', 's', 'x', 'X', 'q':
			switch x.(type) {
			case error, fmt.Stringer:
				handled = true
			}
		}
	}
	if v, ok := x.(reflect.Value); ok && handled {
		p.text(v.String(), verb) // as an operand fmt would look into it
	} else if handled {
		p.delegate(verb, x)
	}
	return handled
}

func isError(t *Type, v reflect.Value) bool {
	if t != nil {
		_, ok := calls[func(any) string](t, "Error")
		return ok
	}
	_, ok := v.Interface().(error)
	return ok
}

// catch ends the panic of a method of v with a text; back drops the frames that
// the panic left behind.
func (p *printer) catch(v reflect.Value, verb rune, method string, back func()) {
	r := recover()
	if r == nil {
		return
	}
	if !p.panicking {
		back()
	}
	if v.Kind() == reflect.Pointer && v.IsNil() {
		p.w("<nil>")
		return
	}
	if p.panicking {
		panic(r)
	}
	q := &printer{buf: p.buf, panicking: true}
	q.w("%!", string(verb), "(PANIC=", method, " method: ")
	q.arg(asPanic(r).value, 'v')
	q.w(")")
	p.buf = q.buf
}
