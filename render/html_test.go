package render

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
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

// TestOutputs has every kind of output.
func TestOutputs(t *testing.T) {
	tests := []struct {
		output notebook.Output
		want   string
	}{
		{notebook.Output{Kind: notebook.Stdout, Text: "a < b\n"}, `<pre class="out">a &lt; b`},
		{notebook.Output{Kind: notebook.Stderr, Text: "oops"}, `<span class="tag">stderr</span><pre>oops</pre>`},
		{notebook.Output{Kind: notebook.Value, Text: "[1 2]", Type: "[]int"}, `<pre>[1 2]</pre><span class="tag">[]int</span>`},
		{notebook.Output{Kind: notebook.HTML, Text: "<b>x</b><script>y</script>"}, `<b>x</b>&lt;script&gt;y&lt;/script&gt;`},
		{notebook.Output{Kind: notebook.SVG, Text: "<svg/>"}, `src="data:image/svg+xml;base64,PHN2Zy8+"`},
		{notebook.Output{Kind: notebook.PNG, Text: "iVBORw=="}, `src="data:image/png;base64,iVBORw=="`},
		{notebook.Output{Kind: notebook.PNG, Text: "not base64"}, `class="broken">a picture in PNG that cannot be read`},
		{notebook.Output{Kind: notebook.Table, Rows: [][]string{{"n", "name"}, {"1", "a"}, {"", "2b"}}}, `<table class="r1"><thead><tr><th scope="col">n</th><th scope="col">name</th>`},
		{notebook.Output{Kind: notebook.Traced, Traces: []int{0}}, `<tr id="row.0.0.0">`},
		{notebook.Output{Kind: notebook.Traced, Traces: []int{0}, Auto: true}, `<summary>4 system calls of this cell</summary>`},
		{notebook.Output{Kind: notebook.Traced, Traces: []int{1}}, `<span class="times">× 85,834 more, mean 580 ns</span></td><td>= −1 <b>EAGAIN</b></td>`},
		{notebook.Output{Kind: notebook.Figure, Name: "two-lane", Traces: []int{0}}, `<span class="number">Figure 1</span>`},
		{notebook.Output{Kind: notebook.Figure, Name: "no such kind", Traces: []int{0}}, `<p class="broken">not drawn (no such kind): `},
		{notebook.Output{Kind: notebook.Check, Verdict: notebook.Pass, Claim: "c", Got: "1", Want: "2"}, `<span class="sr">passed: </span>c</span> <span class="compared">got <code>1</code>, want <code>2</code>`},
		{notebook.Output{Kind: notebook.Check, Verdict: notebook.Fail, Claim: "c", Attempts: 3, Got: "1", Want: "2"}, `<li class="fail" id=".failure">`},
		{notebook.Output{Kind: notebook.Check, Verdict: notebook.Skip, Claim: "c", Text: "EPERM"}, `<span class="sr">skipped: </span>c: EPERM`},
		{notebook.Output{Kind: notebook.Error, Text: "boom", Pos: notebook.Position{Line: 2, Column: 1}, Frames: []notebook.Frame{{Func: "main.f", Pos: notebook.Position{Line: 2, Column: 3}}, {Func: "cell", Pos: notebook.Position{Line: 9, Column: 1}}}}, `<p class="place">a.md:2:1</p><pre>boom</pre><ol class="stack" aria-label="Called from, innermost first"><li><span>main.f</span> <a href="#line.2">a.md:2:3</a></li><li><span>cell</span> a.md:9:1</li></ol>`},
	}
	for _, tt := range tests {
		if got := run(t, cell, tt.output); !strings.Contains(got, tt.want) {
			t.Errorf("%s: no %s in\n%s", tt.output.Kind, tt.want, got)
		}
	}
}

// TestSource: the source that a cell asks for is what an otherwise empty cell shows,
// is folded beneath code, and is hidden with all else.
func TestSource(t *testing.T) {
	o := notebook.Output{Kind: notebook.Source, Name: "nb.F", Text: "// F does.\nfunc F() {}", File: "runner/nb/f.go", Pos: notebook.Position{Line: 7, Column: 6}}
	const head, code = `<code>nb.F</code> <span class="place">runner/nb/f.go:7</span>`, `<b>func</b> F() {}`
	for _, tt := range []struct{ cell, want string }{
		{"//| source: nb.F\n", `<figure class="source"><figcaption>` + head},
		{"//| source: nb.F\n//| lst-cap: How\n", `<figure class="source"><figcaption>How ` + head},
		{"//| source: nb.F\n//| code-fold: true\n", `<details class="source"><summary>` + head},
		{"//| source: nb.F\nx\n", `<details class="source"><summary>` + head},
		{"//| source: nb.F\n//| echo: false\nx\n", `<figure class="source"><figcaption>` + head},
	} {
		got := run(t, "```go\n"+tt.cell+"```\n", o)
		if !strings.Contains(got, tt.want) || strings.Count(got, code) != 1 {
			t.Errorf("%s: no %s and %s, once, in\n%s", tt.cell, tt.want, code, got)
		}
	}
	if got := run(t, "```go\n//| source: nb.F\n//| include: false\nx\n```\n", o); strings.Contains(got, "nb.F") {
		t.Errorf("include: false does not hide it:\n%s", got)
	}
}

// TestSeveralTraces: of several traces each is shown, by each view but those that show
// them side by side.
func TestSeveralTraces(t *testing.T) {
	both := notebook.Output{Kind: notebook.Traced, Traces: []int{0, 1}}
	for options, want := range map[string]struct{ figures, tables int }{
		"":                              {2, 2},
		"//| views: [bars]\n":           {1, 0},
		"//| views: [bars, table]\n":    {1, 2},
		"//| views: [two-lane, bars]\n": {3, 0},
	} {
		got := run(t, "```go\n"+options+"x\n```\n", both)
		if f, n := strings.Count(got, `class="drawing"`), strings.Count(got, `<table class="events `); f != want.figures || n < want.tables || want.tables == 0 && n > 0 {
			t.Errorf("%q: %d figures and %d tables, want %d and %d", options, f, n, want.figures, want.tables)
		}
	}
}

// TestNothingHidesFailures: options hide code and output, but no false check and no error.
func TestNothingHidesFailures(t *testing.T) {
	source := "<details><summary>Solution</summary>\n\n```go\n//| include: false\n//| lst-cap: the code\nsecret\n```\n\n</details>\n"
	got := run(t, source,
		notebook.Output{Kind: notebook.Stdout, Text: "printed"},
		notebook.Output{Kind: notebook.Check, Verdict: notebook.Pass, Claim: "true claim"},
		notebook.Output{Kind: notebook.Check, Verdict: notebook.Fail, Claim: "false claim"},
		notebook.Output{Kind: notebook.Error, Text: "boom"})
	for _, hidden := range []string{"secret", "the code", "printed", "true claim"} {
		if strings.Contains(got, hidden) {
			t.Errorf("%q is not hidden", hidden)
		}
	}
	for _, shown := range []string{"false claim", "boom", "<details open>", `href="#.failure"`} {
		if !strings.Contains(got, shown) {
			t.Errorf("%q is hidden", shown)
		}
	}
	if got := run(t, source); !strings.Contains(got, "<details>\n<summary>Solution") {
		t.Errorf("a solution without a failure is not folded:\n%s", got)
	}
}

func TestImages(t *testing.T) {
	const png = "\x89PNG\r\n\x1a\n"
	images := map[string][]byte{"a.png": []byte(png), "sub/b c.png": []byte(png), "text.png": []byte("hello"), "i.svg": []byte("<svg></svg>")}
	for _, tt := range []struct{ src, want string }{
		{"![A & B](a.png \"T\")", `<img alt="A &amp; B" src="data:image/png;base64,iVBORw0KGgo=" title="T">`},
		{"![](sub/b%20c.png)", `<img alt="" src="data:image/png;base64,iVBORw0KGgo=">`},
		{"![](./i.svg)", `<img alt="" src="data:image/svg+xml;base64,PHN2Zz48L3N2Zz4=">`},
		{"![](no.png)", "there was no such file"},
		{"![](text.png)", "not an image"},
		{"![](../a.png)", "put the image beside the notebook"},
		{"![](/a.png)", "put the image beside the notebook"},
		{"![](https://example.com/a.png)", "a page fetches nothing"},
		{"![](//example.com/a.png)", "a page fetches nothing"},
		{"![](%zz.png)", "image not shown"},
	} {
		nb, _ := notebook.Parse("a.md", []byte(tt.src))
		data, err := HTML(&notebook.Execution{Notebook: nb, Images: images})
		if err != nil {
			t.Fatal(err)
		}
		if got := body(string(data)); !strings.Contains(got, tt.want) {
			t.Errorf("%s: no %s in\n%s", tt.src, tt.want, got)
		}
	}
}

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

// TestFigureHasRows: the marks of a figure lead to rows, which the page shows once.
func TestFigureHasRows(t *testing.T) {
	drawn := notebook.Output{Kind: notebook.Figure, Name: "two-lane", Traces: []int{0}}
	shown := notebook.Output{Kind: notebook.Traced, Traces: []int{0}}
	for _, tt := range []struct {
		options string
		outputs []notebook.Output
	}{
		{"", []notebook.Output{drawn}},
		{"", []notebook.Output{drawn, drawn}},
		{"", []notebook.Output{shown, drawn}},
		{"", []notebook.Output{drawn, shown}},
		{"//| views: [two-lane]\n", []notebook.Output{shown, drawn}},
	} {
		got := run(t, "```go\n"+tt.options+"x\n```\n", tt.outputs...)
		if n := strings.Count(got, `<table class="events `); n != 1 {
			t.Errorf("%s%v: the rows are there %d times", tt.options, tt.outputs, n)
		}
		if !strings.Contains(got, `href="#row.0.`) {
			t.Errorf("%s%v: no mark leads to a row", tt.options, tt.outputs)
		}
	}
}
