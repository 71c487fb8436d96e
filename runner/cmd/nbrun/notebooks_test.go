//go:build linux

package main

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"nbrun/render"
	"nbrun/render/notebook"
	"nbrun/render/pagetest"
)

// The project's own notebooks, in the order in which they are read. Each is run once
// for all tests of this file, as a book.
var chapters = []string{"two-phases", "web-request", "terms", "blocking", "nonblocking", "multiplexing",
	"signal-driven", "aio", "comparison", "epoll", "partial", "disk", "scaling", "go-net"}

// items are what the notebooks must show: the parts of the article that they put
// right, its diagrams, and its statements.
var items = strings.Fields(`overview phase-1 phase-2
	web-1 web-2 web-3 web-4 web-5 web-6 web-7 web-8 web-9 web-10 web-11
	blocking non-blocking synchronous asynchronous
	model-1 model-2 model-3 model-4 model-5 comparison
	diagram-web diagram-1 diagram-2 diagram-3 diagram-4 diagram-5 diagram-summary-en diagram-summary-zh
	F1 F1b F1c F2 F3 F4 F5 F6 F7 F8 F9 F10 F11 F12 F13 F14 F15 F16 F17 F17b F18 F19 F20 F21 F22 F23`)

const notebooks = "../../../notebooks"

var long = flag.Bool("long", false, "run the notebooks under each condition by itself, and all their programs; look at their pages in every way")

// bookRun is what came of making the book.
type bookRun struct {
	code           int
	stderr         string
	pages, records map[string][]byte // by the notebooks' names
}

var makeBook = sync.OnceValues(func() (b bookRun, err error) {
	dir, err := os.MkdirTemp("", "nbrun-book-*")
	if err != nil {
		return b, err
	}
	defer os.RemoveAll(dir)
	var stdout, stderr bytes.Buffer
	b.code = run(context.Background(), []string{"build", "-o", dir, notebooks}, &stdout, &stderr)
	b.stderr, b.pages, b.records = stderr.String(), map[string][]byte{}, map[string][]byte{}
	for ext, files := range map[string]map[string][]byte{".html": b.pages, ".json": b.records} {
		paths, _ := filepath.Glob(dir + "/*" + ext) // the pattern is well formed
		for _, path := range paths {
			data, err := os.ReadFile(path)
			if err != nil {
				return b, err
			}
			files[strings.TrimSuffix(filepath.Base(path), ext)] = data
		}
	}
	return b, nil
})

// theBook is the book of the notebooks, made once.
func theBook(t *testing.T) bookRun {
	t.Helper()
	if testing.Short() {
		t.Skip("runs all notebooks")
	}
	b, err := makeBook()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// names are those of all notebooks.
func names(t *testing.T) (list []string) {
	t.Helper()
	paths, err := filepath.Glob(notebooks + "/*.md")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no notebooks: %v", err)
	}
	for _, path := range paths {
		list = append(list, strings.TrimSuffix(filepath.Base(path), ".md"))
	}
	return list
}

// The book is made without a complaint: no check is false, no link is dead, each item
// is shown by a check. Its first page is as every page must be.
func TestBook(t *testing.T) {
	b := theBook(t)
	if b.code != 0 {
		t.Errorf("exit status %d: %s", b.code, b.stderr)
	}
	pagetest.Check(t, "the book's first page", b.pages["index"])
}

// Each notebook ran well, its figures show what the record holds, and a browser has
// nothing to say of its page.
func TestNotebooks(t *testing.T) {
	b := theBook(t)
	for _, name := range names(t) {
		t.Run(name, func(t *testing.T) {
			x, err := notebook.Decode(b.records[name])
			if err != nil {
				t.Fatal(err)
			}
			checkRun(t, x)
			for i, tr := range x.Traces {
				checkTrace(t, fmt.Sprintf("trace %d, %q", i, tr.Title), tr)
			}
			switch {
			case name == homeName: // TestBook checks it
			case *long:
				pagetest.Check(t, "the page", b.pages[name])
			default:
				pagetest.Glance(t, "the page", b.pages[name])
			}
		})
	}
}

// The tables of the first page have each item once, and no other. That each is shown
// by a check is part of making the book.
func TestCoverageItems(t *testing.T) {
	src, err := os.ReadFile(notebooks + "/index.md")
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	inTable := false
	for line := range strings.Lines(string(src)) {
		cells := strings.Split(strings.Trim(strings.TrimSpace(line), "|"), "|")
		switch {
		case !strings.HasPrefix(line, "|"):
			inTable = false
		case strings.TrimSpace(cells[len(cells)-1]) == "{coverage}":
			inTable = true
		case inTable && !strings.HasPrefix(line, "|-"):
			got = append(got, strings.TrimSpace(cells[0]))
		}
	}
	if !slices.Equal(got, items) {
		t.Errorf("the tables of index.md have\n%q\nwant\n%q", got, items)
	}
}

var references = regexp.MustCompile(`(?m)^(#+ |\*\*)?(References|参考文献|参考资料|参考)\b?`)

// What the notebooks have in common: they are strict, name their sources, and lead to
// those before and behind them.
func TestNotebooksForm(t *testing.T) {
	for i, name := range chapters {
		files, err := filepath.Glob(notebooks + "/" + name + "*.md")
		if err != nil || len(files) == 0 {
			t.Errorf("there is no %s.md (%v)", name, err)
		}
		for _, file := range files {
			src, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			nb, problems := notebook.Parse(file, src)
			if len(problems) > 0 {
				t.Errorf("%v", problems)
				continue
			}
			if !nb.Meta.Strict || nb.Meta.Title == "" || nb.Meta.Description == "" || nb.Meta.Lang == "" || nb.Meta.Order != i+1 {
				t.Errorf("%s: strict, title, description, lang and order %d are not all set: %+v", file, i+1, nb.Meta)
			}
			if !references.Match(src) {
				t.Errorf("%s: has no references", file)
			}
			for _, j := range []int{i - 1, i + 1} {
				if j >= 0 && j < len(chapters) && !leadsTo(nb, chapters[j]) {
					t.Errorf("%s: does not lead to %s", file, chapters[j])
				}
			}
		}
	}
	for _, name := range names(t) {
		plain, _, _ := strings.Cut(name, ".")
		if name != homeName && !slices.Contains(chapters, plain) {
			t.Errorf("%s.md is not known to this test", name)
		}
	}
}

// leadsTo reports whether a notebook has a link to another, in whatever language.
func leadsTo(nb *notebook.Notebook, name string) bool {
	return slices.ContainsFunc(render.References(nb), func(ref render.Reference) bool {
		return ref.File == name+".html" || strings.HasPrefix(ref.File, name+".")
	})
}
