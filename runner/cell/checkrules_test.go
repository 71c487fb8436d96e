package cell

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// TestAccepted: what a cell may do though a program may not.
func TestAccepted(t *testing.T) {
	for _, test := range []struct {
		name  string
		cells []string
	}{
		{"an unused import", []string{"import (\n\t\"fmt\"\n\tstr \"strings\"\n)"}},
		{"an unused variable", []string{"x, y := 1, 2\nvar z int"}},
		{"an import again", []string{"import \"fmt\"\nimport \"fmt\"", "import \"fmt\""}},
		{"a variable again, of another type", []string{"x := 1", "x := \"a\"", "var x = x + \"b\"", "var x []int\nlen(x)"}},
		{"a variable with the name of a function", []string{"func f() {}", "f := 1\nf + 1"}},
		{"a constant again", []string{"const c = 1", "const c = \"a\"\nc + \"b\""}},
		{"a last expression without use", []string{"x := 1\nx + 1"}},
		{"main again", []string{"func main() {}", "func main() {}"}},
		{"a cell without code", []string{"", "// nothing", "\n\n"}},
	} {
		if _, problems := Check(book(test.cells...)); len(problems) > 0 {
			t.Errorf("%s: %q", test.name, write(problems))
		}
	}
}

// TestHints: a message about another cell names its line, one about a word that is
// not known names a near one.
func TestHints(t *testing.T) {
	for _, test := range []struct {
		name  string
		cells []string
		want  string
	}{
		{"function again", []string{"x := 1\nfunc f() {}", "func f() {}"}, "functions and types keep their meaning in a notebook: choose another name"},
		{"type again", []string{"type T int", "type T int"}, "functions and types keep their meaning in a notebook: choose another name"},
		{"a variable with the name of a type", []string{"type T int", "T := 1"}, "it is the type of line 2: choose another name"},
		{"a method elsewhere", []string{"type T int", "func (t *T) M() {}"}, "move the method to the cell that declares T, at line 2"},
		{"a later function", []string{"f()", "x := 1\nfunc f() {}"}, "f is declared at line 6, which runs later: move one of the cells"},
		{"a later variable", []string{"func f() int { return x }", "x := 1"}, "x is declared at line 5, which runs later: move one of the cells"},
		{"a later variable of the same name", []string{"x = 1", "x := 1", "x := 2"}, "x is declared at line 5, which runs later: move one of the cells"},
		{"a variable further down", []string{"x := y\ny := 1"}, "y is declared at line 3, which runs later: move the declaration up"},
		{"a near package", []string{"import \"string\""}, "did you mean \"strings\"?"},
		{"a near path", []string{"import \"net/htp\""}, "did you mean \"net/http\"?"},
		{"our own near path", []string{"import \"nbrun/iomodel\""}, "did you mean \"nbrun/iomodels\"?"},
		{"a far package", []string{"import \"github.com/pkg/errors\""}, "cells can import much of the standard library, golang.org/x/sys/unix and nbrun's own packages"},
		{"no import", []string{"fmt.Println(1)"}, "import \"fmt\""},
		{"no import of a package with a long path", []string{"rand.Intn(1)"}, "import \"math/rand\""},
	} {
		_, problems := Check(book(test.cells...))
		if len(problems) != 1 || problems[0].Hint != test.want {
			t.Errorf("%s: got %+v\nwant the hint %q", test.name, problems, test.want)
		}
	}
}

// TestTenProblems: of a cell ten problems are reported, and those of every cell.
func TestTenProblems(t *testing.T) {
	var code strings.Builder
	for i := range 15 {
		fmt.Fprintf(&code, "a%d()\n", i)
	}
	_, problems := Check(book(code.String(), "x := )", "b", code.String(), "c"))
	count := make(map[int]int)
	for _, p := range problems {
		count[p.Cell]++
	}
	if want := map[int]int{0: 10, 1: 1, 2: 1, 3: 10, 4: 1}; fmt.Sprint(count) != fmt.Sprint(want) {
		t.Errorf("problems by cell: %v, want %v", count, want)
	}
}

// TestConsequences: what follows from a problem is not reported as another.
func TestConsequences(t *testing.T) {
	for _, test := range []struct {
		name  string
		cells []string
		want  []string
	}{
		{"a variable without type", []string{"x := y", "z := x + 1\nz.a()", "z"}, []string{"2:6: undefined: y"}},
		{"what a cell with wrong syntax declares", []string{"import \"strings\"\nconst c = 1\ntype T struct{ a int }\nx, y := 1, 2\nfor {\n\tz := )\n}\nfunc f() {}",
			"var t T\nt.b = x + y + c\nstrings.F()\nf(1)\nw", "z"}, []string{"7:7: syntax error: unexpected ), expected expression", "16:1: undefined: w", "19:1: undefined: z"}},
		{"what it declares anew", []string{"x := 1\nimport \"fmt\"", "x := \"a\"\nfmt := 1\ny := )", "x + \"b\"\nfmt + 1", "x := 1", "x.a"}, []string{"8:6: syntax error: unexpected ), expected expression", "18:3: x.a undefined (type int has no field or method a)"}},
		{"a package that cells cannot import", []string{"import \"os/user\"\nimport pkg \"a/b\"\nuser.Current()", "pkg.F()\nuser.X"}, []string{"2:8: cells cannot import \"os/user\"", "3:12: cells cannot import \"a/b\""}},
		{"a function with a wrong body", []string{"func f() int { return \"a\" }", "f() + 1"}, []string{"2:23: cannot use \"a\" (untyped string constant) as int value in return statement"}},
		{"what a wrong cell's type is lowered to", []string{"type T struct{ a U }", "func f() T { panic(1) }", "x := f()\ngoto L\nL:"}, []string{"2:18: undefined: U"}},
		{"error: compile behind a wrong cell", []string{"x := y", "//| error: compile\nx = \"a\""}, []string{"2:6: undefined: y"}},
		{"what else cells do", []string{"x := y", "z := 1\nif z > 1 {\n\treturn\n}\nz", "z = \"a\""}, []string{"2:6: undefined: y", "7:2: a return would end the cell before its last expression has a value", "12:5: cannot use \"a\" (untyped string constant) as int value in assignment"}},
		{"a variable that hides a type", []string{"string := \"a\"\nn := len(string)", "n + 1"}, []string{"2:1: string is predeclared in Go and cannot be a cell's variable"}},
		{"a type with a wrong field", []string{"type T struct{ a U }", "var t T\nt.a.b"}, []string{"2:18: undefined: U"}},
	} {
		_, problems := Check(book(test.cells...))
		if got := write(problems); !slices.Equal(got, test.want) {
			t.Errorf("%s:\ngot  %q\nwant %q", test.name, got, test.want)
		}
	}
}
