package symbols

import "reflect"

// arg prints an operand.
func (p *printer) arg(x any, verb rune) {
	if e, ok := x.(runtimeError); ok && verb == 'T' {
		p.delegate('s', e.goType())
		return
	}
	var t *Type
	v := reflect.ValueOf(x)
	switch x := x.(type) {
	case boxed:
		t, v = x.open().t, reflect.ValueOf(x.open().v)
	case reflect.Value:
		if !x.IsValid() || verb == 'T' || verb == 'p' {
			p.delegate(verb, x)
			return
		}
		v = x
	default:
		if x == nil || verb != 'w' && !walks(v.Type(), verb) {
			p.delegate(verb, x)
			return
		}
	}
	switch verb {
	case 'T':
		p.delegate('s', typeName(t, v))
	case 'p':
		switch v.Kind() {
		case reflect.Chan, reflect.Func, reflect.Map, reflect.Pointer, reflect.Slice, reflect.UnsafePointer:
			p.pointer(t, v, 'p')
		default:
			p.badVerb(t, v, 'p')
		}
	default:
		if v.IsValid() && v.CanInterface() && p.methods(t, v, verb) {
			return
		}
		p.value(t, v, verb, 0, shown)
	}
}

// walks reports whether an operand of a compiled type is not fmt's to print, as
// there may be a box in what fmt looks at.
func walks(t reflect.Type, verb rune) bool {
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	return mayHold(t, verb != 'v')
}

// needed reports whether fmt itself would print one of the operands wrong.
func needed(args []any) bool {
	for _, x := range args {
		switch x := x.(type) {
		case nil, string, int, bool, float64:
		case boxed, reflect.Value, runtimeError:
			return true
		default:
			if walks(reflect.TypeOf(x), 's') {
				return true
			}
		}
	}
	return false
}

// print writes operands as fmt.Print does, with spaces where neither is a string.
func (p *printer) print(args []any) {
	afterString := false
	for i, x := range args {
		isString := x != nil && operandKind(x) == reflect.String
		if i > 0 && !isString && !afterString {
			p.w(" ")
		}
		p.arg(x, 'v')
		afterString = isString
	}
}

// println writes operands as fmt.Println does.
func (p *printer) println(args []any) {
	for i, x := range args {
		if i > 0 {
			p.w(" ")
		}
		p.arg(x, 'v')
	}
	p.w("\n")
}

func operandKind(x any) reflect.Kind {
	if b, ok := x.(boxed); ok {
		x = b.open().v
	}
	return reflect.ValueOf(x).Kind()
}
