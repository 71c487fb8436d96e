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
	if testing.Short() {
		f.Skip("runs every notebook of the corpus; its memory limit leaves the race detector no room")
	}
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

// mutated returns a notebook in whose cells a token or two are others or in other
// places, mostly so that Go may still accept it; with seed 0 as it is.
func mutated(src []byte, seed uint64) []byte {
	nb, problems := notebook.Parse("nb.md", src)
	if seed == 0 || len(problems) > 0 {
		return src
	}
	random := rand.New(rand.NewPCG(seed, 0))
	var words []word
	for _, c := range nb.Cells {
		words = append(words, wordsOf(src, c.Body)...)
	}
	if len(words) == 0 {
		return src
	}
	strange := []string{"func", "defer", "go", "for", "range", "return", "break", "{", "}", "*", "&", "<-", "nil", "0", "any", "...", "[]", "1<<62"}
	for range 1 + random.IntN(2) {
		i := random.IntN(len(words))
		j := min(i+1+random.IntN(8), len(words)-1)
		switch random.IntN(12) {
		case 0:
			words[i].text = strange[random.IntN(len(strange))]
		case 1:
			words[i].text = ""
		case 2, 3: // leave some out
			for k := i; k <= j; k++ {
				words[k].text = ""
			}
		case 4, 5: // say some twice
			for k := i; k <= j; k++ {
				words[j].text += " " + words[k].text
			}
		default: // another of its kind
			for range 100 {
				if other := words[random.IntN(len(words))]; other.kind == words[i].kind && other.text != words[i].text {
					words[i].text = other.text
					break
				}
			}
		}
	}
	var out []byte
	at := 0
	for _, w := range words {
		out = append(append(out, src[at:w.span.Start]...), w.text...)
		at = w.span.End
	}
	return append(out, src[at:]...)
}

// word is a token of a cell; operators of one precedence are of one kind.
type word struct {
	span notebook.Span
	text string
	kind int
}

// wordsOf returns the tokens of a piece of src.
func wordsOf(src []byte, code notebook.Span) []word {
	file := token.NewFileSet().AddFile("", -1, code.End-code.Start)
	var s scanner.Scanner
	s.Init(file, src[code.Start:code.End], func(token.Position, string) {}, 0)
	var words []word
	for {
		pos, tok, lit := s.Scan()
		kind := int(tok)
		switch {
		case tok == token.EOF:
			return words
		case tok == token.SEMICOLON && lit == "\n", tok == token.ILLEGAL:
			continue
		case tok.IsOperator():
			lit = tok.String()
			if p := tok.Precedence(); p > 0 {
				kind = -p
			}
		}
		start := code.Start + file.Offset(pos)
		if end := start + len(lit); end <= code.End {
			words = append(words, word{notebook.Span{Start: start, End: end}, string(src[start:end]), kind})
		}
	}
}
