package trace

import (
	"errors"
	"fmt"
	"slices"
	"time"
)

// The methods in this file are for notebooks. Each gives one quantity of the operation
// that the trace is about, on the lanes of the program under study (role App, and Helper
// where it says so), and panics with a sentence when the quantity was not measured: a zero
// always means that zero was measured. Has asks first; Reason gives the sentence. Switches
// and Asleep are Unknown, without a panic, when they could not be measured since the
// process was being traced: package nb then skips a check of them.

// Wall returns the operation's time, as a clock on the wall sees it: from the moment
// the program first asked for data until it last had some in hand. See [Trace.Operation].
func (t Trace) Wall() time.Duration { return must(t.wall()) }

// CPU returns the processor time that the program spent in the system calls of the
// operation: all of them, the ones that failed too, and those of threads that work for
// it (role Helper). It is an upper bound, since the calls that read the thread's clock
// are counted with it (some 1 µs a call; see Trace.Overhead). Its own computing (Work)
// is not in it.
func (t Trace) CPU() time.Duration { return must(t.cpu()) }

// Asleep returns how long the program's threads, those that work for it (role Helper)
// included, were off the processor in system calls of the operation that they slept
// in. A call counts when its thread gave up the processor in it (Usage.Nvcsw > 0): its
// [PhaseWait] (or [PhaseNews]) when that is known, and otherwise what remains of its
// duration without its CPU time; of a Run in which not every call slept, as many of its
// longest calls as there were switches. It is an upper bound of the sleep, since a thread
// that was woken and waits for a processor, or lost it to another, counts too. A helper's
// futex, by which it waits for something to do, does not count.
func (t Trace) Asleep() time.Duration { return must(t.asleep()) }

// Switches returns how often the program's threads, those that work for it (role
// Helper) included, gave up the processor of their own accord (voluntary context
// switches) in the system calls of the operation: 0 says that no call blocked.
func (t Trace) Switches() int64 { return must(t.switches()) }

// WorkDone returns how many rounds of its own computing the program did (events of
// kind Work without a Usage).
func (t Trace) WorkDone() int64 { return must(t.workDone()) }

// Arrival returns when the kernel says that the data came: the first stamp of an
// arrival on an App lane, true to ± its Stamp.Uncertainty.
func (t Trace) Arrival() Time { return must(t.arrival()) }

// Has reports whether a quantity was measured: "Wall", "CPU", "Asleep", "Switches",
// "WorkDone" or "Arrival". It panics for any other word.
func (t Trace) Has(quantity string) bool { return t.measured(quantity) == nil }

// Reason returns the sentence that says why a quantity was not measured, and "" when
// it was. It knows the words that Has knows.
func (t Trace) Reason(quantity string) string {
	if err := t.measured(quantity); err != nil {
		return err.Error()
	}
	return ""
}

func (t *Trace) measured(quantity string) (err error) {
	switch quantity {
	case "Wall":
		_, err = t.wall()
	case "CPU":
		_, err = t.cpu()
	case "Asleep":
		_, err = t.asleep()
	case "Switches":
		_, err = t.switches()
	case "WorkDone":
		_, err = t.workDone()
	case "Arrival":
		_, err = t.arrival()
	default:
		panic(fmt.Sprintf("trace: no quantity %q: there are Wall, CPU, Asleep, Switches, WorkDone, Arrival", quantity))
	}
	return err
}

func must[T any](v T, err error) T {
	if err != nil && !errors.Is(err, errTraced) {
		panic(err.Error())
	}
	return v
}

var errTraced = errors.New("not measured: this process is being traced, and stops of ptrace count as context switches")

// traced reports whether one of the calls was made in a traced process.
func (t *Trace) traced(calls []int) bool {
	return slices.ContainsFunc(calls, func(i int) bool { return t.Events[i].Usage.Nvcsw == Unknown })
}

var errNoCalls = errors.New("no system call of the program is in the trace")

func (t *Trace) wall() (time.Duration, error) {
	from, to, ok := t.Operation()
	if !ok {
		return 0, fmt.Errorf("Wall not measured: %w", errNoCalls)
	}
	return to.Sub(from), nil
}

func (t *Trace) cpu() (sum time.Duration, err error) {
	calls, err := t.operationCalls("CPU", "CPU", func(u *Usage) bool { return true })
	for _, i := range calls {
		sum += t.Events[i].Usage.CPU
	}
	return sum, err
}

func (t *Trace) switches() (sum int64, err error) {
	calls, err := t.operationCalls("Switches", "rusage", func(u *Usage) bool { return u.Rusage })
	if t.traced(calls) {
		return Unknown, fmt.Errorf("Switches %w", errTraced)
	}
	for _, i := range calls {
		sum += t.Events[i].Usage.Nvcsw
	}
	return sum, err
}

func (t *Trace) asleep() (sum time.Duration, err error) {
	calls, err := t.operationCalls("Asleep", "rusage", func(u *Usage) bool { return u.Rusage })
	if err != nil {
		return 0, err
	}
	if t.traced(calls) {
		return Unknown, fmt.Errorf("Asleep %w", errTraced)
	}
	waits := map[int]time.Duration{}
	for _, p := range t.Phases() {
		if p.Name == PhaseWait || p.Name == PhaseNews {
			waits[p.Event] = p.Length()
		}
	}
	for _, i := range calls {
		e := &t.Events[i]
		if e.Usage.Nvcsw == 0 {
			continue
		}
		switch w, ok := waits[i]; {
		case !e.mostlyAsleep(): // a Run, and its CPU time may be more than its duration
			sum += min(e.inCall(), time.Duration(e.Usage.Nvcsw)*e.Run.Max)
		case ok:
			sum += w
		default:
			sum += max(0, e.inCall()-e.Usage.CPU)
		}
	}
	return sum, nil
}

func (t *Trace) workDone() (sum int64, err error) {
	found := false
	for i := range t.Events {
		if e := &t.Events[i]; e.Kind == Work && t.onApp(e) && !e.Touches() {
			sum, found = sum+e.Work, true
		}
	}
	if !found {
		return 0, errors.New("WorkDone not measured: the program counted no work of its own")
	}
	return sum, nil
}

func (t *Trace) arrival() (Time, error) {
	var first *Stamp
	why := "no call or completion carries the kernel's stamp"
	for i := range t.Events {
		e := &t.Events[i]
		if !t.onApp(e) {
			continue
		}
		if k, ok := e.received(); ok && (first == nil || k.At < first.At) {
			first = k
		}
		if e.brings() {
			why = e.reason("arrival", why)
		}
	}
	if first == nil {
		return 0, fmt.Errorf("Arrival not measured: %s", why)
	}
	return first.At, nil
}

// operationCalls returns the indexes of the system calls within the operation, of the
// program and of its helpers, and an error when there are none: a sum over no calls is
// no measurement. Another error names the first whose Usage does not satisfy has, with
// the reason that its Why gives for what.
func (t *Trace) operationCalls(quantity, what string, has func(*Usage) bool) ([]int, error) {
	from, to, ok := t.Operation()
	if !ok {
		return nil, fmt.Errorf("%s not measured: %w", quantity, errNoCalls)
	}
	var calls []int
	for i := range t.Events {
		e := &t.Events[i]
		if e.Kind != Syscall && !e.Touches() || !t.onApp(e) && !t.helps(e) || e.Enter < from || e.Exit > to {
			continue
		}
		if e.Usage == nil || !has(e.Usage) {
			return nil, fmt.Errorf("%s not measured: %s", quantity,
				e.reason(what, fmt.Sprintf("%s was recorded at level %d", t.where(e), t.Lanes[e.Lane].Level)))
		}
		calls = append(calls, i)
	}
	if calls == nil {
		return nil, fmt.Errorf("%s not measured: the program made no system call in the operation", quantity)
	}
	return calls, nil
}

// helps reports whether the event is of a helper's work: not of its waiting for some.
func (t *Trace) helps(e *Event) bool {
	return e.Lane >= 0 && e.Lane < len(t.Lanes) && t.Lanes[e.Lane].Role == Helper && e.Name != "futex"
}

// onApp reports whether the event is the program's own.
func (t *Trace) onApp(e *Event) bool {
	return e.Lane >= 0 && e.Lane < len(t.Lanes) && t.Lanes[e.Lane].Role == App
}

// where names an event in a sentence: "recvmsg (receiver, event 3)".
func (t *Trace) where(e *Event) string {
	lane := fmt.Sprintf("lane %d", e.Lane)
	if e.Lane >= 0 && e.Lane < len(t.Lanes) {
		lane = t.Lanes[e.Lane].Name
	}
	return fmt.Sprintf("%s (%s, event %d)", e.Name, lane, e.Seq)
}

// inCall is the time spent in the call, or in all the calls of a Run.
func (e *Event) inCall() time.Duration {
	if e.Run != nil {
		return e.Run.Sum
	}
	return e.Duration()
}
