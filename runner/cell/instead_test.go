package cell

import "testing"

// Characters that look like Go's own, as keyboards and web pages give them.
func TestInstead(t *testing.T) {
	for code, want := range map[string]string{
		"x := []int{1，2}":    "write ,: this is its full-width form",
		"println（1）":         "write (: this is its full-width form",
		"if 1 ！= 2 {}":       "write !: this is its full-width form",
		"x\u00a0:= 1":        "write a plain space",
		"\u3000x := 1":       "write a plain space",
		"x := 1\u200b":       "delete the invisible character that stands here",
		"\u202ex := 1":       "delete the invisible character that stands here",
		"s := “abc”":         "write straight quotes",
		"x := 1 # a comment": "a comment begins with //",
		"x := 3 € 4":         "",
	} {
		_, problems := Check(book(code))
		if len(problems) == 0 || problems[0].Hint != want {
			t.Errorf("%q: %v, want the hint %q", code, problems, want)
		}
	}
}
