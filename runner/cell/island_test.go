package cell

import (
	"slices"
	"testing"
)

// hello is a whole program.
const hello = "package main\n\nimport \"fmt\"\n\nfunc main() { fmt.Println(\"hello\") }"

// TestIslandFaults: a whole program is held to Go's rules for one, and knows
// nothing of the cells around it.
func TestIslandFaults(t *testing.T) {
	for _, test := range []struct {
		name  string
		cells []string
		want  []string
	}{
		{"unused import", []string{"package main\nimport \"fmt\"\nfunc main() {}"}, []string{"3:8: \"fmt\" imported and not used"}},
		{"unused variable", []string{"package main\nfunc main() {\n\tx := 1\n}"}, []string{"4:2: declared and not used: x"}},
		{"a statement", []string{"package main\nx := 1"}, []string{"3:1: syntax error: non-declaration statement outside function body"}},
		{"an expression", []string{"package main\nfunc main() {}\nmain()"}, []string{"4:1: syntax error: non-declaration statement outside function body"}},
		{"a late import", []string{"package main\nfunc main() {}\nimport \"fmt\""}, []string{"4:1: syntax error: imports must appear before other declarations"}},
		{"a brace too many", []string{"package main\nfunc main() {}\n}"}, []string{"4:1: syntax error: non-declaration statement outside function body"}},
		{"a brace too few", []string{"package main\nfunc main() {"}, []string{"3:14: syntax error: unexpected EOF, expected }"}},
		{"initialisation in a circle", []string{"package main\nvar a = b\nvar b = a\nfunc main() {}"}, []string{"3:5: initialization cycle for a\n\tnb.md:3:5: a refers to b\n\tnb.md:4:5: b refers to a"}},
		{"a function without body", []string{"package main\nfunc f()\nfunc main() { f() }"}, []string{"3:6: missing function body"}},
		{"two functions", []string{"package main\nfunc f() {}\nfunc f() {}\nfunc main() {}"}, []string{"4:6: f redeclared in this block\n\tnb.md:3:6: other declaration of f"}},
		{"no main", []string{"package main\nfunc f() {}"}, []string{"2:1: function main is undeclared in the main package"}},
		{"main with a result", []string{"package main\nfunc main() int { return 1 }"}, []string{"3:6: func main must have no arguments and no return values"}},
		{"another package", []string{"package p\nfunc f() {}"}, []string{"2:9: package p is not a main package"}},
		{"an import that cells do not have", []string{"package main\nimport \"os/user\"\nfunc main() { user.Current() }"}, []string{"3:8: cells cannot import \"os/user\""}},
		{"of an earlier cell", []string{"x := 1", "package main\nfunc main() { _ = x }"}, []string{"6:19: undefined: x"}},
		{"an earlier cell's import", []string{"import \"fmt\"", "package main\nfunc main() { fmt.Println() }"}, []string{"6:15: undefined: fmt"}},
		{"by an earlier cell", []string{"f()", "package main\nfunc f() {}\nfunc main() {}"}, []string{"2:1: undefined: f"}},
		{"by a later cell", []string{"package main\nfunc f() {}\nfunc main() {}", "f()"}, []string{"7:1: undefined: f"}},
		{"an import for a later cell", []string{hello, "fmt.Println()"}, []string{"9:1: undefined: fmt"}},
		{"a clause further down", []string{"x := 1\npackage main"}, []string{"3:1: syntax error: unexpected keyword package"}},
		{"two cells", []string{"package main\nfunc main() { a }", "b"}, []string{"3:15: undefined: a", "6:1: undefined: b"}},
		{"error: compile", []string{"//| error: compile\npackage main\nfunc main() {}"}, []string{"3:1: this cell has error: compile, but Go accepts it"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			p, problems := Check(book(test.cells...))
			if got := write(problems); !slices.Equal(got, test.want) {
				t.Errorf("got  %q\nwant %q", got, test.want)
			}
			if p != nil {
				t.Error("there is a program")
			}
		})
	}
}

// TestIslandsApart: what a whole program declares leaves other cells as they are.
func TestIslandsApart(t *testing.T) {
	for _, test := range [][]string{
		{hello, hello},
		{"type T int\nfunc f() T { return 1 }", "package main\ntype T string\nfunc f() T { return \"\" }\nfunc init() { f() }\nfunc init() {}\nfunc main() {}", "f() + 1"},
		{"package main\ntype T string\nfunc main() { _ = T(\"\") }", "type T int\nT(1) + 1"},
		{"package main\nvar x = 1\nfunc main() { _ = x }", "x := \"a\"\nx + \"b\""},
		{"// a comment\n\n/* another */ package main // and one more\nfunc main() {}"},
		{"package main; func main() {}"},
		{"//| error: compile\npackage main\nfunc main() { 1 }", "func main() {}"},
		{"import \"fmt\"", "package main\nfunc fmt() {}\nfunc main() { fmt() }", "fmt.Println()"},
	} {
		if _, problems := Check(book(test...)); len(problems) > 0 {
			t.Errorf("%q is refused: %q", test, write(problems))
		}
	}
}
