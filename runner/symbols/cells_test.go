package symbols_test

import (
	"io"
	"os"
	"strings"
	"testing"

	"nbrun/runner/cell"
)

// TestCells: what cells do together, which no program can show.
func TestCells(t *testing.T) {
	for _, test := range []struct {
		name  string
		cells []string
		want  string
	}{
		{"values", []string{"1 + 2", "\"a\" + \"b\"", "[]int{1}"}, "int: 3\nstring: ab\n[]int: [1]\n"},
		{"no value", []string{"import \"fmt\"\nfmt.Println(\"x\")", "x := 1", "x = 2", "func f() {}\nf()", "for range 2 {\n}", "", "// nothing"}, "x\n"},
		{"a builtin and a conversion", []string{"xs := []int{1, 2}\nlen(xs)", "float64(len(xs))", "max(len(xs), 1)", "append(xs, 3)"}, "int: 2\nfloat64: 2\nint: 2\n[]int: [1 2 3]\n"},
		{"several values", []string{"func f() (int, error) { return 1, nil }\nf()"}, "int: 1\nerror: <nil>\n"},
		{"several values of cells' types", []string{"type P struct{ X, y int }\nfunc f() (P, error) { return P{1, 2}, nil }\nf()"}, "P: {1 2}\nerror: <nil>\n"},
		{"a redeclared variable", []string{"import \"fmt\"\nx := 1\nfunc old() int { return x }", "x := \"a\" + fmt.Sprint(x)\nx", "fmt.Println(x, old())", "x := len(x)\nx"}, "string: a1\na1 1\nint: 2\n"},
		{"a variable that hides a package", []string{"import \"path\"\np := path.Base(\"a/b\")\npath := p + \"!\"\npath", "path", "import \"path\"\npath.Base(\"c/d\")"}, "string: b!\nstring: b!\nstring: d\n"},
		{"functions and variables of one cell", []string{"import \"fmt\"\nn := 0\nfunc inc() int { n++; return n }\ninc()\ninc()\nfmt.Println(n)", "inc()"}, "2\nint: 3\n"},
		{"names of its own", []string{"_ln, fmt_, _cell0 := 1, 2, 3\n_ln + fmt_ + _cell0"}, "int: 6\n"},
		{"main", []string{"import \"fmt\"\nfunc main() { fmt.Println(\"one\") }", "func main() { fmt.Println(\"two\") }"}, "one\ntwo\n"},
		{"an import alone", []string{"import \"time\"", "2 * time.Second"}, "time.Duration: 2s\n"},
		{"imports again", []string{"import \"fmt\"\nimport \"strings\"", "import (\n\t\"fmt\"\n\tstr \"strings\"\n)\nfmt.Println(str.ToUpper(\"x\"), strings.ToLower(\"Y\"))"}, "X y\n"},
		{"a dot import", []string{"import . \"strings\"\nToUpper(\"x\")"}, "string: X\n"},
		{"constants", []string{"const (\n\ta = iota + 1\n\tb\n)\ntype T int\nconst c T = 7", "var xs [b * 2]T\nlen(xs) + a + int(c)"}, "int: 12\n"},
		{"a type in a later cell", []string{"type P struct{ x, y int }\nfunc (p P) Sum() int { return p.x + p.y }", "p := P{1, 2}\nps := []P{{3, 4}, p}\nps[0].Sum() + p.Sum()", "type Q P\nQ{5, 6}.x", "func mk() P { return P{7, 8} }\nmk()"}, "int: 10\nint: 5\nP: {7 8}\n"},
		{"a generic type in a later cell", []string{"type S[T any] struct{ xs []T }\nfunc (s *S[T]) Add(x T) *S[T] { s.xs = append(s.xs, x); return s }", "s := (&S[int]{}).Add(1)\nlen(s.Add(2).xs)", "var t S[string]\nt.Add(\"a\")\nt.xs"}, "int: 2\n[]string: [a]\n"},
		{"pointers across cells", []string{"type P struct{ n int }\np := P{1}\nq := &p", "p = P{2}\nq.n", "q.n = 3\np.n", "p, z := P{4}, 0\n_ = z\nq.n"}, "int: 2\nint: 3\nint: 3\n"},
		{"closures across cells", []string{"n := 0\nadd := func(k int) int { n += k; return n }", "add(2)", "n = 10\nadd(1)"}, "int: 2\nint: 11\n"},
		{"defer in a cell", []string{"import \"fmt\"\nfor i := range 2 {\n\tdefer fmt.Print(i, \" \")\n}\nfmt.Print(\"cell \")", "fmt.Println(\"next\")"}, "cell 1 0 next\n"},
		{"channels", []string{"out := make(chan int)\nch := make(chan int)", "go func() {\n\tfor v := range ch {\n\t\tout <- v * 2\n\t}\n\tclose(out)\n}()\nch <- 4\n<-out", "close(ch)\n_, ok := <-out\nok"}, "int: 8\nbool: false\n"},
		{"a goroutine while the next cells start", []string{"n, stop, done := 0, make(chan int), make(chan int)\ngo func() {\n\tfor {\n\t\tselect {\n\t\tcase <-stop:\n\t\t\tclose(done)\n\t\t\treturn\n\t\tdefault:\n\t\t\tn++\n\t\t}\n\t}\n}()", "a, b := 1, \"x\"", "c := func() int { return a + len(b) }", "d := c()", "close(stop)\n<-done\nd == 2 && n >= 0"}, "bool: true\n"},
		{"unsafe", []string{"import \"unsafe\"\nx := [2]int32{1, 2}\np := unsafe.Pointer(&x[0])\n*(*int32)(p) = 9\nx", "unsafe.Sizeof(x)"}, "[2]int32: [9 2]\nuintptr: 8\n"},
		{"an offset that depends on the instance", []string{"import \"unsafe\"\ntype S[T any] struct {\n\ta byte\n\tb T\n}\nfunc off[T any](p *S[T], v S[T]) (uintptr, uintptr) { return unsafe.Offsetof(p.b), unsafe.Offsetof(v.b) }\noff(&S[int64]{}, S[int64]{})", "off[byte](nil, S[byte]{})"}, "uintptr: 8\nuintptr: 8\nuintptr: 1\nuintptr: 1\n"},
		{"blank fields", []string{"import \"fmt\"\ntype T struct {\n\t_ int\n\ta string\n\t_ []int\n}\nfunc f() int { fmt.Print(\"f \"); return 7 }\nx, y := T{f(), \"a\", []int{1}}, T{a: \"a\"}\nfmt.Println(x, y, struct{ _ int }{1} == struct{ _ int }{2})"}, "f {0 a []} {0 a []} true\n"},
		{"no results in parentheses", []string{"n := 0\nfunc f() () { n++ }\ng := func() () { n += 10; return }\nf()\ng()\nn"}, "int: 11\n"},
		{"results for a builtin", []string{"import \"fmt\"\nfunc f() (map[string]int, string) { return map[string]int{\"a\": 1}, \"a\" }\nfunc g() ([]int, int, int) { return []int{7}, 8, 9 }\nfunc h() ([]int, []int) { return make([]int, 2), []int{2, 3, 4} }\nfunc c() (float64, float64) { return 1, 2 }\nfunc m() (int, int) { return 4, 3 }\nfunc e() ([]error, error) { return nil, fmt.Errorf(\"x\") }\ndelete(f())\nfmt.Println(append(g()), copy(h()), complex(c()), min(m()), max(m()), append(e()))\ncopy(h())\nmin(m())"}, "[7 8 9] 2 (1+2i) 3 4 [x]\nint: 3\n"},
		{"comma ok", []string{"m := map[string]int{\"a\": 1}\nv, ok := m[\"a\"]\nvar x any = v\nn, isInt := x.(int)\nif v > 0 && ok && isInt {\n\tn++\n}\nn"}, "int: 2\n"},
		{"var with a block", []string{"var (\n\ta    = 1\n\tb, c = 2, \"x\"\n\td    []int\n)\na + b + len(c) + len(d)"}, "int: 4\n"},
		{"a whole program", []string{"import \"fmt\"\nx := 1\ntype T int\nfunc (t T) String() string { return \"cell\" }", "package main\n\nimport f \"fmt\"\n\nvar a, b = c + 1, two()\nvar c = b * 2\nvar _ = say(\"_\")\nvar x any = T{\"x\"}\n\ntype T struct{ s string }\n\nfunc (t T) String() string { return t.s + \"!\" }\nfunc say(s string) int { f.Print(s, \" \"); return 0 }\nfunc two() int { return 2 }\nfunc init() { say(\"init\"); b++ }\nfunc init() { say(\"again\") }\nfunc main() { f.Println(a, b, c, x) }", "fmt.Println(x, T(x))", "package main\n\nvar x = len(y)\nvar y = \"abc\"\n\nfunc main() { print(x); x++ }", "x"}, "_ init again 5 3 4 x!\n1 cell\nint: 1\n"},
		{"an error of a cell's type", []string{"import \"errors\"\ntype E struct{ n int }\nfunc (e E) Error() string { return \"E\" }\nvar err error = E{1}\nerr", "errors.Is(err, E{1})"}, "error: E\nbool: true\n"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := interpret(t, test.cells...); got != test.want {
				t.Errorf("got  %q\nwant %q", got, test.want)
			}
		})
	}
}

// TestPanics: a cell that panics says where, and what Go says.
func TestPanics(t *testing.T) {
	for _, test := range []struct {
		cells []string
		line  int
		want  string
	}{
		{[]string{"x := 1\npanic(\"boom\")"}, 3, "panic: boom"},
		{[]string{"func f(xs []int, i int) int {\n\ty := 1\n\treturn xs[i] + y\n}", "f(nil, 5)"}, 4, "panic: runtime error: index out of range [5] with length 0"},
		{[]string{"var m map[string]int", "x := 0\nm[\"a\"] = x"}, 6, "panic: assignment to entry in nil map"},
		{[]string{"type T struct{ n int }\nvar p *T", "y := 2\n_ = y", "p.n"}, 10, "panic: runtime error: invalid memory address or nil pointer dereference"},
		{[]string{"import \"fmt\"\nx, z := 1, 0\nfmt.Println(\n\tx / z)"}, 4, "panic: runtime error: integer divide by zero"},
		{[]string{"func f() {\n\tdefer func() {\n\t\t_ = 1\n\t}()\n\tpanic(\"in f\")\n}\nf()"}, 6, "panic: in f"},
		{[]string{"import \"errors\"\npanic(errors.New(\"e\"))"}, 3, "panic: e"},
		{[]string{"var x any = \"s\"\nx.(int)"}, 3, "panic: interface conversion: interface {} is string, not int"},
	} {
		p, problems := cell.Check(book(test.cells...))
		if p == nil {
			t.Fatalf("%v", problems)
		}
		m, err := newMachine(p)
		if err != nil {
			t.Fatal(err)
		}
		for i := range p.Cells {
			if err = m.run(i); err != nil && i < len(p.Cells)-1 {
				t.Fatal(err)
			}
		}
		if got := panicText(err); got != test.want {
			t.Errorf("%q panics with %q, want %q", test.cells, got, test.want)
		}
		if got := p.Sites[m.lines.Stack()[0]].Pos.Line; got != test.line {
			t.Errorf("%q panics at line %d, want %d", test.cells, got, test.line)
		}
	}
}

// TestPrintln: println writes to standard error what Go's does.
func TestPrintln(t *testing.T) {
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	stderr := os.Stderr
	os.Stderr = w
	interpret(t, "type D int\nprintln(1, \"a\", true, 1.5, -2e10, D(3), 'x', uint8(4), 1+2i, float32(0.1))\nprint(\"no\", 1)")
	os.Stderr = stderr
	w.Close()
	got, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	want := "1 a true 1.5 -2e+10 3 120 4 (1+2i) 0.1\nno1"
	if strings.TrimSpace(string(got)) != want {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}
