//go:build linux && (amd64 || arm64)

package iomodels

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"text/tabwriter"

	"nbrun/iomodels/trace"
	"nbrun/iomodels/witness"
)

// straceKey names, in the environment of a child under strace, the file to which it
// writes its records.
const straceKey = "IOMODELS_TEST_STRACE"

// A straced is the record of a model that ran under strace.
type straced struct {
	Name  string // of the subtest
	Trace trace.Trace
	Said  string // what the model said when the machine cannot show it
}

// Every model is run under strace, which must have seen each call that the record
// has, with the same arguments and the same result, and no call that it has not. The
// facts that do not rest on what ptrace(2) spoils hold there too. So it is under the
// conditions in which a machine shows less.
func TestStrace(t *testing.T) {
	if file := os.Getenv(straceKey); file != "" {
		underStrace(t, file, conditionHere())
		return
	}
	t.Run("as it is", func(t *testing.T) { confirm(t, condition{}) })
	for _, c := range conditions() {
		if *long || c.elsewhere && !testing.Short() {
			t.Run(c.name, func(t *testing.T) { confirm(t, c) })
		}
	}
}

// confirm runs the models under strace and a condition, and prints what strace
// confirmed.
func confirm(t *testing.T, c condition) {
	records, log := straceChild(t, c)
	var table strings.Builder
	w := tabwriter.NewWriter(&table, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "model/transport\trows matched\trows by strace\tother rows\tmeasuring\tlooks\truntime\tnot recorded")
	rows, seen := 0, 0
	for _, rec := range records {
		if rec.Said != "" {
			fmt.Fprintf(w, "%s\tnot shown here: %s\n", rec.Name, rec.Said)
			continue
		}
		r := log.Match(rec.Trace)
		if err := r.Err(); err != nil {
			t.Errorf("%s: %v\n%s", rec.Name, err, rec.Trace.Text())
		}
		if r.Confirmed() == 0 || r.Confirmed() != r.Recorded() || r.Confirmed() != r.Seen() || r.Before+r.After > 0 {
			t.Errorf("%s: %d calls recorded, %d seen by strace, %d confirmed, %d before and %d after: want all, and none outside",
				rec.Name, r.Recorded(), r.Seen(), r.Confirmed(), r.Before, r.After)
		}
		for name := range r.Left.Others {
			if isTransfer(name) {
				t.Errorf("%s: %d calls of %s on its lanes' threads are not recorded", rec.Name, r.Left.Others[name], name)
			}
		}
		rows, seen = rows+r.Confirmed(), seen+r.Seen()
		fmt.Fprintf(w, "%s\t%d\t%d\t%d\t%d\t%d\t%d\t%s\n", rec.Name, r.Confirmed(), r.Seen(), len(r.Rows)-r.Recorded(),
			r.Left.Measuring, r.Left.Looks, r.Left.Runtime, counts(r.Left.Others))
	}
	fmt.Fprintf(w, "all\t%d\t%d\n", rows, seen)
	w.Flush()
	t.Logf("\n%s", table.String())
}

// straceChild runs this test again in a child under strace and returns what the child
// recorded and what strace saw.
func straceChild(t *testing.T, c condition) ([]straced, *witness.Log) {
	t.Helper()
	program, dir := c.place(t)
	out, logFile := filepath.Join(dir, "records"), filepath.Join(dir, "log")
	cmd, err := witness.Command(logFile, program, "-test.run=^TestStrace$", "-test.v")
	if errors.Is(err, witness.ErrNoStrace) && os.Getenv("CI") != "true" {
		t.Skip(err)
	}
	if err != nil {
		t.Fatalf("%v, and CI must confirm the records", err)
	}
	cmd.Env = append(cmd.Env, straceKey+"="+out)
	c.impose(cmd, dir)
	text, err := cmd.CombinedOutput()
	if strings.Contains(string(text), "--- SKIP: TestStrace (") {
		t.Skipf("%s", text)
	}
	if err != nil || !strings.Contains(string(text), "--- PASS: TestStrace") {
		t.Errorf("under strace: %v\n%s", err, failures(text))
	}
	var records []straced
	f, err := os.Open(out)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for in := json.NewDecoder(f); ; {
		var r straced
		if err := in.Decode(&r); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		records = append(records, r)
	}
	logged, err := os.Open(logFile)
	if err != nil {
		t.Fatal(err)
	}
	defer logged.Close()
	log, err := witness.Parse(logged)
	if err != nil {
		t.Fatal(err)
	}
	return records, log
}

// failures leaves out of what a test printed the names of what began and what passed:
// a report that is cut short is cut at its end.
func failures(text []byte) string {
	var b strings.Builder
	for line := range strings.Lines(string(text)) {
		if l := strings.TrimSpace(line); !strings.HasPrefix(l, "=== ") && !strings.HasPrefix(l, "--- PASS") {
			b.WriteString(line)
		}
	}
	return b.String()
}

// underStrace is the child.
func underStrace(t *testing.T, file string, c condition) {
	if c.begin != nil {
		c.begin(t)
	}
	f, err := os.Create(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	out := json.NewEncoder(f)
	eachModel(t, func(t *testing.T, e entry, s setting) {
		if c.dir != "" {
			s.dir = c.dir
		}
		rec := straced{Name: strings.TrimPrefix(t.Name(), "TestStrace/")}
		rec.Trace, err = e.run(s)
		switch {
		case cannot(err), err != nil && c.says != nil && c.says(err):
			rec.Said = err.Error()
		case err != nil:
			t.Fatal(err)
		}
		if err := out.Encode(rec); err != nil {
			t.Fatal(err)
		}
		if rec.Said != "" {
			return
		}
		for _, claim := range broken(e.facts(s), rec.Trace) {
			t.Errorf("not true: %s\n%s", claim, rec.Trace.Text())
		}
		if err := rec.Trace.Check(); err != nil {
			t.Errorf("%v\n%s", err, rec.Trace.Text())
		}
	})
}

// isTransfer reports whether a call is of those of which the models are made, and
// which nothing that sets their stage makes: packages os and net read and write
// files, and the Go runtime waits in epoll_pwait.
func isTransfer(name string) bool {
	prefixes := []string{"recv", "send", "accept", "connect", "ppoll", "pselect6", "io_", "rt_sigtimedwait", "preadv", "pwritev"}
	return slices.ContainsFunc(prefixes, func(p string) bool { return strings.HasPrefix(name, p) })
}

// counts writes names with how often each comes.
func counts(of map[string]int) string {
	var words []string
	for _, name := range slices.Sorted(maps.Keys(of)) {
		words = append(words, fmt.Sprintf("%s %d", name, of[name]))
	}
	return strings.Join(words, ", ")
}
