//go:build linux

package runner

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"nbrun/render/notebook"
)

// reusable is a notebook that says where it stands in every way in which a run that
// goes well can.
const reusable = `---
title: A
---
# A

` + "```go\n//| label: one\nimport \"nbrun/runner/nb\"\n\nfunc fail(n int) int {\n\treturn 1 / n\n}\nnb.True(\"one is one\", true)\n```" + `

It is ` + "`{go} 40 + 2`, and `{go} 7`" + `.

` + "```go\n//| error: true\nfail(0)\n```\n\n```go\n//| eval: false\nnowhere()\n```\n\n```go\n//| error: compile\nx := fo\n```\n\n```go\n//| source: nb.True\nnb.Equal(\"a\", 1, 1)\n```\n"

func parsed(t *testing.T, source string) *notebook.Notebook {
	t.Helper()
	nb, problems := notebook.Parse("a.md", []byte(source))
	if problems != nil {
		t.Fatal(problems)
	}
	return nb
}

// newRun runs a notebook.
func newRun(t *testing.T, source string) *notebook.Execution {
	t.Helper()
	r := Runner{}
	x, err := r.Run(t.Context(), parsed(t, source))
	if err != nil {
		t.Fatal(err)
	}
	return x
}

// timeless is an Execution without what no two runs have in common.
func timeless(x *notebook.Execution) map[string]any {
	for _, list := range [][]notebook.Result{x.Results, x.Values} {
		for i := range list {
			list[i].Start, list[i].Took = 0, 0
		}
	}
	facts := map[string]string{}
	for _, f := range x.Host.Facts {
		if f.Name != loadFact {
			facts[f.Name] = f.Value
		}
	}
	return map[string]any{"results": x.Results, "values": x.Values, "facts": facts, "key": x.Key, "images": x.Images, "source": string(x.Notebook.Source)}
}

// TestReuse: an author writes prose, changes what is only shown, moves the cells; the
// record of the old run, reused, is that of a new one.
func TestReuse(t *testing.T) {
	changed := reusable
	for _, c := range [][2]string{
		{"# A\n", "# Another title\n\nA paragraph more, with `code`.\n\n> and a quotation\n"},
		{"It is ", "On another column it is "},
		{"//| label: one\n", "//| label: two\n//| code-fold: true\n//| covers: F1\n"},
		{"//| error: true\n", "//| lst-cap: It fails\n//| error: true\n"},
		{"nowhere()", "elsewhere()\n\n// and more"},
		{"x := fo\n", "\n\ny := ba\n"},
		{"source: nb.True", "source: nb.Equal"},
	} {
		if !strings.Contains(changed, c[0]) {
			t.Fatalf("no %q to change", c[0])
		}
		changed = strings.Replace(changed, c[0], c[1], 1)
	}
	old := newRun(t, reusable)
	record, err := old.Encode()
	if err != nil {
		t.Fatal(err)
	}
	decoded, err := notebook.Decode(record)
	if err != nil {
		t.Fatal(err)
	}
	r := Runner{}
	reused := r.Reuse(parsed(t, changed), decoded)
	if reused == nil {
		t.Fatal("the record is not reused")
	}
	if !reused.Started.Equal(old.Started) || reused.Took != old.Took {
		t.Errorf("reused, it says that it ran at %v and took %v; it did at %v and took %v", reused.Started, reused.Took, old.Started, old.Took)
	}
	if diff := cmp.Diff(timeless(newRun(t, changed)), timeless(reused)); diff != "" {
		t.Errorf("a record reused is not as of a new run (-new +reused):\n%s", diff)
	}
}

// TestNotReused has what makes a record no longer that of a run.
func TestNotReused(t *testing.T) {
	const source = "---\ntimeout: 20s\n---\n```go\n1\n```\n\n`{go} 2`\n"
	for _, tt := range []struct {
		name, from, to string
		spoil          func(x *notebook.Execution)
	}{
		{"code", "\n1\n", "\n10\n", nil},
		{"a space in the code", "\n1\n", "\n 1\n", nil},
		{"an expression", "{go} 2", "{go} 3", nil},
		{"an expression before the cell", "```go", "`{go} 2`\n\n```go", nil},
		{"the time limit", "20s", "21s", nil},
		{"an option of the run", "```go\n", "```go\n//| trace: full\n", nil},
		{"no cell", "```go\n", "```go\n//| eval: false\n", nil},
		{"a compile error more", "---\n```go", "---\n```go\n//| error: compile\n1\n```\n\n```go", nil},
		{"without a key", "", "", func(x *notebook.Execution) { x.Key = "" }},
		{"another machine", "", "", func(x *notebook.Execution) { x.Key = "1" + x.Key }},
		{"a false check", "", "", func(x *notebook.Execution) {
			x.Results[0].Outputs = append(x.Results[0].Outputs, notebook.Output{Kind: notebook.Check, Verdict: notebook.Fail})
		}},
		{"a failed cell", "", "", func(x *notebook.Execution) { x.Results[0].Status = notebook.Failed }},
		{"a failed expression", "", "", func(x *notebook.Execution) { x.Values[0].Status = notebook.Failed }},
		{"a doubt", "", "", func(x *notebook.Execution) { x.Witness = &notebook.Witness{Differences: []notebook.Difference{{}}} }},
		{"a place that is nowhere", "", "", func(x *notebook.Execution) {
			x.Results[0].Outputs = append(x.Results[0].Outputs, notebook.Output{Kind: notebook.Error, Pos: notebook.Position{Line: 99}})
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			x := newRun(t, source)
			if tt.spoil != nil {
				tt.spoil(x)
			}
			r := Runner{}
			if r.Reuse(parsed(t, strings.Replace(source, tt.from, tt.to, 1)), x) != nil {
				t.Error("the record is reused")
			}
		})
	}
	t.Run("watched", func(t *testing.T) {
		r := Runner{Witness: true}
		if r.Reuse(parsed(t, source), newRun(t, source)) != nil {
			t.Error("the record of a run without a witness is reused for one with it")
		}
	})
}
