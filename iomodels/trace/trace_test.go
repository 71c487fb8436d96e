package trace_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"nbrun/iomodels/trace"
)

// stored reads the traces of testdata, by name without extension.
func stored(t testing.TB) map[string]trace.Trace {
	t.Helper()
	files, err := filepath.Glob("testdata/*.trace")
	if err != nil || len(files) == 0 {
		t.Fatalf("no traces in testdata: %v", err)
	}
	traces := map[string]trace.Trace{}
	for _, f := range files {
		traces[strings.TrimSuffix(filepath.Base(f), ".trace")] = load(t, f)
	}
	return traces
}

func load(t testing.TB, file string) trace.Trace {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	tr, err := trace.ParseText(text)
	if err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	return tr
}

func TestStoredTracesPassCheck(t *testing.T) {
	for name, tr := range stored(t) {
		if err := tr.Check(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if d := tr.Doubts(); d != nil {
			t.Errorf("%s: doubts %q", name, d)
		}
	}
}
