package symbols

import (
	"fmt"
	"os"
	"reflect"
	"strconv"
	"strings"
	"unsafe"
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

// Words returns what print writes of an interface: the two words of which it is.
func Words(x any) string {
	if x == nil {
		return "(0x0,0x0)"
	}
	w := (*[2]uintptr)(unsafe.Pointer(&x))
	return fmt.Sprintf("(%#x,%#x)", w[0], w[1])
}

// printText is an argument as the runtime writes it.
func printText(a any) string {
	v := reflect.ValueOf(a)
	switch v.Kind() {
	case reflect.Invalid:
		return "nil"
	case reflect.Float32, reflect.Float64:
		return strconv.FormatFloat(v.Float(), 'g', -1, v.Type().Bits())
	case reflect.Complex64, reflect.Complex128:
		return strconv.FormatComplex(v.Complex(), 'g', -1, v.Type().Bits())
	case reflect.Slice:
		return fmt.Sprintf("[%d/%d]%#x", v.Len(), v.Cap(), v.Pointer())
	case reflect.Pointer, reflect.Chan, reflect.Map, reflect.Func, reflect.UnsafePointer:
		return fmt.Sprintf("%#x", v.Pointer())
	case reflect.String:
		return v.String()
	}
	return fmt.Sprint(a)
}

// Clear is clear, which deletes keys that are not equal to themselves too.
func Clear(x any) { reflect.ValueOf(x).Clear() }
