//go:build linux

package runner

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	unified "github.com/rogpeppe/go-internal/diff"

	"nbrun/render/notebook"
	"nbrun/runner/cell"
)

var (
	mutants = flag.Int("mutants", 0, "how many notebooks TestMutants runs both ways")
	seed    = flag.Uint64("seed", 1, "with what TestMutants begins")
)

// TestMutants is the oracle for notebooks that nobody has written: mutations of the
// corpus that Go accepts and nbrun does not refuse. A difference may be chance's
// (the order of a map, of goroutines), so it is for a person to look at:
//
//	go test ./runner -run TestMutants -mutants 200 -seed 7
func TestMutants(t *testing.T) {
	if *mutants == 0 {
		t.Skip("asked for by -mutants")
	}
	paths, err := filepath.Glob("testdata/corpus/*.md")
	if err != nil || len(paths) == 0 {
		t.Fatal(paths, err)
	}
	dir := t.TempDir()
	var list []*variant
	for s := *seed; len(list) < *mutants; s++ {
		for _, path := range paths {
			if c := mutant(t, dir, path, s); c != nil && len(list) < *mutants {
				list = append(list, c)
			}
		}
	}
	var both []*comparison
	for _, v := range list {
		both = append(both, &v.comparison)
	}
	build(t, both)
	for _, c := range list {
		t.Run(c.name(), func(t *testing.T) {
			c.run(t)
			if t.Failed() {
				t.Logf("%s", unified.Diff("corpus", c.of, c.path, c.nb.Source))
			}
		})
	}
}

// variant is a mutation of a notebook.
type variant struct {
	comparison
	of []byte
}

// mutant returns a mutation of a notebook as the oracle takes it; nil when Go or
// nbrun refuses it, or it is the notebook itself.
func mutant(t *testing.T, dir, path string, seed uint64) *variant {
	src, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	changed := mutated(src, seed)
	nb, problems := notebook.Parse("nb.md", changed)
	if len(problems) > 0 || string(changed) == string(src) || harmful.Match(changed) {
		return nil
	}
	if p, _ := cell.Check(nb); p == nil {
		return nil
	}
	file := filepath.Join(dir, fmt.Sprintf("%s_%d.md", strings.TrimSuffix(filepath.Base(path), ".md"), seed))
	if err := os.WriteFile(file, changed, 0o666); err != nil {
		t.Fatal(err)
	}
	c := &variant{comparison{path: file}, src}
	c.open(t)
	if c.nb != nil {
		c.nb.Meta.Timeout = 2 * time.Second
	}
	return c
}
