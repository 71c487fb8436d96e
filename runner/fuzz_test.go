//go:build linux

package runner

import (
	"bytes"
	"context"
	"go/scanner"
	"go/token"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"testing"
	"time"

	"nbrun/render"
	"nbrun/render/notebook"
	"nbrun/runner/cell"
)

// FuzzCheck: whatever becomes of a notebook's bytes and of the tokens of its cells,
// checking it ends with a program or with problems that lie in it.
func FuzzCheck(f *testing.F) {
	corpus(f, nil)
	f.Fuzz(func(t *testing.T, src []byte, seed uint64) {
		nb, problems := notebook.Parse("nb.md", mutated(src, seed))
		if len(problems) > 0 {
			return
		}
		p, problems := cell.Check(nb)
		if (p == nil) != (len(problems) > 0) {
			t.Fatalf("program %v, problems %v of\n%s", p, problems, nb.Source)
		}
		for _, pr := range problems {
			if end := nb.Position(len(nb.Source)); pr.Pos.Line < 1 || pr.Pos.Line > end.Line || pr.Pos.Column < 1 || pr.Msg == "" {
				t.Errorf("%v lies outside of\n%s", pr, nb.Source)
			}
		}
	})
}

// harmful matches what mutated cells must not have: the machine's files, processes
// and network.
var harmful = regexp.MustCompile(`"(os|net|syscall|golang|nbrun/iomodels)\b`)

// FuzzRun: whatever cells do to their worker, the run ends with a page, and nothing
// is left of it.
func FuzzRun(f *testing.F) {
	self, err := os.Executable()
	if err != nil {
		f.Fatal(err)
	}
	// A worker that fills the memory dies of it before the machine does.
	r := Runner{Worker: []string{"/bin/sh", "-c", `ulimit -v 4000000; exec "$0" worker`, self}}
	corpus(f, harmful)
	f.Fuzz(func(t *testing.T, src []byte, seed uint64) {
		src = mutated(src, seed)
		nb, problems := notebook.Parse(filepath.Join(t.TempDir(), "nb.md"), src)
		if len(problems) > 0 || len(nb.Cells) == 0 || harmful.Match(src) {
			return
		}
		nb.Meta.Timeout = time.Second
		for i := range nb.Cells {
			nb.Cells[i].Options.Timeout = min(nb.Cells[i].Options.Timeout, time.Second)
		}
		before := holdings(t)
		x, err := r.Run(context.Background(), nb)
		if err != nil {
			t.Fatalf("%v: of\n%s", err, src)
		}
		record, err := x.Encode()
		if err != nil {
			t.Fatalf("%v: the record of\n%s", err, src)
		}
		back, err := notebook.Decode(record)
		if err != nil {
			t.Fatalf("%v: reading the record of\n%s", err, src)
		}
		if page, err := render.HTML(back); err != nil || !bytes.HasSuffix(bytes.TrimSpace(page), []byte("</html>")) {
			t.Fatalf("%v: the page of\n%s", err, src)
		}
		nothingLeft(t, before)
	})
}

// corpus adds the corpus' notebooks but for those that match.
func corpus(f *testing.F, but *regexp.Regexp) {
	paths, err := filepath.Glob("testdata/corpus/*.md")
	if err != nil || len(paths) == 0 {
		f.Fatal(paths, err)
	}
	for i, path := range paths {
		src, err := os.ReadFile(path)
		if err != nil {
			f.Fatal(err)
		}
		if but == nil || !but.Match(src) {
			f.Add(src, uint64(i))
		}
	}
}

// mutated returns a notebook in whose cells some tokens are left out, doubled,
// exchanged, or replaced by others; with seed 0 as it is.
func mutated(src []byte, seed uint64) []byte {
	nb, problems := notebook.Parse("nb.md", src)
	if seed == 0 || len(problems) > 0 || len(nb.Cells) == 0 {
		return src
	}
	random := rand.New(rand.NewPCG(seed, 0))
	words := []string{"func", "defer", "go", "for", "range", "return", "break", "{", "}", "(", ")", "*", "&", "<-", ":=", "nil", "0", "any", "...", "[]", "[int]", "1<<62"}
	var tokens []notebook.Span
	for _, c := range nb.Cells {
		for _, s := range tokensOf(src[c.Body.Start:c.Body.End]) {
			s = notebook.Span{Start: c.Body.Start + s.Start, End: c.Body.Start + s.End}
			tokens = append(tokens, s)
			words = append(words, nb.Text(s))
		}
	}
	if len(tokens) == 0 {
		return src
	}
	text := make(map[int]string) // by index into tokens
	for range 1 + random.IntN(3) {
		i := random.IntN(len(tokens))
		j := min(i+1, len(tokens)-1)
		this, next := nb.Text(tokens[i]), nb.Text(tokens[j])
		switch random.IntN(5) {
		case 0:
			text[i] = " "
		case 1:
			text[i] = this + " " + this
		case 2:
			text[i], text[j] = next, this
		default:
			text[i] = words[random.IntN(len(words))]
		}
	}
	var out []byte
	at := 0
	for i, s := range tokens {
		if word, changed := text[i]; changed {
			out = append(append(out, src[at:s.Start]...), word...)
			at = s.End
		}
	}
	return append(out, src[at:]...)
}

// tokensOf returns where the tokens of code stand.
func tokensOf(code []byte) []notebook.Span {
	file := token.NewFileSet().AddFile("", -1, len(code))
	var s scanner.Scanner
	s.Init(file, code, func(token.Position, string) {}, 0)
	var spans []notebook.Span
	for {
		pos, tok, lit := s.Scan()
		switch {
		case tok == token.EOF:
			return spans
		case tok == token.SEMICOLON && lit == "\n", tok == token.ILLEGAL:
			continue
		case !tok.IsLiteral() && !tok.IsKeyword():
			lit = tok.String()
		}
		start := file.Offset(pos)
		if end := start + len(lit); end <= len(code) {
			spans = append(spans, notebook.Span{Start: start, End: end})
		}
	}
}
