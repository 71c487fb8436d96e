package symbols

import (
	"fmt"
	"reflect"
	"strings"
)

// Format prints the value as fmt prints one of its type that is inside of another
// value; operands of fmt's own functions go by printer.arg.
func (b box) Format(f fmt.State, verb rune) {
	p := newPrinter(f, verb)
	p.value(b.t, reflect.ValueOf(b.v), verb, 1, shown)
	f.Write(p.buf)
}

// printer does for values of cells' types what fmt's own printer does, whose
// fields these are: it finds their names, fields and methods in their Types. All
// that is not made of other values it leaves to fmt.
type printer struct {
	buf                              []byte
	plus, minus, sharp, space, zero  bool
	plusV, sharpV                    bool // + and # of the verb v
	wid, prec                        int
	widPresent, precPresent          bool
	erroring, panicking, wrapsErrors bool // inside of a bad verb's value, of a panic's, of Errorf
}

var _ fmt.State = (*printer)(nil)

// newPrinter returns a printer with the flags of f.
func newPrinter(f fmt.State, verb rune) *printer {
	p := &printer{minus: f.Flag('-'), space: f.Flag(' '), zero: f.Flag('0')}
	plus, sharp := f.Flag('+'), f.Flag('#')
	if verb == 'v' {
		p.plusV, p.sharpV = plus, sharp
	} else {
		p.plus, p.sharp = plus, sharp
	}
	p.wid, p.widPresent = f.Width()
	p.prec, p.precPresent = f.Precision()
	return p
}

func (p *printer) Write(b []byte) (int, error) {
	p.buf = append(p.buf, b...)
	return len(b), nil
}

func (p *printer) WriteString(s string) (int, error) {
	p.buf = append(p.buf, s...)
	return len(s), nil
}

func (p *printer) Width() (int, bool)     { return p.wid, p.widPresent }
func (p *printer) Precision() (int, bool) { return p.prec, p.precPresent }

func (p *printer) Flag(c int) bool {
	switch c {
	case '+':
		return p.plus || p.plusV
	case '-':
		return p.minus
	case '#':
		return p.sharp || p.sharpV
	case ' ':
		return p.space
	case '0':
		return p.zero
	}
	return false
}

// w writes text.
func (p *printer) w(parts ...string) {
	for _, s := range parts {
		p.buf = append(p.buf, s...)
	}
}

// delegate has fmt print x by a verb with the printer's flags.
func (p *printer) delegate(verb rune, x any) {
	p.buf = fmt.Appendf(p.buf, p.directive(verb), x)
}

// directive writes the flags and a verb as in a format.
func (p *printer) directive(verb rune) string {
	var b strings.Builder
	b.WriteByte('%')
	for _, flag := range []struct {
		on   bool
		char byte
	}{
		{p.plus || p.plusV && verb == 'v', '+'},
		{p.minus, '-'},
		{p.sharp || p.sharpV && verb == 'v', '#'},
		{p.space, ' '},
		{p.zero, '0'},
	} {
		if flag.on {
			b.WriteByte(flag.char)
		}
	}
	if p.widPresent {
		fmt.Fprint(&b, p.wid)
	}
	if p.precPresent {
		fmt.Fprint(&b, ".", p.prec)
	}
	b.WriteRune(verb)
	return b.String()
}

// pad writes text that knows no precision.
func (p *printer) pad(s string) {
	q := *p
	q.precPresent = false
	q.delegate('s', s)
	p.buf = q.buf
}

// hex writes an address, with 0x before it or without.
func (p *printer) hex(u uintptr, leading0x bool) {
	q := *p
	q.sharp = leading0x
	q.delegate('x', uint64(u))
	p.buf = q.buf
}

// badVerb writes what fmt writes for a verb that values of the type have not.
func (p *printer) badVerb(t *Type, v reflect.Value, verb rune) {
	p.w("%!", string(verb), "(")
	if v.IsValid() {
		p.w(typeName(t, v), "=")
		p.erroring = true
		p.value(t, v, 'v', 0, shown)
		p.erroring = false
	} else {
		p.w("<nil>")
	}
	p.w(")")
}

// typeName is how %T writes the type of v.
func typeName(t *Type, v reflect.Value) string {
	if t != nil {
		return t.name
	}
	return v.Type().String()
}
