package render

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"nbrun/iomodels/trace"
)

// The terms of each group stand in order, which finding them needs, and have what a
// term has.
func TestGlossaryForm(t *testing.T) {
	seen := map[string]bool{}
	manual := regexp.MustCompile(`^[a-z0-9_]+\([237]\)$`)
	for _, g := range glossaries {
		if !slices.IsSortedFunc(g.terms, func(a, b term) int { return strings.Compare(a.name, b.name) }) {
			t.Errorf("%s: not in order", g.name)
		}
		for _, e := range g.terms {
			if seen[e.name] {
				t.Errorf("%s is there twice", e.name)
			}
			seen[e.name] = true
			if !manual.MatchString(e.man) {
				t.Errorf("%s: %q is no page of the manual", e.name, e.man)
			}
			if said := g.chinese[e.name]; !strings.HasSuffix(said, "。") || strings.ContainsAny(said, ",;:?()") {
				t.Errorf("%s: %q is no Chinese sentence with marks of full width", e.name, said)
			}
			if !strings.HasSuffix(e.text, ".") || strings.ToUpper(e.text[:1]) != e.text[:1] || len(e.text) > 200 {
				t.Errorf("%s: %q is no sentence", e.name, e.text)
			}
		}
		if len(g.chinese) != len(g.terms) {
			t.Errorf("%s: %d terms, %d of them in Chinese", g.name, len(g.terms), len(g.chinese))
		}
	}
	for name := range errnosInChinese {
		if errorsInChinese[name] == "" {
			t.Errorf("%s is told in a row and not explained", name)
		}
	}
}

// Every call that the recorder decodes is explained, and everything that the stored
// traces name.
func TestGlossaryHasAll(t *testing.T) {
	files, _ := filepath.Glob("../iomodels/unix/table*.go")
	calls := 0
	for _, file := range files {
		source, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range regexp.MustCompile(`\{SYS_(\w+),`).FindAllSubmatch(source, -1) {
			calls++
			if name := strings.ToLower(string(m[1])); !has(name) {
				t.Errorf("%s is not explained", name)
			}
		}
	}
	if calls < 100 {
		t.Errorf("found %d calls: the test does not see the table", calls)
	}
	traces, _ := filepath.Glob("../iomodels/trace/testdata/*.trace")
	flag := regexp.MustCompile(`\b(MSG|O|SO|SOL|AF|F|IORING|IOSQE|EPOLL|PROT|MAP|SHUT|SIG)_[A-Z_]+\b`)
	for _, file := range traces {
		tr := stored(t, strings.TrimSuffix(filepath.Base(file), ".trace"))
		for _, e := range tr.Events {
			names := []string{e.Errno.Name}
			if e.Kind != trace.Work && e.Kind != trace.Mark && e.Kind != trace.Probe && !strings.HasPrefix(e.Name, "SIGRT") {
				names = append(names, e.Name)
			}
			for _, a := range e.Args {
				names = append(names, flag.FindAllString(a.Text, -1)...)
			}
			for _, name := range names {
				if name != "" && !has(name) {
					t.Errorf("%s: %s is not explained", filepath.Base(file), name)
				}
			}
		}
	}
}

func has(name string) bool {
	_, ok := explained(name)
	return ok
}

// A page explains what its rows name and nothing else; the first of a trace's rows
// leads there, the others do not, and data are no flags.
func TestGlossary(t *testing.T) {
	tr := distinct(3)
	tr.Events[0].Args[1].Text = `"O_RDONLY O_TRUNC"`
	tr.Events[1].Args[1].Text = "O_RDONLY|O_NONBLOCK|O_UNHEARD_OF"
	page := write(t, traced(tr))
	var entries []string
	for _, m := range regexp.MustCompile(`<dt id="\.term\.(\w+)">`).FindAllStringSubmatch(page, -1) {
		entries = append(entries, m[1])
	}
	if got, want := strings.Join(entries, " "), "pread64 O_NONBLOCK O_RDONLY"; got != want {
		t.Errorf("the glossary has %q, want %q", got, want)
	}
	for _, name := range entries {
		if n := strings.Count(page, `href="#.term.`+name+`"`); n != 1 {
			t.Errorf("%d links lead to %s, want 1", n, name)
		}
	}
	if page := write(t, traced()); strings.Contains(body(page), "glossary") {
		t.Error("a page without traces has a glossary")
	}
}
