package symbols_test

import (
	"fmt"
	"strings"
	"testing"
)

// matrix pairs expressions with the places where a value can go: the interpreter
// goes wrong with single pairs, in silence.
var matrix = []struct {
	typ   string
	exprs []string
}{
	{"int", []string{"7", "gi", "i", "gi+gj", "fint(i)", "gj + fint(i)", "fint(fint(2))", "gs[i]", "gs[fint(1)]", `gm["k"]`, `gm["no"]`, "gp.a", "gP.Sum()", "gp.Sum() + 1", "-i", "<-send(4)", "i + <-send(4)", "ga.(int)", "int(gf)", "len(gs)", "len(gs) + 1", "min(i, j)", "max(i, fint(2))", "1 << i", "*fptr(5)", "func() int { return i + 1 }()", "ffun(6)()", `strings.Index("chicken", "ken")`, "[]int{1, 2, 3}[i%3]", `P{5, 6, "x"}.b`, "fP(3).a", "int(ffloat(5) * 2)"}},
	{"string", []string{`"lit"`, "gstr", `s + gstr`, "fstr(2) + s", "string(rune(97 + i))", "gp.s", "gstr[1:3]", `strings.ToUpper(s) + "!"`, `<-sends("ch")`, "fmt.Sprint(i, s)", "string(gstr[0])"}},
	{"bool", []string{"true", "!gb", "i < j", "fint(i) > j", "gb && i < j", "!fbool(3)", "fbool(1) || fbool(5)", `s == "s"`, `gP == P{1, 2, "G"}`, "gP != fP(1)", "ga == 11", "gany == any(P{3, 4, \"any\"})", "<-send(4) == 4", "ferr(1) != nil"}},
	{"float64", []string{"1.5", "gf * 2", "gf + ffloat(3)", "float64(i) / 2", "max(gf, ffloat(8))"}},
	{"P", []string{`P{1, 2, "l"}`, "P{a: i}", "gP", "*gp", "fP(4)", "<-sendP(5)", "gany.(P)", `P{fint(i), gs[1] + j, s + "t"}`, "P{}"}},
	{"*P", []string{`&P{1, 2, "l"}`, "gp", "&gP", "new(P)"}},
	{"any", []string{"1", "gi + gj", "fint(i)", "gP", "fany(3)", "fP(3)", "nil", "2.5", "i < j", "<-send(3)", "gs", "gm", `&P{1, 2, "q"}`, "ga", "ffun(4)", "len(s)"}},
	{"error", []string{"nil", "ferr(1)", `fmt.Errorf("x %w", ferr(3))`}},
	{"[]int", []string{"nil", "gs[1:]", "fslice(3)", "append(gs[:1:1], i)", "append(fslice(1), fint(2), i+j)", "[]int{1, fint(i), i + j}", "make([]int, 2)"}},
	{"map[string]int", []string{"nil", "gm", "fmap(3)", `map[string]int{"a": i + 1, "b": fint(2)}`}},
	{"func() int", []string{"func() int { return i + j }", "ffun(8)", "gP.Sum", "gp.Sum", "fP(3).Sum"}},
	{"*int", []string{"&i", "fptr(6)", "&gs[1]", "&gp.a", "new(i + 4)"}},
	{"chan int", []string{"send(1)", "make(chan int, i)"}},
}

// places are statements in which E is an expression of type T, and what they print
// shows its value.
const places = `
	var v1 T = E
	p(v1)
	var v2 T
	v2 = E
	p(v2)
	global_N = E
	p(global_N)
	sl := make([]T, 2)
	sl[1] = E
	p(sl[1])
	var ar [2]T
	ar[i-2] = E
	p(ar[1])
	mp := map[string]T{}
	mp["k"] = E
	p(mp["k"])
	st := struct{ x T }{}
	st.x = E
	p(st.x)
	sp := &W_N{}
	sp.x = E
	p(sp.x)
	var x T
	px := &x
	*px = E
	p(x)
	ch := make(chan T, 1)
	ch <- E
	p(<-ch)
	p([]T{E}[0])
	cm := map[string]T{"q": E}
	p(cm["q"])
	cp := &W_N{E}
	p(cp.x)
	f1 := func() T { return E }
	p(f1())
	f2 := func() (int, T) { return i + 1, E }
	n2, v4 := f2()
	p(n2, v4)
	n5, s5 := 1, make([]T, 1)
	n5, s5[0] = two_N(E)
	p(n5, s5[0])
	n6, v6 := i, id_N(E)
	n6, v6 = j+1, E
	p(n6, v6)
	n6, mp["z"] = j+2, E
	p(n6, mp["z"])
	sl = append(sl, E)
	p(sl[2])
	func(a int, b T) { p(a, b) }(i+j, E)
	if y := (id_N(E)); true {
		p(y)
	}
	for q := range 2 {
		z := id_N(E)
		g := func() T { return z }
		p(q, g())
	}
	func() {
		defer func(a T, b int) { p(a, b) }(E, i)
		i++
		i--
	}()
`

const matrixHead = `package main

import (
	"fmt"
	"strings"
)

type P struct {
	a, b int
	s    string
}

func (p P) Sum() int { return p.a + p.b }

func p(xs ...any) {
	for _, x := range xs {
		switch v := x.(type) {
		case func() int:
			fmt.Print("func ", v(), " ")
		case *int:
			fmt.Print("*", *v, " ")
		case chan int:
			fmt.Print("chan ", cap(v), " ")
		case *P:
			fmt.Print("*P", v.a, v.b, v.s, " ")
		default:
			fmt.Print(v, " ")
		}
	}
}

func fint(n int) int            { return n * 2 }
func fstr(n int) string         { return strings.Repeat("ab", n) }
func fP(n int) P                { return P{n, n + 1, "p"} }
func ffun(n int) func() int     { return func() int { return n } }
func fany(n int) any            { return n }
func ferr(n int) error          { return fmt.Errorf("e%d", n) }
func fptr(n int) *int           { return &n }
func fbool(n int) bool          { return n > 2 }
func ffloat(n int) float64      { return float64(n) / 2 }
func fslice(n int) []int        { return []int{n, n + 1} }
func fmap(n int) map[string]int { return map[string]int{"k": n} }
func send(n int) chan int       { c := make(chan int, 2); c <- n; return c }
func sendP(n int) chan P        { c := make(chan P, 2); c <- fP(n); return c }
func sends(s string) chan string { c := make(chan string, 2); c <- s; return c }

var gi, gj = 3, 4
var gs = []int{5, 6, 7, 8, 9, 10}
var gm = map[string]int{"k": 8}
var gp = &P{9, 10, "g"}
var ga any = 11
var gP = P{1, 2, "G"}
var gf = 2.5
var gstr = "global"
var gb = true
var gany any = P{3, 4, "any"}
`

// TestMatrix: a value is the same wherever it goes, interpreted and compiled.
func TestMatrix(t *testing.T) {
	if testing.Short() {
		t.Skip("compiles a large program")
	}
	var head, mains strings.Builder
	head.WriteString(matrixHead)
	for n, row := range matrix {
		replace := func(s, e string) string {
			return strings.NewReplacer("_N", fmt.Sprint("_", n), "T", row.typ, "E", e).Replace(s)
		}
		// The type's name may hold no T, nor an expression an E: see the table.
		head.WriteString(replace("var global_N T\n\nfunc id_N(x T) T { return x }\n\nfunc two_N(x T) (int, T) { return 5, x }\n\ntype W_N struct{ x T }\n\n", ""))
		for k, e := range row.exprs {
			fmt.Fprintf(&head, "func t%d_%d() {\n\ti, j, s := 3, 4, \"s\"\n\t_, _, _ = i, j, s\n%s}\n\n", n, k, replace(places, e))
			fmt.Fprintf(&mains, "\tfmt.Print(%q)\n\tt%d_%d()\n\tfmt.Println()\n", row.typ+" "+e+": ", n, k)
		}
	}
	got := interpret(t, strings.TrimPrefix(head.String(), "package main\n"), strings.TrimSpace(mains.String()))
	want := compile(t, head.String()+"func main() {\n"+mains.String()+"}\n")
	g, w := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := range min(len(g), len(w)) {
		if g[i] != w[i] {
			t.Errorf("got  %s\nwant %s", g[i], w[i])
		}
	}
	if len(g) != len(w) {
		t.Errorf("%d lines, want %d", len(g), len(w))
	}
}
