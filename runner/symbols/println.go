package symbols

import (
	"fmt"
	"os"
	"reflect"
	"strconv"
	"strings"
)

// Println writes its arguments to standard error as Go's own println does.
func Println(args ...any) {
	texts := make([]string, len(args))
	for i, a := range args {
		texts[i] = printText(a)
	}
	os.Stderr.WriteString(strings.Join(texts, " ") + "\n")
}

// Print writes its arguments to standard error as Go's own print does.
func Print(args ...any) {
	var b strings.Builder
	for _, a := range args {
		b.WriteString(printText(a))
	}
	os.Stderr.WriteString(b.String())
}

// printText is an argument as the runtime writes it.
func printText(a any) string {
	v := reflect.ValueOf(a)
	switch v.Kind() {
	case reflect.Invalid:
		return "nil"
	case reflect.Float32, reflect.Float64:
		return printFloat(v.Float())
	case reflect.Complex64, reflect.Complex128:
		return "(" + printFloat(real(v.Complex())) + printFloat(imag(v.Complex())) + "i)"
	case reflect.Slice:
		return fmt.Sprintf("[%d/%d]%#x", v.Len(), v.Cap(), v.Pointer())
	case reflect.Pointer, reflect.Chan, reflect.Map, reflect.Func, reflect.UnsafePointer:
		return fmt.Sprintf("%#x", v.Pointer())
	case reflect.String:
		return v.String()
	case reflect.Struct:
		return "(" + v.Type().String() + ")" // a box: what it points to is nobody's business
	}
	return fmt.Sprint(a)
}

// printFloat writes f with seven digits and an exponent of three.
func printFloat(f float64) string {
	s := strconv.FormatFloat(f, 'e', 6, 64)
	mantissa, exponent, ok := strings.Cut(s, "e")
	if !ok {
		return s // NaN, ±Inf
	}
	if !strings.HasPrefix(mantissa, "-") {
		mantissa = "+" + mantissa
	}
	return mantissa + "e" + exponent[:1] + strings.Repeat("0", 4-len(exponent)) + exponent[1:]
}

// Clear is clear, which deletes keys that are not equal to themselves too.
func Clear(x any) { reflect.ValueOf(x).Clear() }
