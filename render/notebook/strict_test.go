package notebook

import "testing"

func TestStrict(t *testing.T) {
	for _, tt := range []struct {
		prose string
		want  string // the problem's message; empty when there is none
	}{
		{"It took 53.8 ms.", `strict: a typed measurement, "53.8 ms"`},
		{"It took **50µs** at most", `strict: a typed measurement, "50µs"`},
		{"about 20 % of it", `strict: a typed measurement, "20 %"`},
		{"1,024 bytes", `strict: a typed measurement, "1,024 bytes"`},
		{"It took `{go} b.Wall()`.", ""},
		{"a literal `20 ms` in code", ""},
		{"Linux 5.1 and section 6.2 of 2 books", ""},
		{"SO_RCVTIMEO, x86s, the 90s", ""},
	} {
		_, problems := Parse("s.md", []byte("---\nstrict: true\n---\n\n"+tt.prose+"\n"))
		got := ""
		if len(problems) > 0 {
			got = problems[0].Msg
		}
		if got != tt.want {
			t.Errorf("%q: %q, want %q", tt.prose, got, tt.want)
		}
		if _, problems := Parse("s.md", []byte(tt.prose+"\n")); len(problems) > 0 {
			t.Errorf("%q in a notebook that is not strict: %v", tt.prose, problems)
		}
	}
}
