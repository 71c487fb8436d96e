package cell

import (
	"slices"
	"testing"
)

// A figure that there is not is reported where its kind is a constant, however nb is
// imported, and only of nb; so is what is not for cells.
func TestPageCalls(t *testing.T) {
	const intro = "import \"nbrun/runner/nb\"\nimport \"nbrun/iomodels/trace\"\nvar t trace.Trace\n"
	for code, want := range map[string]string{
		intro + `nb.Figure("matrx", t)`:                                                 `5:11: no figure is called "matrx" [did you mean "matrix"?]`,
		intro + "const k = \"two\"\nfunc f() { nb.Figure(k+\"-lane\", t, t) }":          "6:22: a two-lane figure is drawn from 1 trace, not from 2",
		intro + "if true {\n\tgo nb.Figure(\"web-request\", t, t)\n}":                   "6:15: a web-request figure is drawn from at most 1 trace, not from 2",
		intro + "sink := nb.SetSink\nsink(nil)":                                         "5:12: nb.SetSink is not for cells [it would take checks away from the page: leave it out]",
		intro + `(nb.Figure)("level")`:                                                  "5:13: a level figure is drawn from 1 trace, not from 0",
		"import . \"nbrun/runner/nb\"\nFigure(\"bars\")":                                "3:8: a bars figure is drawn from at least 1 trace, not from 0",
		"import page \"nbrun/runner/nb\"\npage.Figure(\"summary\")":                     "",
		intro + `nb.Figure("level", []trace.Trace{t, t}...)`:                            "",
		intro + "k := \"matrx\"\nnb.Figure(k, t)":                                       "",
		"type N struct{}\nfunc (N) Figure(string) {}\nvar nb N\nnb.Figure(\"matrx\")":   "",
		"package main\nimport \"nbrun/runner/nb\"\nfunc main() { nb.Figure(\"gant\") }": `4:25: no figure is called "gant" [did you mean "gantt"?]`,
	} {
		_, problems := Check(book(code))
		var wants []string
		if want != "" {
			wants = []string{want}
		}
		var got []string
		for i, text := range write(problems) {
			if hint := problems[i].Hint; hint != "" {
				text += " [" + hint + "]"
			}
			got = append(got, text)
		}
		if !slices.Equal(got, wants) {
			t.Errorf("%s\ngot %q, want %q", code, got, want)
		}
	}
}
