package symbols

import (
	"reflect"
	"strings"
	"unicode/utf8"
)

// formatting is one walk over a format and its operands.
type formatting struct {
	printer
	format    string
	at        int // in format
	args      []any
	next      int   // the operand that comes next
	reordered bool  // an operand was named by its index
	badIndex  bool  // the directive names none that there is
	wrapped   []int // the operands of %w
}

// run writes the operands as fmt.Printf does.
func (f *formatting) run() {
	for f.at < len(f.format) {
		i := strings.IndexByte(f.format[f.at:], '%')
		if i < 0 {
			f.w(f.format[f.at:])
			break
		}
		f.w(f.format[f.at : f.at+i])
		f.at += i + 1
		if !f.one() {
			break
		}
	}
	if !f.reordered && f.next < len(f.args) {
		f.extra()
	}
}

// one writes what a directive says; false when the format ends within it.
func (f *formatting) one() bool {
	f.printer = printer{buf: f.buf, wrapsErrors: f.wrapsErrors}
	f.badIndex = false
	f.flags()
	afterIndex := f.index()
	if f.accept('*') {
		f.wid, f.widPresent = f.count()
		if !f.widPresent {
			f.w("%!(BADWIDTH)")
		}
		if f.wid < 0 {
			f.wid, f.minus, f.zero = -f.wid, true, false
		}
		afterIndex = false
	} else {
		f.wid, f.widPresent = f.digits()
		f.badIndex = f.badIndex || afterIndex && f.widPresent
	}
	if f.at+1 < len(f.format) && f.accept('.') {
		f.badIndex = f.badIndex || afterIndex
		afterIndex = f.precision()
	}
	if !afterIndex {
		f.index()
	}
	if f.at >= len(f.format) {
		f.w("%!(NOVERB)")
		return false
	}
	verb, size := utf8.DecodeRuneInString(f.format[f.at:])
	f.at += size
	f.verb(verb)
	return true
}

func (f *formatting) flags() {
	for ; f.at < len(f.format); f.at++ {
		switch f.format[f.at] {
		case '#':
			f.sharp = true
		case '0':
			f.zero = true
		case '+':
			f.plus = true
		case '-':
			f.minus = true
		case ' ':
			f.space = true
		default:
			return
		}
	}
}

// precision reads what follows the point; it reports whether an index came last.
func (f *formatting) precision() (afterIndex bool) {
	afterIndex = f.index()
	if !f.accept('*') {
		f.prec, _ = f.digits()
		f.precPresent = true
		return afterIndex
	}
	f.prec, f.precPresent = f.count()
	if f.prec < 0 {
		f.prec, f.precPresent = 0, false
	}
	if !f.precPresent {
		f.w("%!(BADPREC)")
	}
	return false
}

func (f *formatting) verb(verb rune) {
	switch {
	case verb == '%':
		f.w("%")
		return
	case f.badIndex:
		f.w("%!", string(verb), "(BADINDEX)")
		return
	case f.next >= len(f.args):
		f.w("%!", string(verb), "(MISSING)")
		return
	case verb == 'w':
		f.wrapped = append(f.wrapped, f.next)
	}
	if verb == 'v' || verb == 'w' {
		f.sharpV, f.sharp = f.sharp, false
		f.plusV, f.plus = f.plus, false
	}
	f.arg(f.args[f.next], verb)
	f.next++
}

// extra writes the operands that no directive has taken.
func (f *formatting) extra() {
	f.printer = printer{buf: f.buf}
	f.w("%!(EXTRA ")
	for i, x := range f.args[f.next:] {
		if i > 0 {
			f.w(", ")
		}
		if x == nil {
			f.w("<nil>")
			continue
		}
		f.arg(x, 'T')
		f.w("=")
		f.arg(x, 'v')
	}
	f.w(")")
}

func (f *formatting) accept(c byte) bool {
	if f.at < len(f.format) && f.format[f.at] == c {
		f.at++
		return true
	}
	return false
}

// most is the largest width, precision or index that fmt takes.
const most = 1e6

// digits reads a number; one that is too large takes all of the format with it.
func (f *formatting) digits() (n int, ok bool) {
	for ; f.at < len(f.format) && '0' <= f.format[f.at] && f.format[f.at] <= '9'; f.at++ {
		if n > most {
			f.at = len(f.format)
			return 0, false
		}
		n, ok = n*10+int(f.format[f.at]-'0'), true
	}
	return n, ok
}

// index reads an operand's number in brackets, when there is one.
func (f *formatting) index() bool {
	if f.at >= len(f.format) || f.format[f.at] != '[' {
		return false
	}
	f.reordered = true
	rest := f.format[f.at:]
	end := strings.IndexByte(rest, ']')
	if len(rest) < 3 || end < 0 {
		f.badIndex = true
		f.at++
		return false
	}
	inside := formatting{format: rest[1:end]}
	n, ok := inside.digits()
	ok = ok && inside.at == len(inside.format)
	f.at += end + 1
	if !ok || n < 1 || n > len(f.args) {
		f.badIndex = true
		return ok
	}
	f.next = n - 1
	return true
}

// count takes the next operand as a width or a precision.
func (f *formatting) count() (n int, ok bool) {
	if f.next >= len(f.args) {
		return 0, false
	}
	x := f.args[f.next]
	f.next++
	if b, isBox := x.(boxed); isBox {
		x = b.open().v
	}
	v := reflect.ValueOf(x)
	switch {
	case v.CanInt() && v.Int() >= -most && v.Int() <= most:
		return int(v.Int()), true
	case v.CanUint() && v.Uint() <= most:
		return int(v.Uint()), true
	}
	return 0, false
}
