package trace

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"time"
)

// Check reports everything in the trace that cannot have happened, joined, each as
// one sentence that names lane, seq and name. What is drawn or concluded from a trace
// that fails Check would be an invention. It holds that
//
//   - events lie in order of Enter, Lane, Seq, on lanes that exist;
//   - Enter <= Exit, and a Mark is a moment;
//   - the Seqs of a lane have no gaps and no doubles, a Run counting for all it stands
//     for, and its system calls do not overlap and lie in the order of their Seqs (a
//     window onto a lane may begin at any Seq; what two Runs stand for may alternate);
//   - Ret is -1 exactly when there is an Errno;
//   - each kind has the fields of its kind and no others;
//   - data were not stamped before a peer began to send them, if a lane of role Peer
//     has its sends in the trace, nor after they were received, within the ± of the stamp;
//     nor is a stamp of what was sent later than the call that fetched it;
//   - each CQE has its SQE, which came first;
//   - a thread that waited longer than it used the processor, left the processor.
//
// What is unusual and yet possible is reported by [Trace.Doubts].
func (t Trace) Check() error {
	c := &checker{t: &t, links: t.links()}
	c.firstSend, _ = t.sends()
	for i := range t.Events {
		e := &t.Events[i]
		if e.Lane < 0 || e.Lane >= len(t.Lanes) {
			c.report(e, "its lane is none of the %d of the trace", len(t.Lanes))
			continue
		}
		if i > 0 && compareEvents(&t.Events[i-1], e) >= 0 {
			c.report(e, "it stands after %s, which is out of order", t.where(&t.Events[i-1]))
		}
		c.times(e)
		c.result(e)
		c.fields(e)
		c.run(e)
		c.stamp(e)
		if e.Kind == CQE && e.Ring != nil && c.links.requestOf(i) < 0 {
			c.report(e, "no request with user data %d was written before this completion was seen", e.Ring.UserData)
		}
	}
	c.sequences()
	c.slept()
	return errors.Join(c.errs...)
}

func compareEvents(a, b *Event) int {
	return cmp.Or(cmp.Compare(a.Enter, b.Enter), cmp.Compare(a.Lane, b.Lane), cmp.Compare(a.Seq, b.Seq))
}

type checker struct {
	t         *Trace
	links     *links
	firstSend *Event // of the peers; nil when there is none
	errs      []error
}

func (c *checker) report(e *Event, format string, args ...any) {
	c.errs = append(c.errs, fmt.Errorf("%s: %s", c.t.where(e), fmt.Sprintf(format, args...)))
}

func (c *checker) times(e *Event) {
	switch {
	case e.Exit < e.Enter:
		c.report(e, "it ends %s before it begins", FormatDuration(e.Enter.Sub(e.Exit)))
	case e.Kind == Mark && e.Exit != e.Enter:
		c.report(e, "a mark is a moment, and this one lasts %s", FormatDuration(e.Duration()))
	}
}

func (c *checker) result(e *Event) {
	if e.Kind != Syscall && e.Kind != CQE {
		return
	}
	switch {
	case e.failed() && e.Ret != -1:
		c.report(e, "it failed with %s and yet returned %d", e.Errno.Name, e.Ret)
	case !e.failed() && e.Ret == -1:
		c.report(e, "it returned -1 without an error number")
	case e.Errno.Num < 0, !e.failed() && e.Errno != Errno{}, e.failed() && e.Errno.Name == "":
		c.report(e, "its error number %d and name %q do not belong together", e.Errno.Num, e.Errno.Name)
	}
}

// fields checks that an event has what its kind has, and nothing that it cannot have.
func (c *checker) fields(e *Event) {
	ring := e.Kind == SQE || e.Kind == CQE
	switch {
	case int(e.Kind) >= len(kindNames):
		c.report(e, "there is no such kind of event")
	case e.Name == "":
		c.report(e, "it has no name")
	case (e.Kind == Syscall) != (e.NR >= 0), e.NR < -1:
		c.report(e, "%d is not the number of a %s", e.NR, e.Kind)
	case ring != (e.Ring != nil):
		c.report(e, "an SQE and a CQE say of which ring entry they are, and nothing else does")
	case e.Sig != nil && e.Kind != Signal:
		c.report(e, "only a signal has siginfo")
	case e.Work != 0 && e.Kind != Work, e.Work < 0:
		c.report(e, "it claims %d rounds of work", e.Work)
	case e.Usage != nil && !e.Usage.Rusage && *e.Usage != Usage{CPU: e.Usage.CPU}:
		c.report(e, "it has counts of getrusage that were not measured")
	}
}

func (c *checker) run(e *Event) {
	r := e.Run
	if r == nil {
		return
	}
	n := time.Duration(r.Count)
	switch {
	case e.Kind != Syscall:
		c.report(e, "only system calls are collapsed into runs")
	case r.Count < 1:
		c.report(e, "a run of %d calls", r.Count)
	case r.Min < 0, r.Min > r.Median, r.Median > r.Max, r.Sum/n < r.Min, (r.Sum+n-1)/n > r.Max:
		c.report(e, "the durations of its run cannot be: min %d, median %d, max %d, sum %d ns for %d calls",
			r.Min, r.Median, r.Max, r.Sum, r.Count)
	case r.Sum > e.Duration():
		c.report(e, "its run lasted %s in all, within %s", FormatDuration(r.Sum), FormatDuration(e.Duration()))
	}
}

// stamp checks a stamp of arrival against both ends of the data's way, and one of what
// was sent against the call that fetched it.
func (c *checker) stamp(e *Event) {
	k, ok := e.received()
	if !ok {
		if k := e.Stamp; k != nil && k.At-Time(k.Uncertainty) > e.Exit {
			c.report(e, "its %s stamp is %s later than its end", k.Source, FormatDuration(k.At.Sub(e.Exit)))
		}
		return
	}
	unc := Time(k.Uncertainty)
	if k.At-unc > e.Exit {
		c.report(e, "its data are stamped %s after it had them", FormatDuration(k.At.Sub(e.Exit)))
	}
	if !c.t.onApp(e) {
		return
	}
	if first := c.firstSend; first != nil && k.At+unc < first.Enter {
		c.report(e, "its data are stamped %s before %s began to send",
			FormatDuration(first.Enter.Sub(k.At)), c.t.where(first))
	}
}

// sends returns the first of the peers' sending calls to begin and the last to end,
// or nil and nil when the trace has none.
func (t *Trace) sends() (first, last *Event) {
	for i := range t.Events {
		e := &t.Events[i]
		if e.class() != sendCall || e.failed() || e.Lane < 0 || e.Lane >= len(t.Lanes) || t.Lanes[e.Lane].Role != Peer {
			continue
		}
		if first == nil || e.Enter < first.Enter {
			first = e
		}
		if last == nil || e.Exit > last.Exit {
			last = e
		}
	}
	return first, last
}

// sequences checks the numbering of each lane and that no two of its system calls
// overlap.
func (c *checker) sequences() {
	lanes := make([][]*Event, len(c.t.Lanes))
	for i := range c.t.Events {
		if e := &c.t.Events[i]; e.Lane >= 0 && e.Lane < len(lanes) {
			lanes[e.Lane] = append(lanes[e.Lane], e)
		}
	}
	for _, events := range lanes {
		slices.SortStableFunc(events, func(a, b *Event) int { return cmp.Compare(a.Seq, b.Seq) })
		var call *Event // the last system call
		for i, e := range events {
			if i > 0 {
				if want := events[i-1].Seq + events[i-1].count(); e.Seq != want {
					c.report(e, "the event before it on its lane calls for seq %d", want)
				}
			} else if e.Seq < 0 {
				c.report(e, "seqs count from 0")
			}
			if e.Kind != Syscall {
				continue
			}
			if call != nil && e.Enter < call.Exit && (call.Run == nil || e.Run == nil) {
				c.report(e, "it begins %s before %s has ended", FormatDuration(call.Exit.Sub(e.Enter)), c.t.where(call))
			}
			call = e
		}
	}
}

// slept checks that a call's wait was spent off the processor. The bound is the CPU
// time of the call: a thread that was held up on its way into the kernel, with the
// data arriving meanwhile, waited without sleeping and spent processor time on it.
func (c *checker) slept() {
	for _, p := range c.t.Phases() {
		e := &c.t.Events[p.Event]
		if p.Name != PhaseWait || e.Kind != Syscall || e.Usage == nil || !e.Usage.Rusage {
			continue
		}
		var unc time.Duration
		if e.Stamp != nil {
			unc = e.Stamp.Uncertainty
		}
		if u := e.Usage; e.Stamp != nil && u.Nvcsw == 0 && u.Nivcsw == 0 && p.Length() > u.CPU+unc {
			c.report(e, "it waited %s and used %s of the processor without ever leaving it",
				FormatDuration(p.Length()), FormatDuration(u.CPU))
		}
	}
}

// Doubts returns what is unusual in the trace and yet possible, one sentence each,
// for the reader to know. So far: data that are stamped after every send of the peers
// had returned. On loopback the receiving side runs within the sender's call; the
// kernel may defer it to ksoftirqd, and a stream's stamp is that of its last segment.
func (t Trace) Doubts() []string {
	_, last := t.sends()
	if last == nil {
		return nil
	}
	var doubts []string
	for i := range t.Events {
		e := &t.Events[i]
		if k, ok := e.received(); ok && t.onApp(e) && k.At-Time(k.Uncertainty) > last.Exit {
			doubts = append(doubts, fmt.Sprintf("%s: its data are stamped %s after %s had returned",
				t.where(e), FormatDuration(k.At.Sub(last.Exit)), t.where(last)))
		}
	}
	return doubts
}
