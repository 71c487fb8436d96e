package render

import (
	"bytes"
	"flag"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"nbrun/render/notebook"
)

var update = flag.Bool("update", false, "rewrite the golden sections of testdata")

// pages are the executions that the tests of whole pages draw.
func pages() map[string]*notebook.Execution {
	return map[string]*notebook.Execution{"sample": sample(), "failing": failing(), "refused": refused(), "hostile": hostile(), "chinese": chinese(sample())}
}

// TestPages compares whole pages, without their style, their script and their figures
// (each of which has tests of its own), with testdata/pages.txtar.
func TestPages(t *testing.T) {
	const file = "testdata/pages.txtar"
	archive := &txtar.Archive{Comment: []byte("Pages of the executions in sample_test.go and hostile_test.go.\n")}
	if !*update {
		var err error
		if archive, err = txtar.ParseFile(file); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{"sample", "failing", "refused", "hostile"} {
		got := withoutFigures(body(write(t, pages()[name])))
		if *update {
			archive.Files = append(archive.Files, txtar.File{Name: name, Data: []byte(got)})
			continue
		}
		if diff := cmp.Diff(golden(archive, name), got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
	if *update {
		if err := os.WriteFile(file, txtar.Format(archive), 0o666); err != nil {
			t.Fatal(err)
		}
	}
}

func golden(a *txtar.Archive, name string) string {
	for _, f := range a.Files {
		if f.Name == name {
			return string(f.Data)
		}
	}
	return ""
}

// body is a page from its body on, without the script.
func body(page string) string {
	page = page[strings.Index(page, "<body"):]
	page, _, _ = strings.Cut(page, "<script>")
	return page
}

var drawings = regexp.MustCompile(`(?s)<div class="drawing"><figure>.*?</figure>\n(<details class="data">.*?</details>)?</div>|<p class="broken">not drawn.*?</p>`)

// withoutFigures leaves out what package figure draws, or refuses to.
func withoutFigures(body string) string { return drawings.ReplaceAllString(body, "<figure/>") }

func write(t *testing.T, x *notebook.Execution) string {
	t.Helper()
	data, err := HTML(x)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// TestSameBytes draws each page twice, and once more from its record.
func TestSameBytes(t *testing.T) {
	all := pages()
	all["gallery"], all["gallery in Chinese"] = gallery(t, "en", 30), gallery(t, "zh-Hans", 30)
	for name, x := range all {
		first := write(t, x)
		if first != write(t, x) {
			t.Errorf("%s: drawn twice, the page differs", name)
		}
		record, err := x.Encode()
		if err != nil {
			t.Fatal(err)
		}
		y, err := notebook.Decode(record)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(first, write(t, y)); diff != "" {
			t.Errorf("%s: drawn from its record, the page differs (-want +got):\n%s", name, diff)
		}
	}
}

// TestNoReachingOut: no page has a style attribute, or an address that a browser
// fetches by itself.
func TestNoReachingOut(t *testing.T) {
	for name, x := range pages() {
		for _, tag := range tagsOf(t, write(t, x)) {
			if _, styled := tag.attrs["style"]; styled {
				t.Errorf("%s: style attribute: %s", name, tag.raw)
			}
			for _, attr := range []string{"src", "srcset", "data", "poster", "background", "xlink:href"} {
				if v := tag.attrs[attr]; v != "" && !strings.HasPrefix(v, "data:") {
					t.Errorf("%s: fetches %s: %s", name, v, tag.raw)
				}
			}
			if v := tag.attrs["href"]; tag.name == "link" && v != "data:," {
				t.Errorf("%s: fetches %s", name, v)
			}
		}
	}
}

// run is the page body of a notebook with one cell that had these outputs.
func run(t *testing.T, source string, outputs ...notebook.Output) string {
	t.Helper()
	nb, problems := notebook.Parse("a.md", []byte(source))
	if problems != nil {
		t.Fatal(problems)
	}
	x := &notebook.Execution{Notebook: nb, Traces: sample().Traces}
	for range nb.Cells {
		x.Results = append(x.Results, notebook.Result{Status: notebook.OK, Outputs: outputs})
	}
	return body(write(t, x))
}

const cell = "```go\nx\n```\n"

// FuzzHTML draws a page of any Markdown: it must not fail, and hold no element and
// no attribute that a page does not have.
func FuzzHTML(f *testing.F) {
	f.Add([]byte(sampleSource))
	f.Add([]byte(hostileSource))
	f.Fuzz(func(t *testing.T, src []byte) {
		nb, problems := notebook.Parse("a.md", src)
		data, err := HTML(&notebook.Execution{Notebook: nb, Problems: problems})
		if err != nil {
			t.Fatal(err)
		}
		for _, tag := range tagsOf(t, string(data)) {
			if !knownTags[tag.name] || tag.name == "script" && len(tag.attrs) > 0 {
				t.Fatalf("element %s", tag.raw)
			}
			for name := range tag.attrs {
				if strings.HasPrefix(name, "on") || name == "style" {
					t.Fatalf("attribute %s in %s", name, tag.raw)
				}
			}
		}
		if n := bytes.Count(data, []byte("<script")); n != 1 {
			t.Fatalf("%d scripts", n)
		}
	})
}

func BenchmarkHTML(b *testing.B) {
	x := sample()
	for b.Loop() {
		if _, err := HTML(x); err != nil {
			b.Fatal(err)
		}
	}
}
