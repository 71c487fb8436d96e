//go:build linux

package runner

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"nbrun/render/notebook"
)

// TestOracleSees: whatever differs between a run and the compiled program, the
// oracle says so.
func TestOracleSees(t *testing.T) {
	if testing.Short() {
		t.Skip("compiles programs")
	}
	path := filepath.Join(t.TempDir(), "sees.md")
	text := cells("import (\n\t\"fmt\"\n\t\"nbrun/runner/nb\"\n)\nfmt.Println(\"out\")\nprintln(\"err\")\nnb.Equal(\"claim\", 1, 1)\n[]int{1}",
		"//| error: true\npanic(\"boom\")", "fmt.Println(\"last\")") + "It is `{go} 1 + 1`.\n"
	if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
	c := &comparison{path: path}
	c.open(t)
	build(t, []*comparison{c})
	g := c.compiled(t, oracleLimit)
	output := func(r notebook.Result, kind notebook.OutputKind) *notebook.Output {
		return &r.Outputs[slices.IndexFunc(r.Outputs, func(o notebook.Output) bool { return o.Kind == kind })]
	}
	for _, tt := range []struct {
		name  string
		class string
		spoil func(cells, values []notebook.Result)
	}{
		{"nothing", same, func(_, _ []notebook.Result) {}},
		{"stdout", different, func(r, _ []notebook.Result) { output(r[0], notebook.Stdout).Text = "out" }},
		{"stdout of another cell", different, func(r, _ []notebook.Result) { r[2].Outputs = nil }},
		{"stderr", different, func(r, _ []notebook.Result) { output(r[0], notebook.Stderr).Text += "x" }},
		{"value", different, func(r, _ []notebook.Result) { output(r[0], notebook.Value).Text = "[2]" }},
		{"type", different, func(r, _ []notebook.Result) { output(r[0], notebook.Value).Type = "[]int64" }},
		{"a second value", different, func(r, _ []notebook.Result) {
			r[0].Outputs = append(r[0].Outputs, notebook.Output{Kind: notebook.Value, Text: "1", Type: "int"})
		}},
		{"verdict", different, func(r, _ []notebook.Result) { output(r[0], notebook.Check).Verdict = notebook.Fail }},
		{"claim", different, func(r, _ []notebook.Result) { output(r[0], notebook.Check).Claim = "another" }},
		{"what a check found", different, func(r, _ []notebook.Result) { output(r[0], notebook.Check).Got = "2" }},
		{"text of a panic", different, func(r, _ []notebook.Result) { output(r[1], notebook.Error).Text = "panic: bang" }},
		{"no panic", different, func(r, _ []notebook.Result) { r[1].Outputs = nil }},
		{"failure", crashed, func(r, _ []notebook.Result) {
			r[2] = notebook.Result{Status: notebook.Failed, Outputs: []notebook.Output{{Kind: notebook.Error, Text: "panic: reflect"}}}
		}},
		{"timeout", hang, func(r, _ []notebook.Result) {
			r[2] = notebook.Result{Status: notebook.Timeout, Outputs: []notebook.Output{{Kind: notebook.Error, Text: "timeout after 1s"}}}
		}},
		{"skipped", different, func(r, _ []notebook.Result) { r[2] = notebook.Result{Status: notebook.Skipped} }},
		{"inline value", different, func(_, v []notebook.Result) { output(v[0], notebook.Value).Text = "3" }},
	} {
		x, err := new(Runner).Run(context.Background(), c.nb)
		if err != nil {
			t.Fatal(err)
		}
		tt.spoil(x.Results, x.Values)
		if class, diffs := c.compare(x, g); class != tt.class || (diffs == nil) != (class == same) {
			t.Errorf("%s: the class is %s, want %s: %q", tt.name, class, tt.class, diffs)
		}
	}
}
