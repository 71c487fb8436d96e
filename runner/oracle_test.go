//go:build linux

// The oracle: a notebook does under nbrun what its tangled program does when the
// Go toolchain compiles it, or nbrun refuses it by name.
//
//	go test ./runner -run TestCorpus                 all notebooks
//	go test ./runner -run TestCorpus/NAME -v         one: what nbrun makes of it, and each difference
//	go test ./runner -run TestCorpus -update         writes testdata/corpus/refused.txt anew
//	go test ./runner -run TestCorpus -fresh          compiles all programs, also those whose doings are known
//
// A notebook of the corpus is a file testdata/corpus/NAME.md. It must do the same
// in each run: no times, addresses, process numbers or orders of maps. Of a cell
// that makes system calls, runs a model or takes a time, and of those that use what
// such a cell has left, only the checks are compared; so it is of the project's own
// notebooks, whose cells all tell of the machine. Of all others: stdout, stderr,
// the value and its type, checks with what they found, and how the cell failed.
package runner

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"nbrun/render/notebook"
	"nbrun/runner/cell"
)

var update = flag.Bool("update", false, "write the list of refused notebooks anew")

// oracleLimit is how long a notebook of the corpus may take on either side.
const oracleLimit = 30 * time.Second

// bookLimit is how long one of the project's own may take: they wait and measure.
const bookLimit = 2 * time.Minute

var fresh = flag.Bool("fresh", false, "compile all programs, also those whose doings are known")

const refusedFile = "testdata/corpus/refused.txt"

// comparison is one notebook on its way through the oracle.
type comparison struct {
	path    string
	nb      *notebook.Notebook
	tangled *cell.Tangled
	binary  string
	build   string // why there is no binary
	key     string // under which what the program did is kept
	known   *outcome
	refused []notebook.Problem
	class   string
}

// The classes of notebooks.
const (
	same      = "same"
	refusedBy = "refused"
	different = "different"
	hang      = "hang"
	crashed   = "crash"
)

// limit is how long the notebook may take on either side.
func (c *comparison) limit() time.Duration {
	if c.ofBook() {
		return bookLimit
	}
	return oracleLimit
}

// ofBook reports whether the notebook is one of the project's own.
func (c *comparison) ofBook() bool { return filepath.Dir(c.path) == "../notebooks" }

// name is that of the notebook's subtest.
func (c *comparison) name() string { return strings.TrimSuffix(filepath.Base(c.path), ".md") }

func TestCorpus(t *testing.T) {
	if testing.Short() {
		t.Skip("compiles programs")
	}
	var list []*comparison
	for _, pattern := range []string{"../notebooks/*.md", "testdata/corpus/*.md"} {
		files, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, path := range files {
			if c := (&comparison{path: path}); chosen(c.name()) {
				list = append(list, c)
			}
		}
	}
	for _, c := range list {
		c.open(t)
		c.recall(t)
	}
	build(t, list)
	for _, c := range list {
		t.Run(c.name(), c.run)
	}
	whole := !strings.Contains(flag.Lookup("test.run").Value.String(), "/")
	tally(t, list, whole)
}

// chosen reports whether -run lets the subtest of this name run.
func chosen(name string) bool {
	_, pattern, sub := strings.Cut(flag.Lookup("test.run").Value.String(), "/")
	ok, err := regexp.MatchString(pattern, name)
	return !sub || err != nil || ok
}

// open reads the notebook, checks it and tangles it.
func (c *comparison) open(t *testing.T) {
	src, err := os.ReadFile(c.path)
	if err != nil {
		t.Fatal(err)
	}
	nb, problems := notebook.Parse(c.path, src)
	if len(problems) > 0 {
		t.Errorf("%v", problems)
		return
	}
	if nb.Meta.Timeout == 0 {
		nb.Meta.Timeout = c.limit() - time.Second
	}
	defer func() {
		if p := recover(); p != nil {
			c.class, c.nb = crashed, nil
			t.Errorf("%s: the front end panics: %v", c.path, p)
		}
	}()
	c.tangled, problems = cell.TangleProbed(nb, "nbrun/runner/testdata/probe")
	if c.tangled == nil {
		t.Errorf("Go refuses %v", problems)
		return
	}
	c.nb = nb
	_, c.refused = cell.Check(nb)
}

// run runs one notebook both ways.
func (c *comparison) run(t *testing.T) {
	if c.nb == nil {
		t.Fatal("not a notebook that Go accepts, or the front end cannot take it")
	}
	if len(c.refused) > 0 {
		c.class = refusedBy
		for _, p := range c.refused {
			t.Logf("refused: %v\n\thint: %s\n\trow: %s", p, p.Hint, p.Row)
			if p.Row == "" {
				t.Errorf("%v: the refusal stands for no row of the table", p)
			}
		}
		return
	}
	if c.build != "" {
		c.class = different
		t.Fatalf("the tangled program does not compile:\n%s\n%s", c.build, c.tangled.Source)
	}
	ctx, cancel := context.WithTimeout(context.Background(), c.limit())
	defer cancel()
	before := time.Now()
	x, err := new(Runner).Run(ctx, c.nb)
	took := time.Since(before)
	if err != nil && !errors.Is(err, ErrInterrupted) {
		c.class = crashed
		t.Fatalf("nbrun: %v", err)
	}
	if len(x.Problems) > 0 {
		t.Fatalf("nbrun refuses now: %v", x.Problems)
	}
	limit := c.limit()
	if slices.ContainsFunc(x.Results, func(r notebook.Result) bool { return r.Status == notebook.Timeout }) {
		limit = took + time.Second
	}
	g := c.compiled(t, limit)
	var diffs []string
	c.class, diffs = c.compare(x, g)
	if err != nil {
		c.class = hang
		diffs = append(diffs, fmt.Sprintf("nbrun does not end within %v", c.limit()))
	}
	if c.class != same {
		t.Errorf("%s:\n%s", c.class, strings.Join(diffs, "\n"))
	}
	t.Logf("%s: nbrun %v, compiled %v", c.class, took.Round(time.Millisecond), g.Took.Round(time.Millisecond))
}

// tally counts the classes, and compares the list of refused notebooks.
func tally(t *testing.T, list []*comparison, whole bool) {
	count := make(map[string]int)
	var lines []string
	for _, c := range list {
		count[c.class]++
		if c.class != refusedBy {
			continue
		}
		rows := make(map[string]bool)
		for _, p := range c.refused {
			rows[p.Row] = true
		}
		for _, row := range slices.Sorted(maps.Keys(rows)) {
			lines = append(lines, c.name()+": "+row+"\n")
		}
	}
	cells, measuring := 0, 0
	for _, c := range list {
		if c.class == same {
			for _, m := range c.tangled.Measures {
				cells++
				if m {
					measuring++
				}
			}
		}
	}
	t.Logf("%d cells of notebooks that are the same, of %d of them the checks alone were compared", cells, measuring)
	t.Logf("%d notebooks: %d same, %d refused, %d different, %d hang, %d crash",
		len(list), count[same], count[refusedBy], count[different], count[hang], count[crashed])
	if !whole {
		return
	}
	if count[same]*100 < len(list)*85 {
		t.Errorf("%d of %d notebooks are the same: less than 85 %%", count[same], len(list))
	}
	text := strings.Join(lines, "")
	if *update {
		if err := os.WriteFile(refusedFile, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	stored, err := os.ReadFile(refusedFile)
	if err != nil {
		t.Fatal(err)
	}
	if string(stored) != text {
		t.Errorf("%s is stale (go test ./runner -run TestCorpus -update): it has\n%s\nnow refused:\n%s", refusedFile, stored, text)
	}
}
