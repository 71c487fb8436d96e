package runner

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"nbrun/render/notebook"
)

// TestSourceIsReal: what a page shows of a name is what stands in the file and at the
// line that it names, in this repository.
func TestSourceIsReal(t *testing.T) {
	for name, has := range map[string]string{
		"iomodels.Blocking": "func Blocking(s Scenario) (trace.Trace, error) {",
		"iomodels.Scenario": "type Scenario struct {",
		"trace.Trace.Count": ") Count(",
		"unix.Read":         "func Read(",
		"unix.Lane.Read":    "func (l *Lane) Read(",
		"uring.Ring":        "type Ring struct {",
		"nb.True":           "func True(claim string, ok bool) {",
	} {
		o, problem := ownSource().find(name)
		if problem != nil {
			t.Errorf("%s: %s", name, problem.Msg)
			continue
		}
		file, err := os.ReadFile("../" + o.File)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(o.Text, has) || !strings.HasPrefix(o.Text, "//") {
			t.Errorf("%s: no %q with a doc comment in\n%s", name, has, o.Text)
		}
		if !strings.Contains(string(file), o.Text) {
			t.Errorf("%s: %s has no such text:\n%s", name, o.File, o.Text)
		}
		line := strings.Split(string(file), "\n")[o.Pos.Line-1]
		if last := name[strings.LastIndex(name, ".")+1:]; !strings.HasPrefix(line[o.Pos.Column-1:], last) {
			t.Errorf("%s: at %d:%d of %s is %q", name, o.Pos.Line, o.Pos.Column, o.File, line)
		}
	}
}

func TestSourceUnknown(t *testing.T) {
	const src = "```go\n//| source: %s\n```\n"
	for name, want := range map[string]string{
		"iomodels.Bloking":     `a.md:2:13: package iomodels has no exported Bloking; did you mean "iomodels.Blocking"?`,
		"trace.Trace.Cuont":    `a.md:2:13: package trace has no exported Trace.Cuont; did you mean "trace.Trace.Count"?`,
		"[nb.True, iomodls.X]": `a.md:2:23: source knows no package "iomodls"; did you mean "iomodels"?`,
		"nb":                   "a.md:2:13: source names a declaration, not the package nb; as in nb.NAME or nb.TYPE.METHOD",
		"iomodels.sources":     `a.md:2:13: package iomodels has no exported sources; did you mean "iomodels.Sources"?`,
		"iomodels.TestCatalog": "a.md:2:13: package iomodels has no exported TestCatalog; see what there is: go doc nbrun/iomodels",
	} {
		nb, problems := notebook.Parse("a.md", fmt.Appendf(nil, src, name))
		if problems != nil {
			t.Fatal(problems)
		}
		problems = Check(nb)
		if len(problems) != 1 {
			t.Errorf("%s: problems %v, want one", name, problems)
			continue
		}
		if got := problems[0].String() + "; " + problems[0].Hint; got != want {
			t.Errorf("%s:\n got %s\nwant %s", name, got, want)
		}
	}
}

// TestSourceNowhere: where no models run, a name is not held against a notebook.
func TestSourceNowhere(t *testing.T) {
	nb, _ := notebook.Parse("a.md", []byte("```go\n//| source: iomodels.Blocking\n```\n"))
	if found, problems := (library{}).sources(nb); found != nil || problems != nil {
		t.Errorf("found %v, problems %v", found, problems)
	}
}

// TestSourceOfGroup: a type that stands in a group is shown by itself.
func TestSourceOfGroup(t *testing.T) {
	lib := library{files: os.DirFS("testdata"), folders: map[string]string{"group": "source"}}
	o, problem := lib.find("group.T")
	if problem != nil {
		t.Fatal(problem.Msg)
	}
	if want := "// T is in a group.\ntype T struct {\n\tX int\n}"; o.Text != want {
		t.Errorf("got\n%s\nwant\n%s", o.Text, want)
	}
}
