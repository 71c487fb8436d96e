//go:build linux && (amd64 || arm64)

package iomodels

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"

	sys "golang.org/x/sys/unix"

	"nbrun/iomodels/trace"
	"nbrun/iomodels/unix"
)

// few is a small measurement: what it says of the shape holds of the large one too.
var few = ScalingOptions{N: []int{1, 8, 64}, Active: []int{1, 8}, Rounds: 5, Threads: 8}

// What the ways record, each with 64 descriptors, is in the catalog: see there for what
// that means. The reads of scan are not recorded.
func init() {
	for _, w := range ways {
		if w.name != "scan" {
			catalog["Scaling/"+w.name] = entry{run: w.record, facts: facts(
				fact{claim: "each round is one call, which finds as many as are ready", holds: w.foundAll},
			)}
		}
	}
}

// record is what [way.line] records for one point.
func (w way) record(setting) (t trace.Trace, err error) {
	o, err := few.complete()
	if err != nil {
		return t, err
	}
	fds, err := openWatched(64, sys.EFD_NONBLOCK)
	if err != nil {
		return t, err
	}
	onThread("waiter", trace.App, 1, func(lane *unix.Lane) {
		var a asking
		if a, err = w.begin(lane, fds); err == nil {
			_, err = w.points(o, lane, fds, a)
			err = errors.Join(err, a.end())
		}
		t = unix.Window("Scaling by "+w.name, "", lane)
	})
	return t, errors.Join(err, fds.close())
}

// foundAll looks at the first call behind each mark.
func (w way) foundAll(t trace.Trace) bool {
	var found, want []int64
	for _, m := range few.Active {
		for range 1 + few.Rounds {
			want = append(want, int64(m))
		}
	}
	// In the order in which they were recorded: completions may have come before the
	// call that their wait was.
	events := slices.SortedFunc(slices.Values(t.Events), func(a, b trace.Event) int { return a.Seq - b.Seq })
	for i, e := range events {
		if e.Kind != trace.Mark {
			continue
		}
		if call := events[i+1]; call.Name != w.call {
			return false
		} else if w.name == "io_uring" { // whose result is how many requests were taken
			found = append(found, completed(events[i+2:]))
		} else {
			found = append(found, call.Ret)
		}
	}
	return slices.Equal(found, want)
}

// completed counts the completions at the beginning.
func completed(events []trace.Event) (n int64) {
	for n < int64(len(events)) && events[n].Kind == trace.CQE {
		n++
	}
	return n
}

// Each way is measured at each point, with as many calls as it should make.
func TestScaling(t *testing.T) {
	s, err := Scaling(few)
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range ways {
		l := s.Line(w.name)
		if w.name == "io_uring" && len(l.Points) == 0 {
			t.Log(l.Why)
			continue
		}
		if l.Call != w.call {
			t.Errorf("%s is of %s, want %s", l.Name, l.Call, w.call)
		}
		for _, at := range [][2]int{{1, 1}, {8, 1}, {8, 8}, {64, 1}, {64, 8}} {
			want := few.Rounds
			if w.name == "scan" {
				want *= at[0]
			}
			if k := l.At(at[0], at[1]).Cost; k.Rounds != few.Rounds || k.Calls != want {
				t.Errorf("%s at %d: %d calls in %d rounds, want %d in %d", l.Name, at, k.Calls, k.Rounds, want, few.Rounds)
			}
		}
	}
	if l := s.Line("a thread each"); len(l.Points) != 2 || !strings.Contains(fmt.Sprint(l.Why), "ScalingOptions.Threads, 8") {
		t.Errorf("a thread each: %d points, %q; want two and the limit", len(l.Points), l.Why)
	}
	for _, name := range []string{"a goroutine each", "one thread, epoll"} {
		if l := s.Line(name); len(l.Points) != 3 {
			t.Errorf("%s: %d points, want 3: %q", name, len(l.Points), l.Why)
		}
	}
	if s.Floor <= 0 {
		t.Errorf("floor %v", s.Floor)
	}
}

// What is O(watched) and what is not: the one claim of all this about time, of
// ratios, each of which may be measured three times.
func TestScalingGrowth(t *testing.T) {
	o := ScalingOptions{N: []int{64, 4096}, Threads: 1}
	if ns, why, err := o.reach(); err != nil || len(ns) < 2 || ns[1] < 4096 {
		t.Skip(why, err)
	}
	steep := func(x float64) bool { return x >= 8 }
	flat := func(x float64) bool { return x <= 8 }
	claims := map[string]func(float64) bool{
		"select": steep, "poll": steep, "scan": steep, "epoll LT": flat, "epoll ET": flat, "io_uring": flat,
	}
	for attempt := 1; len(claims) > 0; attempt++ {
		s, err := Scaling(o)
		if err != nil {
			t.Fatal(err)
		}
		for line, holds := range claims {
			if line == "io_uring" && !s.Has(line) {
				t.Log(line, s.Line(line).Why)
				delete(claims, line)
				continue
			}
			x := s.Growth(line, 64, 4096)
			t.Logf("%s: from 64 to 4096 descriptors × %.1f (attempt %d)", line, x, attempt)
			if holds(x) {
				delete(claims, line)
			} else if attempt == 3 {
				t.Errorf("%s does not grow as it should", line)
				delete(claims, line)
			}
		}
	}
}

// Of select, descriptors beyond FD_SETSIZE are refused by the interface and not by
// the kernel.
func TestScalingBeyondFDSetsize(t *testing.T) {
	o := ScalingOptions{N: []int{64, 1100}, Rounds: 1, Threads: 1}
	if ns, why, err := o.reach(); err != nil || ns[len(ns)-1] < 1100 {
		t.Skip(why, err)
	}
	s, err := Scaling(o)
	if err != nil {
		t.Fatal(err)
	}
	l := s.Line("select")
	if within, beyond := l.At(64, 1).Beyond, l.At(1100, 1).Beyond; within != "" || beyond != "FD_SETSIZE" {
		t.Errorf("64 descriptors are beyond %q, 1100 beyond %q", within, beyond)
	}
	if !strings.Contains(fmt.Sprint(l.Why), "panics: runtime error: index out of range") {
		t.Errorf("%q does not tell of the interface", l.Why)
	}
}

// A thread each takes a thread each; goroutines and an epoll take next to none.
func TestScalingThreads(t *testing.T) {
	const n = 200
	o := ScalingOptions{N: []int{n}, Rounds: 1}
	if ns, why, err := o.reach(); err != nil || ns[len(ns)-1] < n {
		t.Skip(why, err)
	}
	s, err := Scaling(o)
	if err != nil {
		t.Fatal(err)
	}
	if l := s.Line("a thread each"); len(l.Points) == 0 {
		t.Log(l.Why)
	} else if f := l.At(n, 0).Footprint; f.Threads < n {
		// Some may have been there before, idle: Go keeps them.
		t.Errorf("%d descriptors, and the process has %d threads", n, f.Threads)
	}
	for _, name := range []string{"a goroutine each", "one thread, epoll"} {
		if got := s.Line(name).At(n, 0).Footprint.GrownThreads(); got > 10 {
			t.Errorf("%s: %d descriptors, and %d threads more", name, n, got)
		}
	}
}

func TestScalingLeavesNothing(t *testing.T) {
	before := take(t)
	threads, _, err := holding()
	if err != nil {
		t.Fatal(err)
	}
	o := few
	o.Threads = 64
	if _, err := Scaling(o); err != nil {
		t.Fatal(err)
	}
	before.same(t, nil)
	if now, _, _ := holding(); now > threads+10 {
		t.Errorf("there were %d threads, and now there are %d", threads, now)
	}
}

// limitDescriptors sets RLIMIT_NOFILE for the time of the test.
func limitDescriptors(t *testing.T, n int) {
	t.Helper()
	var was sys.Rlimit
	if err := sys.Getrlimit(sys.RLIMIT_NOFILE, &was); err != nil {
		t.Fatal(err)
	}
	if err := sys.Setrlimit(sys.RLIMIT_NOFILE, &sys.Rlimit{Cur: uint64(n), Max: was.Max}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := sys.Setrlimit(sys.RLIMIT_NOFILE, &was); err != nil {
			t.Error(err)
		}
	})
}

// With few descriptors there are fewer points, and it is said where they end; with
// next to none there is an error.
func TestScalingWithFewDescriptors(t *testing.T) {
	limitDescriptors(t, 256)
	s, err := Scaling(ScalingOptions{Rounds: 1})
	if err != nil {
		t.Fatal(err)
	}
	if s.Cut == nil || s.Cut.N != 16384 || !strings.HasPrefix(s.Cut.Why, "RLIMIT_NOFILE is 256, ") {
		t.Errorf("%+v does not say why the points do not go to 16384", s.Cut)
	}
	if points := s.Line("poll").Points; points[len(points)-1].N != 128 {
		t.Errorf("the last point is of %d descriptors, want 128", points[len(points)-1].N)
	}
	_, _, open, err := descriptorsLeft()
	if err != nil {
		t.Fatal(err)
	}
	limitDescriptors(t, open+keptDescriptors)
	if _, err := Scaling(ScalingOptions{}); err == nil || !strings.Contains(err.Error(), "there are none to watch") {
		t.Errorf("with all descriptors taken the error is %v", err)
	}
}

// When descriptors end midway, what was opened is closed.
func TestScalingOutOfDescriptors(t *testing.T) {
	before := take(t)
	_, _, open, err := descriptorsLeft()
	if err != nil {
		t.Fatal(err)
	}
	limitDescriptors(t, open+20)
	if _, err := openWatched(100, 0); !errors.Is(err, sys.EMFILE) {
		t.Errorf("100 descriptors of 20: %v", err)
	}
	before.same(t, nil)
	for _, l := range (ScalingOptions{Threads: 50}).crowds([]int{4, 50}) {
		if len(l.Points) != 1 || !strings.Contains(fmt.Sprint(l.Why), "eventfd2: too many open files") {
			t.Errorf("%s: %d points, %q", l.Name, len(l.Points), l.Why)
		}
	}
	before.same(t, nil)
	fds, err := openWatched(18, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer fds.close()
	spare, err := openWatched(1, 0) // what is left is for the ring or the epoll
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range ways[2:5] {
		limitDescriptors(t, open+1)
		if l, err := w.line(few.mustComplete(t), fds, []int{18}); err != nil || len(l.Points) != 0 || len(l.Why) != 1 {
			t.Errorf("%s: %d points, %q, %v; want no point and why", w.name, len(l.Points), l.Why, err)
		}
	}
	if err := spare.close(); err != nil {
		t.Error(err)
	}
}

func (o ScalingOptions) mustComplete(t *testing.T) ScalingOptions {
	t.Helper()
	o, err := o.complete()
	if err != nil {
		t.Fatal(err)
	}
	return o
}

// Without io_uring its line has no points and says why; all others are there.
func TestScalingWithoutRing(t *testing.T) {
	if os.Getenv(refusal) == "scaling" {
		if err := refuse(sys.SYS_IO_URING_SETUP, sys.EPERM); err != nil {
			t.Skip("no seccomp filter here: ", err)
		}
		s, err := Scaling(few)
		if err != nil {
			t.Fatal(err)
		}
		if l := s.Line("io_uring"); len(l.Points) != 0 || !strings.Contains(fmt.Sprint(l.Why), "EPERM") {
			t.Errorf("io_uring: %d points, %q", len(l.Points), l.Why)
		}
		if !s.Has("poll") || !s.Has("scan") || !s.Has("one thread, epoll") {
			t.Errorf("other lines are missing:\n%s", s.Text())
		}
		return
	}
	child := exec.Command(os.Args[0], "-test.run=^TestScalingWithoutRing$", "-test.v")
	child.Env = append(os.Environ(), refusal+"=scaling")
	out, err := child.CombinedOutput()
	if strings.Contains(string(out), "--- SKIP: TestScalingWithoutRing") {
		t.Skipf("%s", out)
	}
	if err != nil || !strings.Contains(string(out), "--- PASS: TestScalingWithoutRing") {
		t.Errorf("%v\n%s", err, out)
	}
}

func TestScalingRefused(t *testing.T) {
	for _, o := range []ScalingOptions{
		{N: []int{}}, {N: []int{0, 1}}, {N: []int{1}, Active: []int{-1}}, {Rounds: -1}, {Threads: -1},
	} {
		if _, err := Scaling(o); err == nil {
			t.Errorf("%+v was accepted", o)
		}
	}
}

func TestScalingActive(t *testing.T) {
	for _, tt := range []struct {
		o    ScalingOptions
		n    int
		want string
	}{
		{ScalingOptions{}, 64, "[1]"},
		{ScalingOptions{}, 256, "[1 16 256]"},
		{ScalingOptions{Active: []int{4, 2, 4}}, 3, "[2]"},
		{ScalingOptions{Active: []int{4}}, 3, "[]"},
	} {
		if got := fmt.Sprint(tt.o.mustComplete(t).active(tt.n)); got != tt.want {
			t.Errorf("%+v: of %d are active %s, want %s", tt.o, tt.n, got, tt.want)
		}
	}
}

// A way that finds another number than are ready is no measurement.
func TestScalingMiscounts(t *testing.T) {
	fds, err := openWatched(4, sys.EFD_NONBLOCK)
	if err != nil {
		t.Fatal(err)
	}
	defer fds.close()
	if err := round(fds, 3, blind{}); err == nil || err.Error() != "of 4 descriptors 3 were ready, and 2 were found" {
		t.Errorf("error %v", err)
	}
}

type blind struct{}

func (blind) ask(m int) (int, error) { return m - 1, nil }
func (blind) end() error             { return nil }

func TestThreadsLeft(t *testing.T) {
	if n, why := threadsLeft(); n < 1 || why == "" {
		t.Errorf("%d threads may be started: %q", n, why)
	}
	if all := allThreads(); all < 2 {
		t.Errorf("%d threads in the whole system", all)
	}
}
