package render

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"
)

// TestProse reads each testdata/prose file: its input.md gives the main part of its page.
func TestProse(t *testing.T) {
	files, err := filepath.Glob("testdata/prose/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no golden files (%v)", err)
	}
	for _, file := range files {
		archive, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		got := run(t, golden(archive, "input.md"))
		_, got, _ = strings.Cut(got, "</header>\n")
		got, _, _ = strings.Cut(got, "</main>")
		if *update {
			archive.Files = append(archive.Files[:1], txtar.File{Name: "main.html", Data: []byte(got)})
			if err := os.WriteFile(file, txtar.Format(archive), 0o666); err != nil {
				t.Fatal(err)
			}
			continue
		}
		if diff := cmp.Diff(golden(archive, "main.html"), got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", file, diff)
		}
	}
}
