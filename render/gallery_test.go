package render

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"nbrun/iomodels/trace"
	"nbrun/render/figure"
	"nbrun/render/notebook"
)

// storedTraces reads the traces that are kept for tests; first come those of the five models.
func storedTraces(t testing.TB) []trace.Trace {
	t.Helper()
	var files []string
	for _, name := range []string{"blocking", "nonblocking", "poll", "signal", "io_uring"} {
		files = append(files, "../iomodels/trace/testdata/"+name+".trace")
	}
	for _, pattern := range []string{"../iomodels/trace/testdata/*.trace", "figure/testdata/*.trace"} {
		more, err := filepath.Glob(pattern)
		if err != nil || len(more) == 0 {
			t.Fatalf("no traces %s: %v", pattern, err)
		}
		files = append(files, more...)
	}
	var traces []trace.Trace
	seen := map[string]bool{}
	for _, file := range files {
		if seen[file] {
			continue
		}
		seen[file] = true
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		tr, err := trace.ParseText(text)
		if err != nil {
			t.Fatal(err)
		}
		traces = append(traces, tr)
	}
	return traces
}

// storedSeries is a measurement that was made for tests.
func storedSeries(t testing.TB) *trace.Series {
	t.Helper()
	text, err := os.ReadFile("figure/testdata/scaling.json")
	if err != nil {
		t.Fatal(err)
	}
	series := new(trace.Series)
	if err := json.Unmarshal(text, series); err != nil {
		t.Fatal(err)
	}
	return series
}

// gallery is a run that shows figures of every kind, at most as many of one as it is
// told, then the rows that their marks lead to. The stored records are what it shows.
func gallery(t testing.TB, lang string, most int) *notebook.Execution {
	t.Helper()
	traces := storedTraces(t)
	inputs := [][]int{{0, 1, 2, 3, 4}}
	for i := range traces {
		inputs = append(inputs, []int{i})
	}
	var outputs []notebook.Output
	shown := map[int]bool{}
	for _, kind := range figure.Kinds() {
		n := 0
		for _, in := range inputs {
			var of []trace.Trace
			for _, i := range in {
				of = append(of, traces[i])
			}
			if _, err := figure.Draw(kind, figure.Input{Traces: of, Lang: lang}); err != nil || n == most {
				continue
			}
			n++
			outputs = append(outputs, notebook.Output{Kind: notebook.Figure, Name: kind, Traces: in})
			for _, i := range in {
				shown[i] = true
			}
		}
	}
	for i := range traces {
		if shown[i] {
			outputs = append(outputs, notebook.Output{Kind: notebook.Traced, Traces: []int{i}, Auto: true})
		}
	}
	outputs = append(outputs, notebook.Output{Kind: notebook.Series, Series: storedSeries(t)})
	nb, problems := notebook.Parse("gallery.md", []byte("---\nlang: "+lang+"\n---\n# Gallery\n\n"+cell))
	if problems != nil {
		t.Fatal(problems)
	}
	return &notebook.Execution{
		Notebook: nb,
		Started:  time.Date(2026, 11, 23, 2, 14, 5, 0, time.UTC),
		Results:  []notebook.Result{{Status: notebook.OK, Outputs: outputs}},
		Traces:   traces,
	}
}

// TestGallery: on its page is a figure of every kind, and none that could not be drawn.
func TestGallery(t *testing.T) {
	page := write(t, gallery(t, "en", 2))
	for _, kind := range figure.Kinds() {
		if !strings.Contains(page, `class="figure `+kind) {
			t.Errorf("no figure of the kind %s", kind)
		}
	}
	if _, why, found := strings.Cut(page, "not drawn ("); found {
		t.Errorf("a figure is not drawn: %.200s", why)
	}
}
