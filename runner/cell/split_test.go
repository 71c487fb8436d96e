package cell

import (
	"bytes"
	"strings"
	"testing"
)

func TestSplit(t *testing.T) {
	for _, test := range []struct{ src, want string }{
		{"", ""},
		{"// only a comment\n", ""},
		{"x := 1\ny := 2", "s:x := 1|s:y := 2"},
		{"x := 1; y := 2 // both", "s:x := 1|s:y := 2"},
		{"import \"fmt\"\nfmt.Println(1)", "d:import \"fmt\"|s:fmt.Println(1)"},
		{"func f() {\n\ta()\n\tb()\n}\nf()", "d:func f() {\n\ta()\n\tb()\n}|s:f()"},
		{"func(x int) { print(x) }(3)", "s:func(x int) { print(x) }(3)"},
		{"func(f func() int) int { return f() }(g)", "s:func(f func() int) int { return f() }(g)"},
		{"func() T[int] { return t }()", "s:func() T[int] { return t }()"},
		{"func (p *T) M() {}", "d:func (p *T) M() {}"},
		{"func (s *Stack[T]) Push(v T) { s.x = v }", "d:func (s *Stack[T]) Push(v T) { s.x = v }"},
		{"type (\n\tA int\n\tB int\n)\nvar x A", "d:type (\n\tA int\n\tB int\n)|s:var x A"},
		{"L:\nfor {\n\tbreak L\n}", "s:L:\nfor {\n\tbreak L\n}"},
		{"s := `a\nb; c`\ns", "s:s := `a\nb; c`|s:s"},
		{"f(1,\n\t2)", "s:f(1,\n\t2)"},
		{"a /* x\ny */ b", "s:a|s:b"},
		{"x := 1 /* c */ ; y", "s:x := 1|s:y"},
	} {
		text, parts := split([]byte(test.src))
		var got []string
		for _, p := range parts {
			kind := "s:"
			if p.decl {
				kind = "d:"
			}
			got = append(got, kind+string(text[p.start:p.end]))
		}
		if got := strings.Join(got, "|"); got != test.want {
			t.Errorf("split(%q) = %q, want %q", test.src, got, test.want)
		}
	}
}

// FuzzSplit: whatever the source, parts are in order, do not overlap and are not
// empty, and all that lies outside of them is white space and semicolons.
func FuzzSplit(f *testing.F) {
	for _, seed := range []string{"", "x := 1\n", "func f() {}\nf()", "((((", "}}}", "/* a", "\"x", "`x", "func", "func (", "package p; import \"x\"", "a;;b", "\x00", "\ufeff", "x\r\ny"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, src string) {
		text, parts := split([]byte(src))
		if len(text) != len(src) {
			t.Fatalf("the text has %d bytes, the source %d", len(text), len(src))
		}
		if got, want := bytes.Count(text, []byte("\n")), strings.Count(src, "\n"); got != want {
			t.Fatalf("the text has %d lines, the source %d", got, want)
		}
		at := 0
		for _, p := range parts {
			if p.start < at || p.end <= p.start || p.end > len(text) {
				t.Fatalf("part [%d, %d) after byte %d of %d", p.start, p.end, at, len(text))
			}
			at = p.end
		}
		for _, decls := range []bool{false, true} {
			if out := only(decls, text, parts); len(out) != len(text) {
				t.Fatalf("only(%v) has %d bytes, the text %d", decls, len(out), len(text))
			}
		}
		between := bytes.TrimPrefix(text, []byte("\ufeff"))
		skipped := len(text) - len(between)
		between = bytes.Clone(between)
		for _, p := range parts {
			blank(between[max(p.start-skipped, 0):max(p.end-skipped, 0)])
		}
		if rest := bytes.Trim(between, " \t\n;"); len(rest) > 0 {
			t.Fatalf("outside of every part: %q", rest)
		}
	})
}
