package render

import (
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"nbrun/render/notebook"
)

// TestSeries draws the record in testdata/series.txtar, of a notebook whose cell
// measured growth, and compares what stands below the cell, without its figures.
func TestSeries(t *testing.T) {
	const file = "testdata/series.txtar"
	archive, err := txtar.ParseFile(file)
	if err != nil {
		t.Fatal(err)
	}
	x, err := notebook.Decode([]byte(golden(archive, "record.json")))
	if err != nil {
		t.Fatal(err)
	}
	_, got, _ := strings.Cut(withoutFigures(body(write(t, x))), `<div class="series">`)
	got, _, _ = strings.Cut(got, "</main>")
	if *update {
		archive.Files = append(archive.Files[:1], txtar.File{Name: "series.html", Data: []byte(got)})
		if err := os.WriteFile(file, txtar.Format(archive), 0o666); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(golden(archive, "series.html"), got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// A series that cannot have been measured is not shown, and nothing fails of it.
func TestBrokenSeries(t *testing.T) {
	if page := write(t, hostile()); !strings.Contains(page, "a series that is not shown: ") {
		t.Error("a broken series is shown")
	}
}
