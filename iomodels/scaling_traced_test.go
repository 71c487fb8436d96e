//go:build linux && (amd64 || arm64)

package iomodels

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"nbrun/iomodels/unix"
	"nbrun/iomodels/witness"
)

// While strace follows the process scan ends early and says why; the other ways do not.
func TestScalingTraced(t *testing.T) {
	if !unix.Traced() {
		program, err := os.Executable()
		if err != nil {
			t.Fatal(err)
		}
		cmd, err := witness.Command(filepath.Join(t.TempDir(), "log"), program, "-test.run=^TestScalingTraced$", "-test.v")
		if errors.Is(err, witness.ErrNoStrace) && os.Getenv("CI") != "true" {
			t.Skip(err)
		}
		if err != nil {
			t.Fatal(err)
		}
		if out, err := cmd.CombinedOutput(); err != nil || !strings.Contains(string(out), "--- PASS: TestScalingTraced") {
			t.Errorf("under strace: %v\n%s", err, out)
		}
		return
	}
	s, err := Scaling(ScalingOptions{N: []int{1, tracedCalls, 2 * tracedCalls}, Rounds: 1, Threads: 1})
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range ways {
		l, want := s.Line(w.name), 3
		switch {
		case w.name == "scan":
			want = 2
			if !strings.Contains(fmt.Sprint(l.Why), "a tracer follows this process") {
				t.Errorf("scan ends because of %q", l.Why)
			}
		case !s.Has(w.name):
			t.Log(l.Why)
			continue
		}
		if len(l.Points) != want {
			t.Errorf("%s has %d points, want %d: %q", w.name, len(l.Points), want, l.Why)
		}
	}
}
