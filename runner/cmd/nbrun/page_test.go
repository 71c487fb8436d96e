//go:build linux

package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"nbrun/iomodels/trace"
	"nbrun/render/figure"
	"nbrun/render/notebook"
	"nbrun/render/pagetest"
)

// The project's own notebooks: each runs well, its figures show what the record
// holds, its page is made again from the record, and a browser has nothing to say.
func TestNotebooks(t *testing.T) {
	paths, err := filepath.Glob("../../../notebooks/*.md")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no notebooks: %v", err)
	}
	for _, path := range paths {
		t.Run(filepath.Base(path), func(t *testing.T) {
			dir := t.TempDir()
			var stdout, stderr bytes.Buffer
			if code := run(context.Background(), []string{"-o", dir, path}, &stdout, &stderr); code != 0 {
				t.Fatalf("exit status %d: %s", code, &stderr)
			}
			page := strings.TrimSpace(stdout.String())
			record, err := os.ReadFile(strings.TrimSuffix(page, ".html") + ".json")
			if err != nil {
				t.Fatal(err)
			}
			x, err := notebook.Decode(record)
			if err != nil {
				t.Fatal(err)
			}
			checkRun(t, x)
			for i, tr := range x.Traces {
				checkTrace(t, fmt.Sprintf("trace %d, %q", i, tr.Title), tr)
			}
			again, err := pageOf(record, page)
			if err != nil {
				t.Fatal(err)
			}
			if written, err := os.ReadFile(page); err != nil || !bytes.Equal(written, again) {
				t.Errorf("the page made from the record differs from that of the run (%v)", err)
			}
			pagetest.Check(t, "the page", again)
		})
	}
}

// checkRun sees that every cell ran and that no check was false; checks that had
// to be skipped are told.
func checkRun(t *testing.T, x *notebook.Execution) {
	t.Helper()
	passed := 0
	for i, r := range x.Results {
		if r.Status != notebook.OK && r.Status != notebook.Shown {
			t.Errorf("cell %d is %s", i, r.Status)
		}
		for _, o := range r.Outputs {
			switch {
			case o.Verdict == notebook.Pass:
				passed++
			case o.Verdict == notebook.Skip:
				t.Logf("skipped: %s: %s", o.Claim, o.Got)
			case o.Verdict == notebook.Fail:
				t.Errorf("false: %s: got %s, want %s", o.Claim, o.Got, o.Want)
			}
		}
	}
	if passed == 0 && len(x.Results) > 0 {
		t.Error("no check was made")
	}
}

// checkTrace sees that a trace holds together, and that each arrow of its figure
// is one of its events.
func checkTrace(t *testing.T, name string, tr trace.Trace) {
	t.Helper()
	if err := tr.Check(); err != nil {
		t.Errorf("%s: %v", name, err)
	}
	events := map[string]bool{}
	for _, e := range tr.Events {
		events[fmt.Sprintf("%d.%d", e.Lane, e.Seq)] = true
	}
	f, err := figure.TwoLane(tr, "en")
	if err != nil {
		t.Errorf("%s: %v", name, err)
		return
	}
	arrows := 0
	for _, s := range f.Shapes {
		if s.Head == figure.NoHead {
			continue
		}
		arrows++
		if s.Event < 0 || !events[f.Marks[s.Event].Ref] {
			t.Errorf("%s: an arrow at %v is no event of the record", name, s.Points)
		}
	}
	if arrows == 0 {
		t.Errorf("%s: the figure has no arrow", name)
	}
}
