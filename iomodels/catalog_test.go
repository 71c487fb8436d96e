//go:build linux && (amd64 || arm64)

package iomodels

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"nbrun/iomodels/trace"
	"nbrun/iomodels/uring"
)

// catalog holds every model of this package by its function's name. Each test file
// enters the models that it is about, in its init; what must be true of all models
// is then tested of them too: that their facts hold, that nothing is left of them,
// that strace saw the same calls, that they degrade as they say.
var catalog = map[string]entry{}

// An entry is a model as the tests know it.
type entry struct {
	run        func(setting) (trace.Trace, error)
	transports []Transport          // over which it is run; nil when it has none
	facts      func(setting) []fact // what must be true of each run
}

// A setting is what a run is given.
type setting struct {
	Scenario
	dir string // where models that need a file make it
}

// A fact is something that must be true of every run of a model, idle or under load,
// on one processor or many: causality, counts, errors; never a time.
type fact struct {
	claim    string
	holds    func(trace.Trace) bool
	switches bool // it is judged by context switches, which mean nothing in a traced process
}

// A mutant is a program with a mistake: it claims to be one model and does what
// another one does. At least one fact of the first must be false of it.
type mutant struct{ mistake, claims, does string }

// mutants is the written list of such mistakes; each test file adds its own.
var mutants []mutant

// scenario and file make an entry's run of the usual functions.
func scenario(f func(Scenario) (trace.Trace, error)) func(setting) (trace.Trace, error) {
	return func(s setting) (trace.Trace, error) { return f(s.Scenario) }
}

func file(f func(File) (trace.Trace, error)) func(setting) (trace.Trace, error) {
	return func(s setting) (trace.Trace, error) { return f(File{Dir: s.dir}) }
}

// facts makes an entry's facts of those that are the same in all settings.
func facts(all ...fact) func(setting) []fact { return func(setting) []fact { return all } }

// receives and sends name the calls of the setting's transport.
func (s setting) receives() string { return s.Transport.call().name }
func (s setting) sends() string    { return s.Transport.sending() }

// inTwoPhases are the facts of a call in which data arrived: when the kernel had them,
// or why that is not known.
func (s setting) inTwoPhases(name string) []fact {
	if s.Transport.unstamped() != "" {
		return []fact{unstamped(name), inSequence(name+" enter", s.sends()+" enter", name+" exit")}
	}
	return []fact{stampedWithinSend(name), inSequence(name+" enter", s.sends()+" enter", "arrival", name+" exit")}
}

// sockets are the transports but the pipe.
var sockets = []Transport{UDP, TCP, Unix}

// settings are those in which e is run: one for each transport.
func (e entry) settings(dir string) []setting {
	if e.transports == nil {
		return []setting{{quick, dir}}
	}
	var all []setting
	for _, t := range e.transports {
		s := quick
		s.Transport = t
		all = append(all, setting{s, dir})
	}
	return all
}

// eachModel runs f as a subtest for each model in each of its settings.
func eachModel(t *testing.T, f func(*testing.T, entry, setting)) {
	dir := diskTempDir(t)
	for _, name := range slices.Sorted(maps.Keys(catalog)) {
		for _, s := range catalog[name].settings(dir) {
			t.Run(strings.TrimSuffix(name+"/"+string(s.Transport), "/"), func(t *testing.T) { f(t, catalog[name], s) })
		}
	}
}

// diskTempDir is t.TempDir on a disk where there is one.
func diskTempDir(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp(diskDir(), "nbrun-test-*")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := os.RemoveAll(dir); err != nil {
			t.Error(err)
		}
	})
	return dir
}

// cannot reports whether err says that this machine cannot show the model, which is
// no failure of it.
func cannot(err error) bool {
	no := (*uring.Refused)(nil)
	return errors.As(err, &no) || slices.ContainsFunc(inabilities, func(e error) bool { return errors.Is(err, e) })
}

// inabilities are the errors of models that a machine, or a file system, cannot show.
var inabilities = []error{
	ErrNotCold,
	ErrNoDirect,
	ErrNoNowait,
	ErrNoDisk,
	ErrFewDescriptors,
	ErrFewSignals,
	ErrNoCompiler,
	exec.ErrNotFound, // a program that a model has for a peer
}

// runEntry runs the model, and skips the test where the machine cannot.
func runEntry(t *testing.T, e entry, s setting) trace.Trace {
	t.Helper()
	tr, err := e.run(s)
	if cannot(err) {
		t.Skip(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	return tr
}

// broken returns the claims that are not true of tr.
func broken(all []fact, tr trace.Trace) (claims []string) {
	for _, f := range all {
		if f.switches && traced(tr) {
			continue
		}
		if !f.of(tr) {
			claims = append(claims, f.claim)
		}
	}
	return claims
}

// of is whether the fact holds of tr. It is false of a trace that has not the calls
// it speaks of, for which the questions of package trace panic.
func (f fact) of(tr trace.Trace) (holds bool) {
	defer func() { holds = recover() == nil && holds }()
	return f.holds(tr)
}

// traced reports whether a lane could not count switches: the process is traced, and
// every stop of it counts as one.
func traced(tr trace.Trace) bool {
	for _, e := range tr.Events {
		if e.Usage != nil && e.Usage.Nvcsw == trace.Unknown {
			return true
		}
	}
	return false
}

// Each model does what its facts say, each time.
func TestFacts(t *testing.T) {
	eachModel(t, func(t *testing.T, e entry, s setting) {
		if e.facts == nil {
			t.Fatal("the model has no facts")
		}
		tr := runEntry(t, e, s)
		for _, claim := range broken(e.facts(s), tr) {
			t.Errorf("not true: %s", claim)
		}
		if err := tr.Check(); err != nil {
			t.Error(err)
		}
		if t.Failed() {
			t.Logf("\n%s", tr.Text())
		}
	})
}

// A fact that no mistake makes false says nothing.
func TestMutants(t *testing.T) {
	dir := diskTempDir(t)
	for _, m := range mutants {
		t.Run(fmt.Sprintf("%s for %s", m.does, m.claims), func(t *testing.T) {
			claims, known := catalog[m.claims]
			does, too := catalog[m.does]
			if !known || !too {
				t.Fatalf("%q or %q is not in the catalog", m.claims, m.does)
			}
			s := does.settings(dir)[0]
			tr := runEntry(t, does, s)
			if len(broken(claims.facts(s), tr)) == 0 {
				t.Errorf("%s: every fact of %s holds\n%s", m.mistake, m.claims, tr.Text())
			}
		})
	}
}

// Facts of the usual forms.

func inSequence(points ...string) fact {
	return fact{claim: "in this order: " + strings.Join(points, ", "), holds: func(t trace.Trace) bool { return t.InOrder(points...) }}
}

// callsOf says how often the program made a call, interrupted ones not counted.
func callsOf(name string, n int) fact {
	return fact{claim: fmt.Sprintf("%d calls of %s", n, name), holds: func(t trace.Trace) bool { return t.Count(name) == n }}
}

// errnos says how often the program's calls of that name ended with that error.
func errnos(name, errno string, n int) fact {
	return fact{claim: fmt.Sprintf("%s said %s %d times", name, errno, n), holds: func(t trace.Trace) bool { return t.CountErrno(name, errno) == n }}
}

// onlyCalls says that the program makes no other calls.
func onlyCalls(names ...string) fact {
	return fact{claim: "no calls but " + strings.Join(names, ", "), holds: func(t trace.Trace) bool {
		return !slices.ContainsFunc(t.Calls(), func(e trace.Event) bool { return !slices.Contains(names, e.Name) })
	}}
}

// returned says what the only successful call of that name returned.
func returned(name string, n int64) fact {
	return fact{claim: fmt.Sprintf("%s returned %d", name, n), holds: func(t trace.Trace) bool { return t.Find(name).Ret == n }}
}

// sleptIn says that the thread gave up the processor in the call.
func sleptIn(name string) fact {
	return fact{claim: "the thread slept in " + name, switches: true, holds: func(t trace.Trace) bool {
		u := t.Find(name).Usage
		return u != nil && u.Nvcsw >= 1
	}}
}

// stampedWithinSend says that the kernel's time of the arrival lies within the
// sender's own call: on the loopback interface the receiving half of the network
// code runs in the sender's context.
func stampedWithinSend(name string) fact {
	return fact{claim: "the arrival's stamp lies within the sender's sendto", holds: func(t trace.Trace) bool {
		k, send := t.Find(name).Stamp, t.Find("sendto")
		return k != nil && k.At+trace.Time(k.Uncertainty) >= send.Enter && k.At-trace.Time(k.Uncertainty) <= send.Exit
	}}
}

// unstamped says that the call brought no kernel stamp, and why.
func unstamped(name string) fact {
	return fact{claim: name + " brings no stamp and says why", holds: func(t trace.Trace) bool {
		e := t.Find(name)
		return e.Stamp == nil && len(e.Why) > 0
	}}
}

// bufferLooks says what the looks at the program's buffer saw, one after the other.
func bufferLooks(want ...string) fact {
	return fact{claim: "the buffer was seen " + strings.Join(want, ", then "), holds: func(t trace.Trace) bool {
		got := notes(t, "buffer")
		return len(got) == len(want) && prefixes(got, want)
	}}
}

func prefixes(got, want []string) bool {
	for i := range got {
		if !strings.HasPrefix(got[i], want[i]) {
			return false
		}
	}
	return true
}

// workDone says whether the program got any of its own work done.
func workDone(some bool) fact {
	return fact{claim: fmt.Sprintf("own work was done: %v", some), holds: func(t trace.Trace) bool {
		return slices.ContainsFunc(t.Events, func(e trace.Event) bool { return e.Kind == trace.Work && e.Work > 0 }) == some
	}}
}
