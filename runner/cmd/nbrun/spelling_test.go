//go:build linux

package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"

	"nbrun/render/notebook"
)

// ownWords are those that are spelt right here and stand in no dictionary.
const ownWords = "../../../.ci/words"

// The prose of the notebooks in English and of the README is spelt as British English
// is: what stands in no code, the captions, the titles and what the checks claim.
func TestSpelling(t *testing.T) {
	paths, err := filepath.Glob(notebooks + "/*.md")
	if err != nil {
		t.Fatal(err)
	}
	places := map[string][]string{}
	for _, path := range append(paths, "../../../README.md") {
		src, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		nb, problems := notebook.Parse(path, src)
		if len(problems) > 0 {
			t.Fatal(problems)
		}
		if strings.HasPrefix(nb.Meta.Lang, "zh") {
			continue
		}
		for _, p := range proseOf(nb) {
			for _, w := range words(p.text) {
				at := nb.Position(p.start + w.start)
				places[w.text] = append(places[w.text], fmt.Sprintf("%s:%d:%d", path, at.Line, at.Column))
			}
		}
	}
	for _, word := range misspelt(t, places) {
		t.Errorf("%s: %q is in no dictionary (%d times in all); what is right goes to .ci/words", places[word][0], word, len(places[word]))
	}
}

// piece is a text and where it begins in the source.
type piece struct {
	start int
	text  string
}

// proseOf are the texts of a notebook that a reader reads as English.
func proseOf(nb *notebook.Notebook) (list []piece) {
	var tree func(n ast.Node)
	tree = func(n ast.Node) {
		switch n := n.(type) {
		case *ast.CodeSpan, *ast.AutoLink:
			return
		case *ast.Text:
			text := string(n.Segment.Value(nb.Source))
			if last := len(list) - 1; last >= 0 && list[last].start+len(list[last].text) == n.Segment.Start {
				list[last].text += text // Markdown cuts at signs that might have meant something
			} else {
				list = append(list, piece{n.Segment.Start, text})
			}
		}
		for child := n.FirstChild(); child != nil; child = child.NextSibling() {
			tree(child)
		}
	}
	tree(nb.Tree())
	for _, text := range []string{nb.Meta.Title, nb.Meta.Description} {
		list = append(list, piece{max(0, bytes.Index(nb.Source, []byte(text))), text})
	}
	for _, c := range nb.Cells {
		block := nb.Text(c.Block)
		for _, text := range []string{c.Options.ListingCap, c.Options.FigureCap, c.Options.FigureAlt} {
			list = append(list, piece{c.Block.Start + max(0, strings.Index(block, text)), text})
		}
		for _, m := range claim.FindAllStringSubmatchIndex(block, -1) {
			list = append(list, piece{c.Block.Start + m[2], block[m[2]:m[3]]})
		}
	}
	return list
}

// claim is what a check claims, where that is a literal.
var claim = regexp.MustCompile(`\bnb\.(?:True|Equal|AtLeast|AtMost|Ratio|Note|Skip|Exercise)\("([^"\\]*)"`)

var word = regexp.MustCompile(`[\pL\pN_./()']+`)

// words cuts a text into its words; names of code and of manual pages are none.
func words(text string) (list []piece) {
	for _, at := range word.FindAllStringIndex(text, -1) {
		w := strings.TrimLeft(text[at[0]:at[1]], "'./(")
		start := at[1] - len(w)
		w = strings.TrimSuffix(strings.TrimRight(w, "'./)"), "'s")
		if strings.ContainsAny(w, "_./()0123456789") || utf8.RuneCountInString(w) < 2 || w == strings.ToUpper(w) {
			continue
		}
		list = append(list, piece{start, w})
	}
	return list
}

// misspelt returns those words that neither hunspell's dictionary nor our own list has.
func misspelt(t *testing.T, of map[string][]string) (list []string) {
	t.Helper()
	own, err := filepath.Abs(ownWords)
	if err != nil {
		t.Fatal(err)
	}
	var in strings.Builder
	for w := range of {
		in.WriteString(w + "\n")
	}
	cmd := exec.Command("hunspell", "-d", "en_GB", "-i", "utf-8", "-p", own, "-l")
	cmd.Env = append(os.Environ(), "LC_ALL=C.UTF-8")
	cmd.Stdin = strings.NewReader(in.String())
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if (errors.Is(err, exec.ErrNotFound) || strings.Contains(stderr.String(), "Can't open")) && os.Getenv("CI") != "true" {
		t.Skip("hunspell with its British dictionary is not installed")
	}
	if err != nil || stderr.Len() > 0 {
		t.Fatalf("hunspell: %v: %s", err, &stderr)
	}
	list = strings.Fields(string(out))
	slices.Sort(list)
	return list
}

// TestSpellingSees: a word that is wrong is found, wherever it stands, and code is no word.
func TestSpellingSees(t *testing.T) {
	src := "---\ntitle: A titel\ndescription: Colour\n---\n\nIt recieves `recvmsg` by recv(2), the *behavoiur* of a thread's color in io_uring.\n\n" +
		"```go\n//| fig-cap: A capshun\nnb.True(\"it sleps\", oke)\n```\n\n| tabel |\n|---|\n| x |\n"
	nb, problems := notebook.Parse("a.md", []byte(src))
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	found := map[string][]string{}
	for _, p := range proseOf(nb) {
		for _, w := range words(p.text) {
			at := nb.Position(p.start + w.start)
			found[w.text] = []string{fmt.Sprintf("%d:%d", at.Line, at.Column)}
		}
	}
	var got []string
	for _, w := range misspelt(t, found) {
		got = append(got, w+" "+found[w][0])
	}
	want := []string{"behavoiur 6:40", "capshun 9:16", "color 6:65", "recieves 6:4", "sleps 10:13", "tabel 13:3", "titel 2:10"}
	if !slices.Equal(got, want) {
		t.Errorf("misspelt are %q, want %q", got, want)
	}
}
