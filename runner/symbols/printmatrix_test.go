package symbols_test

import (
	"fmt"
	"strings"
	"testing"
)

// printed are types with values that cells print.
var printed = []struct{ typ, value string }{
	{"Int", "-7"}, {"Octet", "200"}, {"Text", `"a\"é"`}, {"Flag", "true"}, {"Real", "-2.5"}, {"Small", "1e10"}, {"Cplx", "1 + 2i"}, {"Bytes", `Bytes("hi")`}, {"Bytes", "nil"}, {"Octets", "{1, 255}"},
	{"Ints", "{1, -2}"}, {"Ints", "nil"}, {"Table", `{"b": 1, "a": -2}`}, {"Table", "nil"}, {"Pair", "{1, \"x\"}"}, {"Empty", "{}"}, {"Array", "{3, 4}"}, {"Color", "1"}, {"Secret", `"s"`}, {"Fault", "{5}"}, {"Both", "{6}"}, {"Syntax", "{7}"}, {"Free", "{8}"}, {"Breaks", "{}"},
	{"Nested", `{Pair{1, "y"}, 2, []Color{0, 1}, map[Text]Color{"k": 1}, 1, "z", Fault{9}, nil, nil}`}, {"Deep", `{Nested: Nested{N: 3}, Color: 1}`}, {"Wraps", "{90e9}"}, {"Gen[Int]", "{1, nil}"}, {"Gen[Pair]", "{Pair{}, []Pair{{2, \"\"}}}"},
	{"*Pair", "nil"}, {"*Color", "nil"}, {"func(Int) Text", "nil"}, {"chan Pair", "nil"}, {"Shape", "nil"}, {"Shape", "Color(0)"}, {"error", "Fault{1}"}, {"any", "Pair{1, \"a\"}"}, {"struct{ A Color; b Color }", "{1, 0}"}, {"struct{ Color }", "{1}"}, {"[]any", "{Color(1), nil, Pair{}, \"s\", 3}"}, {"map[Color]any", "{1: Color(0), 0: Fault{2}}"},
}

const printedTypes = `package main

import (
	"errors"
	"fmt"
	"time"
)

type (
	Int    int
	Octet  uint8
	Text   string
	Flag   bool
	Real   float64
	Small  float32
	Cplx   complex128
	Bytes  []byte
	Octets []Octet
	Ints   []Int
	Table  map[Text]Int
	Pair   struct {
		A int
		b Text
	}
	Empty  struct{}
	Array  [2]Int
	Color  int
	Secret string
	Fault  struct{ n int }
	Both   struct{ n int }
	Syntax struct{ n int }
	Free   struct{ n int }
	Breaks struct{}
	Nested struct {
		P     Pair
		N     Int
		cs    []Color
		M     map[Text]Color
		c     Color
		Any   any
		Err   error
		shape Shape
		next  *Nested
	}
	Deep struct {
		Nested
		Color
		f func(Pair)
	}
	Wraps struct{ time.Duration }
	Shape interface{ Sides() int }
	Gen[T any] struct {
		X  T
		xs []T
	}
)

func (c Color) String() string    { return [...]string{"red", "green"}[c] }
func (c Color) Sides() int        { return int(c) }
func (s Secret) String() string   { return "***" }
func (f Fault) Error() string     { return fmt.Sprint("fault ", f.n) }
func (b Both) Error() string      { return "error" }
func (b Both) String() string     { return "string" }
func (s Syntax) GoString() string { return fmt.Sprintf("Syntax(%d)", s.n) }
func (b Breaks) String() string   { panic(errors.New("broken")) }
func (f Free) Format(s fmt.State, verb rune) {
	w, ok := s.Width()
	fmt.Fprintf(s, "<%c %d %d %t %t %t %t>", verb, f.n, w, ok, s.Flag('+'), s.Flag('#'), s.Flag('-'))
}

`

// containers hold a value v of type T.
var containers = []string{"v", "[]T{v, v}", "[1]T{v}", `map[string]T{"k": v}`, "struct{ X, y T }{v, v}", "[]any{v}", "struct{ X, y any }{v, v}", `map[string]any{"k": v}`, "[][]T{{v}, nil}", "Gen[T]{v, []T{v}}"}

var formats = []string{"%v", "%+v", "%#v", "%T", "%s", "%q", "%d", "%x", "%X", "% x", "%#x", "%t", "%e", "%08.3f", "%c", "%U", "%6v|", "%-6v|", "%06d", "%+d", "%.1s", "%.2v", "%b", "%o", "%z", "%w"}

// TestPrintMatrix: what cells print is what the compiled program prints.
func TestPrintMatrix(t *testing.T) {
	if testing.Short() {
		t.Skip("compiles a large program")
	}
	var head, body strings.Builder
	head.WriteString(printedTypes)
	fmt.Fprintf(&head, "func all(x any) {\n\tfor _, f := range %#v {\n\t\tfmt.Print(f, \": \")\n\t\tfmt.Printf(f, x)\n\t\tfmt.Println()\n\t}\n\tfmt.Print(x, x, \"\\n\")\n\tfmt.Println(x, x)\n}\n\n", formats)
	for i, p := range printed {
		value := p.value
		if strings.HasPrefix(value, "{") {
			value = p.typ + value
		}
		fmt.Fprintf(&head, "func p%d() {\n\ttype T = %s\n\tvar v T = %s\n", i, p.typ, value)
		for _, c := range containers {
			fmt.Fprintf(&head, "\tfmt.Println(%q)\n\tall(%s)\n", p.typ+" in "+c, strings.ReplaceAll(c, "T", p.typ))
		}
		head.WriteString("}\n\n")
		fmt.Fprintf(&body, "\tp%d()\n", i)
	}
	got := interpret(t, strings.TrimPrefix(head.String(), "package main\n"), strings.TrimSpace(body.String()))
	want := compile(t, head.String()+"func main() {\n"+body.String()+"}\n")
	g, w := strings.Split(got, "\n"), strings.Split(want, "\n")
	in := ""
	for i := range min(len(g), len(w)) {
		if strings.Contains(w[i], " in ") {
			in = w[i]
		}
		if g[i] != w[i] {
			t.Errorf("%s:\ngot  %s\nwant %s", in, g[i], w[i])
		}
	}
	if len(g) != len(w) {
		t.Errorf("%d lines, want %d", len(g), len(w))
	}
}
