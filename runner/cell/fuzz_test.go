package cell

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"
)

const compileOption = "//| error: compile\n"

// FuzzCheck: whatever two cells hold, Check ends with a program or with problems
// that lie in the notebook, in order. What has a program can be tangled too.
func FuzzCheck(f *testing.F) {
	for _, test := range faults {
		f.Add(strings.Join(test.cells, "\n"), test.cells[0])
	}
	for _, test := range refusals {
		f.Add(test.code, "x := 1\nx")
	}
	programs, err := filepath.Glob("../symbols/testdata/*.go")
	if err != nil {
		f.Fatal(err)
	}
	for _, name := range programs {
		src, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(strings.TrimPrefix(string(src), "package main\n"), "main()")
		f.Add(string(src), "main()")
	}
	f.Fuzz(func(t *testing.T, first, second string) {
		if strings.ContainsRune(first+second, 0) || !utf8.ValidString(first+second) {
			return // it is no notebook's
		}
		nb := book(first, second)
		p, problems := Check(nb)
		if (p == nil) != (len(problems) > 0) {
			t.Fatalf("program %v, problems %q", p, write(problems))
		}
		lines := newLines(nb.Source)
		for i, pr := range problems {
			if pr.Pos.Line < 1 || pr.Pos.Line > len(lines) || pr.Pos.Column < 1 || pr.Msg == "" {
				t.Errorf("problem at %v: %q", pr.Pos, pr.Msg)
			}
			if i > 0 && (pr.Pos.Line < problems[i-1].Pos.Line) {
				t.Errorf("problem %d is out of order", i)
			}
		}
		if strings.Contains(first+second, compileOption) {
			return // what only nbrun refuses, Go does not
		}
		if tangled, problems := Tangle(nb); (tangled == nil) != (len(problems) > 0) || p != nil && tangled == nil {
			t.Errorf("program %v of what is checked %v, problems %q", tangled, p, write(problems))
		}
	})
}
