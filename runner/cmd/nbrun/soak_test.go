//go:build linux

package main

import (
	"cmp"
	"context"
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"text/tabwriter"

	"nbrun/render/notebook"
	"nbrun/runner"
)

var runs = flag.Int("runs", 0, "how often TestSoak runs each notebook")

// TestSoak runs notebooks again and again, and tells how near their checks came to
// being false; a false one is an error.
//
//	go test ./runner/cmd/nbrun -run TestSoak -v -runs 20
//	go test ./runner/cmd/nbrun -run TestSoak/aio -v -runs 20
func TestSoak(t *testing.T) {
	if *runs == 0 {
		t.Skip("asked for by -runs")
	}
	for _, name := range names(t) {
		t.Run(name, func(t *testing.T) { soak(t, filepath.Join(notebooks, name+".md")) })
	}
}

// soaked is what all runs say of one check.
type soaked struct {
	claim                   string
	made, skipped, repeated int // repeated: measurements of ratios beyond the first
	margin                  float64
	closest                 string // the values of the smallest margin
	steady                  bool   // they were the same in each run
}

func soak(t *testing.T, path string) {
	src, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	nb, problems := notebook.Parse(path, src)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	all := map[string]*soaked{}
	for n := range *runs {
		x, err := new(runner.Runner).Run(context.Background(), nb)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range failures(x) {
			t.Errorf("run %d: %v", n+1, p)
		}
		for i, r := range x.Results {
			for j, o := range r.Outputs {
				key := fmt.Sprintf("%d %s", i, o.Claim)
				switch o.Verdict {
				case notebook.Pass, notebook.Fail, notebook.Skip:
					if all[key] == nil {
						all[key] = &soaked{claim: fmt.Sprintf("cell %d: %s", i+1, o.Claim), steady: true}
					}
					all[key].add(r.Outputs[j])
				}
			}
		}
	}
	t.Logf("%d runs\n%s", *runs, soakTable(slices.Collect(maps.Values(all))))
}

// add takes a check of one run.
func (s *soaked) add(o notebook.Output) {
	if o.Verdict == notebook.Skip {
		s.skipped++
		return
	}
	s.made++
	s.repeated += max(0, o.Attempts-1)
	values := o.Got + ", want " + o.Want
	if s.made > 1 && s.closest != values {
		s.steady = false
	}
	if m := marginOf(o); s.made == 1 || m < s.margin {
		s.margin, s.closest = m, values
	}
}

// marginOf is how many times a measured value could come nearer to its bound: 1 is on
// it, less is beyond it. It is 0 of a check that has no bound.
func marginOf(o notebook.Output) float64 {
	side, bound, _ := strings.Cut(o.Want, " ")
	got, gotOK := quantity(o.Got)
	want, wantOK := quantity(bound)
	switch {
	case !gotOK || !wantOK:
		return 0
	case side == "≥" && want > 0:
		return got / want
	case side == "≤" && got > 0:
		return want / got
	}
	return 0
}

// quantity reads a number or a duration as checks write them.
func quantity(s string) (float64, bool) {
	number, unit, _ := strings.Cut(s, " ")
	scale, known := map[string]float64{"": 1, "ns": 1e-9, "µs": 1e-6, "ms": 1e-3, "s": 1}[unit]
	v, err := strconv.ParseFloat(number, 64)
	return v * scale, known && err == nil
}

// soakTable lists the checks that have a bound, the nearest to it first, and counts
// the others. Values that never varied have no luck in them, and stand behind.
func soakTable(list []*soaked) string {
	slices.SortFunc(list, func(a, b *soaked) int {
		return cmp.Or(compareBool(a.steady, b.steady), cmp.Compare(a.margin, b.margin), strings.Compare(a.claim, b.claim))
	})
	var b strings.Builder
	w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "margin\tclosest\tmade\tskipped\tmeasured again\tcheck")
	plain, made, skipped := 0, 0, 0
	for _, s := range list {
		made, skipped = made+s.made, skipped+s.skipped
		if s.margin == 0 {
			plain++
			continue
		}
		note := ""
		if s.steady {
			note = " (each time)"
		}
		fmt.Fprintf(w, "%.3g\t%s%s\t%d\t%d\t%d\t%s\n", s.margin, s.closest, note, s.made, s.skipped, s.repeated, s.claim)
	}
	w.Flush()
	fmt.Fprintf(&b, "and %d checks without a bound; in all, checks made: %d, skipped: %d\n", plain, made, skipped)
	return b.String()
}

// TestSoakMargins: the margin of a check is read off its values.
func TestSoakMargins(t *testing.T) {
	for _, tt := range []struct {
		got, want string
		margin    float64
	}{
		{"2", "≥ 1", 2}, {"50 ms", "≥ 40 ms", 1.25}, {"900 µs", "≤ 1.8 ms", 2}, {"0.1", "≤ 0.2", 2}, {"0.5", "≥ 1", 0.5},
		{"0", "≤ 3", 0}, {"3", "= 3", 0}, {"true", "", 0}, {"not measured", "≥ 1", 0},
	} {
		if m := marginOf(notebook.Output{Got: tt.got, Want: tt.want}); m < tt.margin-1e-9 || m > tt.margin+1e-9 {
			t.Errorf("got %s, want %s: the margin is %g, want %g", tt.got, tt.want, m, tt.margin)
		}
	}
}
