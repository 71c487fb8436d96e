package cell

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"nbrun/render/notebook"
)

// book makes a notebook of cells; those that begin with a line "//| error:
// compile" have that option. The code of the first begins on line 2, that of a
// later one two lines after the end of the one before it.
func book(cells ...string) *notebook.Notebook {
	nb := &notebook.Notebook{Path: "nb.md"}
	var src strings.Builder
	for _, code := range cells {
		var c notebook.Cell
		c.Block.Start = src.Len()
		src.WriteString("```go\n")
		if rest, ok := strings.CutPrefix(code, compileOption); ok {
			c.Options.Error = notebook.CompileError
			src.WriteString(compileOption)
			code = rest
		}
		c.Body.Start = src.Len()
		src.WriteString(code + "\n")
		c.Body.End = src.Len()
		src.WriteString("```\n")
		c.Block.End = src.Len()
		nb.Cells = append(nb.Cells, c)
	}
	nb.Source = []byte(src.String())
	return nb
}

func write(problems []notebook.Problem) []string {
	var list []string
	for _, p := range problems {
		list = append(list, fmt.Sprintf("%d:%d: %s", p.Pos.Line, p.Pos.Column, p.Msg))
	}
	return list
}

// faults are cells that Go refuses, with its words.
var faults = []struct {
	name  string
	cells []string
	want  []string
}{
	{"undefined", []string{"fo"}, []string{"2:1: undefined: fo"}},
	{"undefined in a call", []string{"import \"fmt\"\nfmt.Println(\n\tfo)"}, []string{"4:2: undefined: fo"}},
	{"wrong case", []string{"import \"fmt\"\nfmt.println(1)"}, []string{"3:5: undefined: fmt.println (but have Println)"}},
	{"no such function", []string{"import \"fmt\"\nfmt.Foo(1)"}, []string{"3:5: undefined: fmt.Foo"}},
	{"no such method", []string{"import \"os\"\nvar f *os.File\nf.read(nil)"}, []string{"4:3: f.read undefined (type *os.File has no field or method read, but does have method Read)"}},
	{"unused local", []string{"func f() {\n\tx := 1\n}"}, []string{"3:2: declared and not used: x"}},
	{"unused in a block", []string{"if true {\n\ty := 2\n}"}, []string{"3:2: declared and not used: y"}},
	{"assignment", []string{"var s string = 5"}, []string{"2:16: cannot use 5 (untyped int constant) as string value in variable declaration"}},
	{"assignment in a later cell", []string{"x := 1", "x = \"a\""}, []string{"5:5: cannot use \"a\" (untyped string constant) as int value in assignment"}},
	{"type of an earlier cell", []string{"type T struct{}", "var t T = 1"}, []string{"5:11: cannot use 1 (untyped int constant) as T value in variable declaration"}},
	{"no new variables", []string{"x := 1\nx := 2"}, []string{"3:3: no new variables on left side of :="}},
	{"mismatched", []string{"1 + \"a\""}, []string{"2:1: invalid operation: 1 + \"a\" (mismatched types untyped int and untyped string)"}},
	{"call arguments", []string{"func f(a int) {}\nf(1, 2)"}, []string{"3:6: too many arguments in call to f\n\thave (number, number)\n\twant (int)"}},
	{"missing return", []string{"func f() int {\n}"}, []string{"3:1: missing return"}},
	{"not used", []string{"x := 1\nx + 1\nx = 2"}, []string{"3:1: x + 1 (value of type int) is not used"}},
	{"function again", []string{"func f() {}", "func f() int { return 1 }"}, []string{"5:6: f redeclared in this block"}},
	{"type again", []string{"type T int", "type T string"}, []string{"5:6: T redeclared in this block"}},
	{"function again in one cell", []string{"func f() {}\nfunc f() {}"}, []string{"3:6: f redeclared in this block\n\tnb.md:2:6: other declaration of f"}},
	{"method elsewhere", []string{"type T int", "func (t T) M() {}"}, []string{"5:9: cannot define new methods on T in another cell"}},
	{"later cell", []string{"later()", "func later() {}"}, []string{"2:1: undefined: later"}},
	{"import", []string{"import \"net/htp\""}, []string{"2:8: cells cannot import \"net/htp\""}},
	{"unexported", []string{"import \"os\"\nvar f os.file"}, []string{"3:10: name file not exported by package os"}},
	{"unit of time", []string{"import \"time\"\nn := 5\ntime.Sleep(n)"}, []string{"4:12: cannot use n (variable of type int) as time.Duration value in argument to time.Sleep"}},
	{"interface", []string{"import \"io\"\ntype R struct{}\nvar r io.Reader = R{}"}, []string{"4:19: cannot use R{} (value of struct type R) as io.Reader value in variable declaration: R does not implement io.Reader (missing method Read)"}},
	{"pointer method", []string{"type S interface{ M() }\ntype T struct{}\nfunc (t *T) M() {}\nvar s S = T{}"}, []string{"5:11: cannot use T{} (value of struct type T) as S value in variable declaration: T does not implement S (method M has pointer receiver)"}},
	{"break", []string{"break"}, []string{"2:1: break is not in a loop, switch, or select"}},
	{"label", []string{"for {\n\tbreak L\n}"}, []string{"3:8: break label not defined: L"}},
	{"label elsewhere", []string{"L:\n\tfor {\n\t\tbreak\n\t}\n\tfor {\n\t\tbreak L\n\t}"}, []string{"7:9: invalid break label L"}},
	{"unused label", []string{"L:\n\tx := 1\n_ = x"}, []string{"2:1: label L defined and not used"}},
	{"nil", []string{"x := nil"}, []string{"2:6: use of untyped nil in assignment"}},
	{"two values", []string{"import \"os\"\nf := os.Open(\"x\")"}, []string{"3:6: assignment mismatch: 1 variable but os.Open returns 2 values"}},
	{"overflow", []string{"var b byte = 300"}, []string{"2:14: cannot use 300 (untyped int constant) as byte value in variable declaration (overflows)"}},
	{"division", []string{"1 / 0"}, []string{"2:5: invalid operation: division by zero"}},
	{"index", []string{"a := [2]int{}\na[2]"}, []string{"3:3: invalid argument: index 2 out of bounds [0:2]"}},
	{"duplicate case", []string{"switch 1 {\ncase 1:\ncase 1:\n}"}, []string{"4:6: duplicate case 1 (constant of type int) in expression switch\n\tnb.md:3:6: previous case"}},
	{"field", []string{"type P struct{ X int }\np := P{}\np.Y"}, []string{"4:3: p.Y undefined (type P has no field or method Y)"}},
	{"field of an earlier type", []string{"type P struct{ x int }\np := P{}", "p.y"}, []string{"6:3: p.y undefined (type P has no field or method y)"}},
	{"function's body uses the cell's variable", []string{"n := 1\nfunc f() string { return n }"}, []string{"3:26: cannot use n (variable of type int) as string value in return statement"}},
	{"several", []string{"a\nb", "c"}, []string{"2:1: undefined: a", "3:1: undefined: b", "6:1: undefined: c"}},
	{"predeclared", []string{"len := 3"}, []string{"2:1: len is predeclared in Go and cannot be a cell's variable"}},
	{"error: compile that compiles", []string{"//| error: compile\nx := 1"}, []string{"3:1: this cell has error: compile, but Go accepts it"}},
	{"error: compile is not seen later", []string{"//| error: compile\nx := 1\ny := z", "x"}, []string{"7:1: undefined: x"}},

	{"missing parenthesis", []string{"import \"fmt\"\nfmt.Println(\"a\"\nx := 1"}, []string{"3:16: syntax error: unexpected newline in argument list; possibly missing comma or )"}},
	{"missing brace", []string{"for {\n\tprintln(1)"}, []string{"3:12: syntax error: unexpected EOF, expected }"}},
	{"brace too many", []string{"x := 1\n}\ny := 2"}, []string{"3:1: syntax error: unexpected }"}},
	{"no expression", []string{"x := "}, []string{"2:5: syntax error: unexpected newline, expected expression"}},
	{"string", []string{"s := \"abc"}, []string{"2:6: newline in string"}},
	{"package", []string{"x := 1\npackage main"}, []string{"3:1: syntax error: unexpected keyword package"}},
	{"else", []string{"if true {\n}\nelse {\n}"}, []string{"4:1: syntax error: unexpected keyword else, expected }"}},
	{"fun", []string{"fun f() {\n}"}, []string{"2:5: syntax error: unexpected name f at end of statement"}},
	{"two words", []string{"x y"}, []string{"2:3: syntax error: unexpected name y at end of statement"}},
}

func TestFaults(t *testing.T) {
	for _, test := range faults {
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
