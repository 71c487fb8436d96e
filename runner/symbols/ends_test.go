package symbols_test

import (
	"bytes"
	"fmt"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/traefik/yaegi/interp"

	"nbrun/runner/cell"
	"nbrun/runner/symbols"
)

// endDecls are what the bodies of ends use.
const endDecls = `
type T struct{ X, y int }
type N int
type S string
type F float64
type C complex128
type E struct{ code int }

func (e E) Error() string { return fmt.Sprint("E", e.code) }

type St struct{}

func (St) String() string { return "stringer\nline 2" }
`

// ends are bodies of functions that a panic ends.
var ends = []string{
	`panic("boom")`,
	`panic("two\nlines")`,
	`panic(3)`,
	`panic(-2.5)`,
	`panic(float32(0.1))`,
	`panic(1+2i)`,
	`panic(true)`,
	`panic('x')`,
	`panic(uint8(3))`,
	`panic(N(3))`,
	`panic(S("x\ny"))`,
	`panic(F(2.5))`,
	`panic(C(1+2i))`,
	`panic(E{3})`,
	`panic(&E{3})`,
	`panic(St{})`,
	`panic(errors.New("a\nb"))`,
	`panic(fmt.Errorf("wrapped: %w", E{4}))`,
	`panic(errors.Join(errors.New("x"), E{1}))`,
	`panic(fmt.Sprintf("%d", 3))`,
	`panic(nil)`,
	`var e error; panic(e)`,
	`defer func() { panic("b") }(); panic("a")`,
	`defer func() { recover(); panic("b") }(); panic("a")`,
	`defer func() { r := recover(); panic(r) }(); panic("a")`,
	`defer func() { panic(recover()) }(); panic(errors.New("same"))`,
	`defer func() { panic(fmt.Sprint("again ", recover())) }(); panic(E{1})`,
	`defer func() { r := recover(); panic(fmt.Errorf("wrap: %w", r.(error))) }(); panic(E{7})`,
	`defer func() { panic("c") }(); defer func() { panic("b") }(); panic("a")`,
	`defer func() { defer func() { panic("c") }(); panic("b") }(); panic("a")`,
	`defer func() { defer func() { recover() }(); panic("b") }(); panic("a")`,
	`defer func() { panic("b") }(); func() { defer func() { recover() }(); panic("a") }()`,
	`func() { defer func() { panic("inner2") }(); panic("inner") }()`,
	`defer recover(); panic("not recovered")`,
	`defer panic("in defer"); panic("first")`,
	`defer panic(nil)`,
	`var m map[string]int; m["a"] = 1`,
	`x := 0; fmt.Println(1 / x)`,
	`var p *T; fmt.Println(p.X)`,
	`var c chan int; close(c)`,
	`var a any = "x"; fmt.Println(a.(int))`,
	`xs, i := []int{1}, 5; fmt.Println(xs[i])`,
	`s, i := "abc", -1; fmt.Println(s[i:])`,
	`n := -1; fmt.Println(1 << n)`,
}

// goPanics returns what each body of ends has Go's runtime print.
func goPanics(t *testing.T) []string {
	var src strings.Builder
	src.WriteString("package main\n\nimport (\n\"errors\"\n\"fmt\"\n\"os\"\n)\n" + endDecls + "\nvar _ = errors.New\n\nfunc main() {\nswitch os.Args[1] {\n")
	for i, body := range ends {
		fmt.Fprintf(&src, "case %q:\n%s\n", strconv.Itoa(i), body)
	}
	src.WriteString("}\n}\n")
	program := filepath.Join(t.TempDir(), "ends")
	build(t, src.String(), program)
	texts := make([]string, len(ends))
	for i := range ends {
		var stderr bytes.Buffer
		cmd := exec.Command(program, strconv.Itoa(i))
		cmd.Stderr = &stderr
		if err := cmd.Run(); err == nil {
			t.Fatalf("compiled, it does not panic: %s", ends[i])
		}
		text, _, _ := strings.Cut(stderr.String(), "\n\ngoroutine ")
		texts[i] = regexp.MustCompile(`\n\[signal .*`).ReplaceAllString(text, "")
	}
	return texts
}

// TestEnds: a panic that ends a cell is worded as one that ends a program.
func TestEnds(t *testing.T) {
	if testing.Short() {
		t.Skip("compiles a program")
	}
	for i, want := range goPanics(t) {
		p, problems := cell.Check(book("import (\n\"errors\"\n\"fmt\"\n)\nvar _ = errors.New\nvar _ = fmt.Sprint\n"+endDecls, "{"+ends[i]+"\n}"))
		if p == nil {
			t.Errorf("%s: %v", ends[i], problems)
			continue
		}
		m, err := newMachine(p)
		for c := range p.Cells {
			if err == nil {
				err = m.run(c)
			}
		}
		ended, ok := err.(interp.Panic)
		if !ok {
			t.Errorf("%s: %v", ends[i], err)
		} else if got := symbols.PanicText(ended.Value); got != want {
			t.Errorf("%s:\ngot  %q\nwant %q", ends[i], got, want)
		}
	}
}
