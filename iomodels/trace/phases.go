package trace

import (
	"fmt"
	"strings"
	"time"
)

// PhaseName says what went on during a [Phase].
type PhaseName string

const (
	// PhaseWait is the first phase of I/O: there are no data yet.
	PhaseWait PhaseName = "wait for data"
	// PhaseBuffered is the time that data lay in the kernel before the program asked.
	PhaseBuffered PhaseName = "kept in the kernel's buffer"
	// PhaseCopy is the second phase, from the kernel to the program's buffer. A thread
	// that slept must also wake up and be given a processor first; user space cannot
	// tell these apart, so the phase is an upper bound of the copy.
	PhaseCopy PhaseName = "copy"
	// PhaseWakeCopy is PhaseCopy of a thread that had to be woken.
	PhaseWakeCopy PhaseName = "wake + copy"
	// PhaseWake is from the data's arrival to the return of the call that only
	// reports it (poll and its kin).
	PhaseWake PhaseName = "wake"
	// PhaseSpin is a question that was answered "not now" (EAGAIN).
	PhaseSpin PhaseName = "spin"
	// PhaseWork is the program's own computing.
	PhaseWork PhaseName = "own work"
	// PhaseSubmit is the handing over of a request.
	PhaseSubmit PhaseName = "submit"
	// PhaseFlight is a request's time in the kernel when it cannot be split.
	PhaseFlight PhaseName = "in flight"
	// PhaseCall is a call's time when it cannot be split.
	PhaseCall PhaseName = "in the call"
)

// Phase is a stretch of time that follows from what was measured. A Phase is never
// stored: [Trace.Phases] derives it.
type Phase struct {
	Name     PhaseName
	From, To Time
	Event    int    // index into Trace.Events of the call or completion it is of
	AtMost   bool   // the length is an upper bound
	Source   string // what the split rests on: "rx-software stamp", "off-CPU time, 2048 blocks read"
	Why      string // why there is no split; "" when there is one
}

// Length returns how long the phase took.
func (p Phase) Length() time.Duration { return p.To.Sub(p.From) }

// Phases derives what went on when, in the order of Events, on the lanes of the
// program under study and of the threads that work for it (roles App and Helper).
//
// A call that brought data with the kernel's stamp K of their arrival splits there:
//
//	wait         [Enter, max(Enter, K)]
//	wake + copy  [max(Enter, K), Exit]     an upper bound of the copy
//	buffered     [K, Enter]                when K < Enter
//
// A completion (CQE) splits alike between the call that submitted its request and
// the first look that saw it. A call that only waits, such as poll, splits at the
// stamp of data that a later call of the lane brought, when that lies in it. A call
// that read from a device (Usage.Inblock > 0) spent its time off the CPU waiting and
// at most its CPU time copying; which came when is not known, so the two are laid one
// after the other and only their lengths mean something. A call that brought data and
// whose thread did not sleep is all copy, at most; one that failed and whose thread
// slept (EINTR) is all wait.
//
// Where nothing tells the phases apart there is one, with the reason in Why. The
// wait and copy of a call always add up to its duration; of a Run, which stands for
// calls without data, there is one phase.
func (t Trace) Phases() []Phase {
	var ps []Phase
	l := t.links()
	for i := range t.Events {
		e := &t.Events[i]
		if e.Lane < 0 || e.Lane >= len(t.Lanes) {
			continue
		}
		if r := t.Lanes[e.Lane].Role; r != App && r != Helper {
			continue
		}
		switch e.Kind {
		case Syscall:
			ps = append(ps, l.callPhases(i)...)
		case CQE:
			ps = append(ps, l.completionPhases(i)...)
		case Work:
			ps = append(ps, Phase{Name: PhaseWork, From: e.Enter, To: e.Exit, Event: i,
				Source: fmt.Sprintf("%d rounds counted", e.Work)})
		}
	}
	return ps
}

func (l *links) callPhases(i int) []Phase {
	e := &l.events[i]
	c := e.class()
	slept, measured := e.slept()
	whole := Phase{Name: PhaseCall, From: e.Enter, To: e.Exit, Event: i}
	switch {
	case c == receiveCall && e.failed() && slept:
		whole.Name, whole.Source = PhaseWait, fmt.Sprintf("the thread slept (%s) until %s", switches(e.Usage.Nvcsw), e.Errno.Name)
		return []Phase{whole}
	case c == receiveCall && e.again():
		whole.Name, whole.Source = PhaseSpin, e.Errno.Name
		return []Phase{whole}
	case e.failed() && c != waitCall, c == otherCall, c == sendCall:
		return nil
	}
	if k, ok := e.received(); ok && c == receiveCall {
		return splitAt(whole, k.At, k.Source+" stamp", e.wakeName())
	}
	if measured && e.Usage.Inblock > 0 && (c == receiveCall || c == submitCall && slept) {
		return diskPhases(whole, e)
	}
	if measured && !slept && c == receiveCall {
		whole.Name, whole.AtMost, whole.Source = PhaseCopy, true, "the thread did not sleep"
		return []Phase{whole}
	}
	switch c {
	case submitCall:
		whole.Name = PhaseSubmit
		if k, ok := l.arrivalWithin(i); ok && e.maySleep() {
			return splitAt(whole, k.At, k.Source+" stamp of the completion", PhaseWakeCopy)
		}
	case waitCall:
		if k, ok := l.arrivalWithin(i); ok {
			return splitAt(whole, k.At, k.Source+" stamp of the data received later", PhaseWake)
		}
		if slept {
			whole.Name = PhaseWait
			whole.Source = fmt.Sprintf("the thread slept (%s)", switches(e.Usage.Nvcsw))
			return []Phase{whole}
		}
	}
	whole.Why = e.whyNoSplit(c)
	return []Phase{whole}
}

// completionPhases splits a request's time in the kernel.
func (l *links) completionPhases(i int) []Phase {
	e := &l.events[i]
	sqe := l.requestOf(i)
	if sqe < 0 {
		return nil // Check reports it
	}
	p := Phase{Name: PhaseFlight, From: l.events[sqe].Exit, To: e.Exit, Event: i}
	if call := l.submitted(sqe, e.Exit); call >= 0 {
		p.From = l.events[call].Enter
	}
	if e.failed() {
		p.Why = "it failed: " + e.Errno.Name
		return []Phase{p}
	}
	if k, ok := e.received(); ok {
		return splitAt(p, k.At, k.Source+" stamp", PhaseCopy)
	}
	p.Why = e.reason("arrival", "no kernel stamp of the arrival")
	return []Phase{p}
}

// splitAt divides p at the arrival k. Its second part is called second when the
// wait before it was real, and a plain copy when the data were there already; for a
// call that copies nothing (PhaseWake) the name stays.
func splitAt(p Phase, k Time, source string, second PhaseName) []Phase {
	p.Source = source
	mid := min(max(p.From, k), p.To)
	wait, rest := p, p
	wait.Name, wait.To = PhaseWait, mid
	rest.Name, rest.From, rest.AtMost = second, mid, true
	if k < p.From {
		if second == PhaseWakeCopy {
			rest.Name = PhaseCopy
		}
		kept := p
		kept.Name, kept.From, kept.To = PhaseBuffered, k, p.From
		return []Phase{kept, rest}
	}
	if k == p.From {
		return []Phase{rest}
	}
	return []Phase{wait, rest}
}

func diskPhases(p Phase, e *Event) []Phase {
	p.Source = fmt.Sprintf("off-CPU time; %d blocks of 512 bytes read from the device", e.Usage.Inblock)
	mid := p.To - Time(min(max(e.Usage.CPU, 0), p.Length()))
	wait, rest := p, p
	wait.Name, wait.To = PhaseWait, mid
	rest.Name, rest.From, rest.AtMost = PhaseCopy, mid, true
	if wait.Length() == 0 {
		return []Phase{rest}
	}
	return []Phase{wait, rest}
}

// wakeName is what follows the wait of a call that brought data: it includes the
// waking up unless the thread is known not to have slept.
func (e *Event) wakeName() PhaseName {
	if yes, measured := e.slept(); measured && !yes {
		return PhaseCopy
	}
	return PhaseWakeCopy
}

// maySleep reports whether the thread slept or that was not measured.
func (e *Event) maySleep() bool {
	yes, measured := e.slept()
	return yes || !measured
}

func (e *Event) whyNoSplit(c class) string {
	yes, measured := e.slept()
	switch {
	case c == waitCall && measured, c == submitCall && measured && !yes:
		return "the thread did not sleep"
	case c == waitCall, c == submitCall && !measured:
		return e.reason("rusage", "whether the thread slept was not measured")
	case c == submitCall:
		return e.reason("arrival", "the thread slept, and no kernel stamp lies in the call")
	}
	return e.reason("arrival", "no kernel stamp of the arrival")
}

// reason returns what Why says of the thing named, or else otherwise.
func (e *Event) reason(what, otherwise string) string {
	var reasons []string
	for _, w := range e.Why {
		if r, ok := strings.CutPrefix(w, what+": "); ok {
			reasons = append(reasons, r)
		}
	}
	if reasons == nil {
		return otherwise
	}
	return strings.Join(reasons, "; ")
}

func switches(n int64) string {
	if n == 1 {
		return "1 voluntary context switch"
	}
	return fmt.Sprintf("%d voluntary context switches", n)
}
