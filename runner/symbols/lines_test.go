package symbols_test

import (
	"slices"
	"strings"
	"testing"

	"nbrun/runner/cell"
)

// stacks are cells, the last of which panics, and where: each function and line, the
// innermost first.
var stacks = []struct {
	name  string
	cells []string
	want  string
}{
	{"a cell's own statement", []string{"x := 1\n_ = x\npanic(1)"}, "cell:4"},
	{"functions of earlier cells", []string{"func g(x int) {\n\tpanic(x)\n}", "func f(x int) {\n\tg(x)\n}", "y := 1\nf(y)"}, "main.g:3 main.f:8 cell:13"},
	{"behind a call in the same statement", []string{"func f() int {\n\tx := 1\n\treturn x + len(y)\n}\nvar y, z []int\nz[f()]++"}, "cell:7"},
	{"in the second of two calls", []string{"var n int\nfunc f() int {\n\tn++\n\tif n > 1 {\n\t\tpanic(n)\n\t}\n\treturn g()\n}\nfunc g() int { return len(xs[0]) }\nvar xs = []string{\"\"}\n_ = f() + f()"}, "main.f:6 cell:12"},
	{"a condition that is looked at again", []string{"i := 3\nfor xs := []int{1, 2}; xs[i-3] > 0; {\n\ti++\n}"}, "cell:3"},
	{"an else if", []string{"var xs []int\nif len(xs) > 0 {\n\tprintln(1)\n} else if xs[0] > 0 {\n\tprintln(2)\n}"}, "cell:5"},
	{"a literal", []string{"func f(g func()) {\n\tg()\n}\nf(func() {\n\tpanic(1)\n})"}, "cell.func1:6 main.f:3 cell:5"},
	{"a literal in a literal", []string{"func f() {\n\tfunc() {\n\t\tfunc() {\n\t\t\tpanic(1)\n\t\t}()\n\t}()\n}\nf()"}, "main.f.func1.1:5 main.f.func1:4 main.f:3 cell:9"},
	{"a literal that compiled code calls", []string{"import \"sort\"\nxs := []int{2, 1}\nsort.Slice(xs, func(i, j int) bool {\n\treturn xs[i+5] < xs[j]\n})"}, "cell.func1:5 cell:4"},
	{"behind what calls end before", []string{"func f(n int, xs []int) int {\n\tif n == 0 {\n\t\treturn 1\n\t}\n\tif n == 1 {\n\t\tm := n\n\t\tprint()\n\t\treturn xs[m]\n\t}\n\tfor range n {\n\t\tif n == 7 {\n\t\t\treturn n\n\t\t}\n\t\tf(n-1, xs)\n\t}\n\treturn f(7, xs)\n}\nprint()\nf(0, nil)\nf(7, nil)\nf(2, nil)"}, "main.f:9 main.f:15 cell:22"},
	{"methods", []string{"type T struct{ n int }\nfunc (t T) V(xs []int) int { return xs[t.n] }\nfunc (t *T) P() int { return t.V(nil) }\nt := T{2}\nt.P()"}, "main.T.V:3 main.(*T).P:4 cell:6"},
	{"a generic function", []string{"func f[T any](xs []T) T {\n\treturn xs[0]\n}\nf([]int(nil))"}, "main.f[...]:3 cell:5"},
	{"a deferred call that panics", []string{"func f() {\n\tdefer func() {\n\t\tpanic(1)\n\t}()\n\t_ = 1\n}\nf()"}, "main.f.func1:4 main.f:7 cell:8"},
	{"where the panic was, not the deferred call", []string{"func f(xs []int) (n int) {\n\tdefer func() {\n\t\tn = 1\n\t\tprint()\n\t}()\n\tprint()\n\treturn xs[0]\n}\nf(nil)"}, "main.f:8 cell:10"},
	{"a deferred call that is no literal", []string{"func g(n int) { panic(n) }\nfunc f() {\n\tdefer g(1)\n\tprint()\n}\nf()"}, "main.g:2 main.f:6 cell:7"},
	{"after one was recovered", []string{"func f(n int) {\n\tif n == 0 {\n\t\tpanic(n)\n\t}\n\tf(n - 1)\n}\nfunc g() (err any) {\n\tdefer func() { err = recover() }()\n\tf(5)\n\treturn nil\n}\nfunc h() {\n\tg()\n\tg()\n\tvar m map[int]int\n\tm[1] = 2\n}\nh()"}, "main.h:17 cell:19"},
	{"a panic again", []string{"func f() {\n\tdefer func() {\n\t\tpanic(recover())\n\t}()\n\tpanic(1)\n}\nf()"}, "main.f.func1:4 main.f:6 cell:8"},
	{"the body of a range over a function", []string{"func seq(yield func(int) bool) {\n\tprint()\n\tyield(1)\n}\nfunc f(xs []int) int {\n\tfor i := range seq {\n\t\treturn xs[i]\n\t}\n\treturn 0\n}\nf(nil)"}, "main.f-range1:8 main.seq:4 main.f:7 cell:12"},
	{"behind such a range", []string{"func seq(yield func(int) bool) {\n\t_ = yield(1) && yield(2)\n}\nfunc f(xs []int) (n int) {\n\tfor i := range seq {\n\t\tfor j := range seq {\n\t\t\tif j == 2 {\n\t\t\t\tbreak\n\t\t\t}\n\t\t\tn += i\n\t\t}\n\t\tif i == 2 {\n\t\t\tbreak\n\t\t}\n\t}\n\treturn xs[n]\n}\nf(nil)"}, "main.f:17 cell:19"},
	{"after one that fmt recovered", []string{"import \"fmt\"\ntype T struct{}\nfunc (T) String() string {\n\tpanic(1)\n}\nfunc f() {\n\t_ = fmt.Sprintln(T{}, []T{{}})\n\tvar m map[int]int\n\tm[1]++\n}\nf()"}, "main.f:10 cell:12"},
	{"after a goroutine ended itself", []string{"import (\n\t\"runtime\"\n\t\"sync\"\n)\nvar wg sync.WaitGroup\nfunc g() {\n\tdefer wg.Done()\n\truntime.Goexit()\n}\nwg.Add(1)\ngo g()\nwg.Wait()\npanic(1)"}, "cell:14"},
	{"a deferred call of a compiled function", []string{"func f(c chan int) {\n\tdefer close(c)\n}\nf(nil)"}, "main.f.deferwrap1:3 main.f:4 cell:5"},
	{"main", []string{"func f() {\n\tpanic(1)\n}\nfunc main() {\n\tf()\n}"}, "main.f:3 main.main:6"},
	{"a program", []string{"package main\nvar x = f()\nfunc f() int {\n\tpanic(1)\n}\nfunc main() {\n}"}, "main.f:5 main.init:3"},
}

// TestStacks: a cell that panics says by which calls it came there, whether its
// notebook may have several goroutines or not.
func TestStacks(t *testing.T) {
	for _, test := range stacks {
		t.Run(test.name, func(t *testing.T) {
			checkStack(t, test.want, test.cells...)
			if !strings.HasPrefix(test.cells[0], "package") {
				last := len(test.cells) - 1
				cells := slices.Clone(test.cells)
				cells[last] += "\ngo func() {}()"
				checkStack(t, test.want, cells...)
			}
		})
	}
}

func checkStack(t *testing.T, want string, cells ...string) {
	t.Helper()
	p, problems := cell.Check(book(cells...))
	if p == nil {
		t.Fatalf("%v", problems)
	}
	m, err := newMachine(p)
	if err != nil {
		t.Fatal(err)
	}
	for i := range cells {
		if err = m.run(i); err != nil && i < len(cells)-1 {
			t.Fatal(err)
		}
	}
	if err == nil {
		t.Fatal("it does not panic")
	}
	if got := strings.Join(statements(p, m.lines.Stack()), " "); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}
