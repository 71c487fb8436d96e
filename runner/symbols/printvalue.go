package symbols

import (
	"go/token"
	"reflect"
	"strings"
)

// hiding says whether a value is that of an unexported field, or inside of one:
// then fmt calls none of its methods.
type hiding int

const (
	shown    hiding = iota
	embedded        // an embedded field: what it promotes is not hidden by it
	hidden
)

// inside is how what is inside of a hidden value is hidden.
func (h hiding) inside() hiding {
	if h == embedded {
		return hidden
	}
	return h
}

// value prints v, which is depth values deep.
func (p *printer) value(t *Type, v reflect.Value, verb rune, depth int, h hiding) {
	if bt, bv, ok := opened(v); ok {
		t, v = bt, bv
	}
	if !v.IsValid() {
		p.invalid(verb)
		return
	}
	if t != nil {
		t.learn(v.Type())
	}
	visible := h == shown && v.CanInterface()
	if depth > 0 && visible && v.Kind() != reflect.Interface && p.methods(t, v, verb) {
		return
	}
	if t == nil && !p.erroring && verb != 'w' && v.Kind() != reflect.Pointer && !mayHold(v.Type(), verb != 'v') {
		if !visible && v.CanInterface() {
			v = reflect.ValueOf(struct{ x any }{v.Interface()}).Field(0).Elem()
		}
		p.delegate(verb, v)
		return
	}
	switch v.Kind() {
	case reflect.Map:
		p.mapping(t, v, verb, depth, h)
	case reflect.Struct:
		p.structure(t, v, verb, depth, h)
	case reflect.Interface:
		if v.IsNil() {
			p.nilInterface(t, v)
			return
		}
		p.value(nil, v.Elem(), verb, depth+1, h.inside())
	case reflect.Array, reflect.Slice:
		p.list(t, v, verb, depth, h)
	case reflect.Pointer:
		if depth == 0 && !v.IsNil() {
			to := pointedTo(t, v)
			switch to.Kind() {
			case reflect.Array, reflect.Slice, reflect.Struct, reflect.Map:
				p.w("&")
				p.value(elem(t), to, verb, depth+1, h.inside())
				return
			}
		}
		p.pointer(t, v, verb)
	case reflect.Chan, reflect.Func, reflect.UnsafePointer:
		p.pointer(t, v, verb)
	default:
		p.leaf(t, v, verb)
	}
}

func (p *printer) invalid(verb rune) {
	if verb == 'v' {
		p.w("<nil>")
	} else {
		p.badVerb(nil, reflect.Value{}, verb)
	}
}

func (p *printer) nilInterface(t *Type, v reflect.Value) {
	if p.sharpV {
		p.w(typeName(t, v), "(nil)")
	} else {
		p.w("<nil>")
	}
}

// separate writes what stands between the elements of a value.
func (p *printer) separate(i int) {
	switch {
	case i == 0:
	case p.sharpV:
		p.w(", ")
	default:
		p.w(" ")
	}
}

// open writes how a value with elements begins; it returns how it ends, and
// whether it is nil, of which no more is written.
func (p *printer) open(t *Type, v reflect.Value, begin, end string) (string, bool) {
	if !p.sharpV {
		p.w(begin)
		return end, false
	}
	p.w(typeName(t, v))
	if (v.Kind() == reflect.Map || v.Kind() == reflect.Slice) && v.IsNil() {
		p.w("(nil)")
		return "", true
	}
	p.w("{")
	return "}", false
}

func (p *printer) mapping(t *Type, v reflect.Value, verb rune, depth int, h hiding) {
	end, isNil := p.open(t, v, "map[", "]")
	if isNil {
		return
	}
	for i, e := range entries(v) {
		p.separate(i)
		p.value(key(t), e.key, verb, depth+1, h.inside())
		p.w(":")
		p.value(elem(t), e.value, verb, depth+1, h.inside())
	}
	p.w(end)
}

func (p *printer) structure(t *Type, v reflect.Value, verb rune, depth int, h hiding) {
	end, _ := p.open(t, v, "{", "}")
	for i := range v.NumField() {
		p.separate(i)
		f := shapeOf(t, v).field(i)
		if p.plusV || p.sharpV {
			p.w(f.name, ":")
		}
		fv, fh := v.Field(i), h
		if h == embedded {
			fh = shown
		}
		switch {
		case token.IsExported(f.name) || fh == hidden:
		case f.embedded:
			fh = embedded
		default:
			fh = hidden
		}
		if fv.Kind() == reflect.Interface && !fv.IsNil() {
			f.t, fv, fh = nil, fv.Elem(), fh.inside()
		}
		p.value(f.t, fv, verb, depth+1, fh)
	}
	p.w(end)
}

func (p *printer) list(t *Type, v reflect.Value, verb rune, depth int, h hiding) {
	if strings.ContainsRune("sqxX", verb) && v.Type().Elem().Kind() == reflect.Uint8 {
		bytes := make([]byte, v.Len())
		for i := range bytes {
			bytes[i] = byte(v.Index(i).Uint())
		}
		p.delegate(verb, bytes)
		return
	}
	end, isNil := p.open(t, v, "[", "]")
	if isNil {
		return
	}
	for i := range v.Len() {
		p.separate(i)
		p.value(elem(t), v.Index(i), verb, depth+1, h.inside())
	}
	p.w(end)
}

func (p *printer) pointer(t *Type, v reflect.Value, verb rune) {
	u := uintptr(v.UnsafePointer())
	switch verb {
	case 'v':
		switch {
		case p.sharpV && u == 0:
			p.w("(", typeName(t, v), ")(nil)")
		case p.sharpV:
			p.w("(", typeName(t, v), ")(")
			p.hex(u, true)
			p.w(")")
		case u == 0:
			p.pad("<nil>")
		default:
			p.hex(u, !p.sharp)
		}
	case 'p':
		p.hex(u, !p.sharp)
	case 'b', 'o', 'd', 'x', 'X':
		p.delegate(verb, uint64(u))
	default:
		p.badVerb(t, v, verb)
	}
}

// leaf prints a value of a basic type.
func (p *printer) leaf(t *Type, v reflect.Value, verb rune) {
	var x any
	verbs, plain := "vbcdoOqxXU", 'd'
	switch v.Kind() {
	case reflect.Bool:
		x, verbs, plain = v.Bool(), "vt", 't'
	case reflect.Float32:
		x, verbs, plain = float32(v.Float()), "vbgGxXfFeE", 'g'
	case reflect.Float64:
		x, verbs, plain = v.Float(), "vbgGxXfFeE", 'g'
	case reflect.Complex64:
		x, verbs, plain = complex64(v.Complex()), "vbgGxXfFeE", 'g'
	case reflect.Complex128:
		x, verbs, plain = v.Complex(), "vbgGxXfFeE", 'g'
	case reflect.String:
		x, verbs, plain = v.String(), "vsxXq", 's'
	default:
		if v.CanInt() {
			x = v.Int()
		} else {
			x = v.Uint()
		}
	}
	switch {
	case !strings.ContainsRune(verbs, verb):
		p.badVerb(t, v, verb)
	case verb == 'v' && !p.sharpV:
		p.delegate(plain, x)
	default:
		p.delegate(verb, x)
	}
}
