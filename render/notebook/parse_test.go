package notebook

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"
)

var update = flag.Bool("update", false, "rewrite the golden sections of testdata")

// TestParse reads each testdata/parse file: its input.md gives its dump.
func TestParse(t *testing.T) {
	files, err := filepath.Glob("testdata/parse/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no golden files (%v)", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			input, golden := section(archive, "input.md"), section(archive, "dump")
			got := dump(Parse("a.md", input.Data))
			if *update {
				golden.Data = []byte(got)
				if err := os.WriteFile(file, txtar.Format(archive), 0o666); err != nil {
					t.Fatal(err)
				}
				return
			}
			if diff := cmp.Diff(string(golden.Data), got); diff != "" {
				t.Errorf("dump (-want +got):\n%s", diff)
			}
		})
	}
}

// section returns the named file of an archive, which it adds when there is none.
func section(a *txtar.Archive, name string) *txtar.File {
	for i := range a.Files {
		if a.Files[i].Name == name {
			return &a.Files[i]
		}
	}
	a.Files = append(a.Files, txtar.File{Name: name})
	return &a.Files[len(a.Files)-1]
}

// TestBytes has the inputs that a text file cannot hold.
func TestBytes(t *testing.T) {
	tests := []struct{ name, src, want string }{
		{"empty", "", ""},
		{"zero byte", "# A\nab\x00c\n", "a.md:2:3: not a text file: it has a zero byte here\n"},
		{"latin 1", "# A\n\nprix: 3 \xa4\n", "a.md:3:9: not UTF-8 text: byte 0xa4\n\thint: save the file as UTF-8\n"},
		{"replacement character is text", "\uFFFD\n", ""},
		{"only a mark", "\uFEFF", ""},
		{"mark before a cell", "\uFEFF```go\n1\n```\n",
			"cell 0 1:4-3:4\n\t\"1\\n\"\n"},
		{"mark before front matter", "\uFEFF---\norder: x\n---\n",
			"front 1:4-4:1\na.md:2:8: order is a whole number, not \"x\"\n"},
		{"windows", "---\r\ntitle: A\r\n---\r\n```go\r\n//| echo: false\r\nx := `a`\r\n```\r\n`{go} x`\r\n",
			"front 1:1-4:1 Title=A\n" +
				"cell 0 4:1-7:4 NoEcho=true\n" +
				"\t\"x := `a`\\r\\n\"\ninline 0 8:1-8:9 after 1: x in `{go} x`\n"},
		{"no line feed at the end", "```go\nx\n```",
			"cell 0 1:1-3:4\n\t\"x\\n\"\n"},
	}
	for _, tt := range tests {
		if diff := cmp.Diff(tt.want, dump(Parse("a.md", []byte(tt.src)))); diff != "" {
			t.Errorf("%s: dump (-want +got):\n%s", tt.name, diff)
		}
	}
}

func TestTooLarge(t *testing.T) {
	nb, problems := Parse("a.md", bytes.Repeat([]byte("a"), MaxSize+1))
	if len(problems) != 1 || problems[0].String() != "a.md: the file has 10.1 MB; a notebook may have 10 MB" {
		t.Errorf("problems = %v", problems)
	}
	if len(nb.Cells) != 0 {
		t.Errorf("%d cells in a file that was not read", len(nb.Cells))
	}
}

// TestHardInputs has texts that make careless Markdown parsers take exponential
// time or run out of stack: each must end within the test's own limit.
func TestHardInputs(t *testing.T) {
	for _, unit := range []string{"[", "![", "*a ", "`{go} x", "> ", "- ", "<", "[^a]", "|a", "`", "~", "[a](", "\n```go\n", "a\n---\n", "{", "&", "\\", "| - "} {
		src := strings.Repeat(unit, 8<<10/len(unit))
		if nb, _ := Parse("a.md", []byte(src)); string(nb.Source) != src {
			t.Errorf("%q: source changed", unit)
		}
	}
}

// FuzzParse checks what Notebook promises of its spans, for any bytes.
func FuzzParse(f *testing.F) {
	files, err := filepath.Glob("testdata/parse/*.txtar")
	if err != nil {
		f.Fatal(err)
	}
	for _, file := range files {
		archive, err := txtar.ParseFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(section(archive, "input.md").Data)
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		before := bytes.Clone(src)
		nb, problems := Parse("a.md", src)
		if !bytes.Equal(nb.Source, before) {
			t.Fatal("source changed")
		}
		at := 0
		inOrder := func(what string, s Span) {
			if s.Start < at || s.End < s.Start || s.End > len(src) {
				t.Fatalf("%s %v begins before %d or ends outside of %d bytes", what, s, at, len(src))
			}
		}
		inOrder("front", nb.Front)
		at = nb.Front.End
		inlines := nb.Inlines
		for i, c := range nb.Cells {
			for len(inlines) > 0 && inlines[0].After <= i {
				checkInline(t, nb, inlines[0], inOrder)
				at, inlines = inlines[0].Span.End, inlines[1:]
			}
			inOrder("cell", c.Block)
			if c.Body.Start < c.Block.Start || c.Body.End < c.Body.Start || c.Body.End > c.Block.End {
				t.Fatalf("body %v of cell %v", c.Body, c.Block)
			}
			at = c.Block.End
		}
		for _, in := range inlines {
			checkInline(t, nb, in, inOrder)
			at = in.Span.End
		}
		for _, p := range problems {
			if p.Pos.Line < 1 || p.Pos.Column < 1 || p.Cell >= len(nb.Cells) || p.Msg == "" {
				t.Fatalf("problem %+v", p)
			}
		}
	})
}

func checkInline(t *testing.T, nb *Notebook, in Inline, inOrder func(string, Span)) {
	inOrder("inline", in.Span)
	text := nb.Text(in.Span)
	if in.Expr.Start < in.Span.Start || in.Expr.End > in.Span.End || in.Expr.Start >= in.Expr.End {
		t.Fatalf("expression %v of inline %v", in.Expr, in.Span)
	}
	if !strings.HasPrefix(text, "`") || !strings.HasSuffix(text, "`") {
		t.Fatalf("inline %q is not within backticks", text)
	}
}

func BenchmarkParse(b *testing.B) {
	src := []byte(strings.Repeat("# A heading\n\nProse with `{go} x`.\n\n```go\n//| echo: false\nx := 1\n```\n\n", 20))
	b.SetBytes(int64(len(src)))
	for b.Loop() {
		Parse("a.md", src)
	}
}
