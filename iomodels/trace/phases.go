package trace

import "time"

// PhaseName says what went on during a [Phase].
type PhaseName string

const (
	// PhaseWait is the first phase of I/O: there are no data yet.
	PhaseWait PhaseName = "wait for data"
	// PhaseNews is PhaseWait of a call that tells of data but once (epoll with EPOLLET or
	// EPOLLONESHOT): nothing has come that it has not told of, and whether the program
	// has taken what it was told of, the call does not ask.
	PhaseNews PhaseName = "wait for news"
	// PhaseBuffered is the time that data lay in the kernel before the program asked.
	PhaseBuffered PhaseName = "kept in the kernel's buffer"
	// PhaseQueued is the time that data lay in the kernel after they had come, with a
	// request waiting for them: the program looked, and there was no completion yet.
	PhaseQueued PhaseName = "in the socket, not yet copied"
	// PhaseCopy is the second phase, from the kernel to the program's buffer: an upper
	// bound of the copy. Of a call that sends it is the way from the program's buffer.
	PhaseCopy PhaseName = "copy"
	// PhaseWakeCopy is PhaseCopy of a thread that had to be woken. It begins at the
	// stamp, which the kernel takes before it delivers the packet through IP and UDP to
	// the socket; then the thread must wake up and be given a processor. User space
	// cannot tell these apart from the copy.
	PhaseWakeCopy PhaseName = "deliver, wake, copy"
	// PhaseSeen is from the data's arrival, or the last look in vain after it, to the
	// look that saw the completion. The copy lies in it and may be far shorter.
	PhaseSeen PhaseName = "until seen (copy in it)"
	// PhaseWake is from the data's arrival to the return of the call that only
	// reports it (poll and its kin). As in PhaseWakeCopy, delivery comes first.
	PhaseWake PhaseName = "deliver, wake"
	// PhaseOff is a call's time off the processor while a device was read or written,
	// or an access's to memory whose page had to be read: an upper bound of the device's
	// part, since it counts the wait for a processor too.
	PhaseOff PhaseName = "off the processor"
	// PhaseFault is the kernel's part of an access to memory whose page was not mapped:
	// finding the page and mapping it. Nothing is copied.
	PhaseFault PhaseName = "page fault"
	// PhaseRoom is the wait of a thread that has data for a peer, until the kernel has
	// room for them: until the peer has read some of what was sent before. It is an upper
	// bound, since the wait for a processor counts too.
	PhaseRoom PhaseName = "wait for room"
	// PhaseSleep is a sleep that is no wait for data (nanosleep, futex).
	PhaseSleep PhaseName = "asleep"
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
	AtMost   bool   // only an upper bound of the length is known: see Bound
	Source   string // what the split rests on: "rx-software stamp", "off-CPU time, 2048 blocks read"
	Why      string // why there is no split; "" when there is one

	slack time.Duration // Bound less Length
}

// Length returns how long the phase took.
func (p Phase) Length() time.Duration { return p.To.Sub(p.From) }

// Bound returns the upper bound of a phase that has one (AtMost): its length, and the
// ± of the stamp that it begins at, but no more than all of the call or request.
func (p Phase) Bound() time.Duration { return p.Length() + p.slack }

// Phases derives what went on when, in the order of Events, on the lanes of the
// program under study and of the threads that work for it (roles App and Helper).
//
// A call that brought data with the kernel's stamp K of their arrival splits there:
//
//	wait                 [Enter, max(Enter, K)]
//	deliver, wake, copy  [max(Enter, K), Exit]     an upper bound of the copy
//	buffered             [K, Enter]                when K < Enter
//
// A completion (CQE) splits alike between the call that submitted its request and the
// first look that saw it; looks in vain after K, at the queue or the buffer, put off
// the copy. A call that only waits, such as poll, splits at the stamp of data that a
// later call of the lane brought, when that lies in it and the call reported their
// descriptor. A call that read from a device (Usage.Inblock > 0) was off the CPU for
// at most that long because of the device, and copied for at most its CPU time; which
// came when is not known, so the two are laid one after the other and only their
// lengths mean something. Past the page cache (O_DIRECT) there is no copy. An access to
// memory that had a device read (Work with a Usage), and a call that slept until data
// were on the disk (fsync, and writing with O_DSYNC), divide alike. A call that
// brought data and whose thread did not sleep is all copy, at most; one that brought
// none (an error, a connection, the end of a stream) and whose thread slept is all
// wait. A call that sends to a socket or a pipe and whose thread slept was off the CPU
// for want of room.
//
// Where nothing tells the phases apart there is one, with the reason in Why. The
// phases of a call always add up to its duration, but for the time in the buffer,
// which lies before it; of a Run, which stands for calls without data, there is one. A
// completion that the submitting call waited for has none: they are the call's.
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
			ps = append(ps, workPhases(Phase{From: e.Enter, To: e.Exit, Event: i}, e)...)
		}
	}
	return ps
}
