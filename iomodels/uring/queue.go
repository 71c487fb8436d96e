//go:build linux && (amd64 || arm64)

package uring

import (
	"errors"
	"fmt"
	"os"
	"sync/atomic"
	"unsafe"

	"nbrun/iomodels/trace"
	"nbrun/iomodels/unix"
)

// ErrFull is returned by [Ring.Push] when a queue has no place left: submit, or
// take completions out, first.
var ErrFull = errors.New("ring is full")

// Push puts q into the submission queue. The kernel does not know of it before
// [Ring.Submit]: this is a write to memory, no system call.
//
// It refuses memory outside the ring's arena, also behind a message header, and
// operations of which it does not know what memory they use; a UserData that is in
// flight already; a request that has not exactly one completion; and more requests
// than the completion queue has places for.
func (r *Ring) Push(q Request) error {
	if err := q.within(r.Arena); err != nil {
		return err
	}
	if !q.single() {
		return fmt.Errorf("%v: requests without a completion, and with more than one (multishot), are not driven here", q.Op)
	}
	if _, ok := r.inFlight[q.UserData]; ok {
		return fmt.Errorf("%v: a request with user data %d is in flight", q.Op, q.UserData)
	}
	if len(r.inFlight) >= len(r.completions)-1 {
		// One place is kept for the cancellation that Close may need.
		return fmt.Errorf("%v: %d requests in flight for %d completions: %w", q.Op, len(r.inFlight), len(r.completions), ErrFull)
	}
	return r.push(q)
}

func (r *Ring) push(q Request) error {
	at := unix.Now()
	tail := *r.sqTail // only this thread writes it, so no atomic load is needed
	if tail-atomic.LoadUint32(r.sqHead) == uint32(len(r.requests)) {
		return fmt.Errorf("%v: %d requests not submitted: %w", q.Op, r.pending, ErrFull)
	}
	r.requests[tail%uint32(len(r.requests))] = q
	// The store of the tail publishes the request: it must not become visible
	// before the request's own bytes. Go's atomics order both (a release store).
	atomic.StoreUint32(r.sqTail, tail+1)
	r.pending++
	r.inFlight[q.UserData] = q
	r.lane.Event(trace.Event{
		Kind: trace.SQE, Name: q.Op.String(), Args: q.args(), Enter: at, Exit: unix.Now(),
		Ring: &trace.Ring{UserData: q.UserData, Flags: uint32(q.Flags)},
	})
	return nil
}

// Submit tells the kernel of all pushed requests and then waits until the
// completion queue holds at least wait completions; zero does not wait. It returns
// how many requests the kernel took: fewer than were pushed when one of them was
// bad, and then the rest stays pushed.
//
// It is one io_uring_enter(2), which tells of one thing only. A signal ends the
// waiting: with EINTR when the call had taken no request, and otherwise without an
// error, since it then returns how many it took. So success does not mean that the
// completions are there.
func (r *Ring) Submit(wait int) (int, error) {
	var flags uint32
	if wait > 0 {
		flags = enterGetevents
	}
	// A look before and one after the call say whether it was there, or only
	// came to be there, while the call was under way.
	r.Ready()
	n, err := r.lane.IOUringEnter(r.fd, r.pending, uint32(wait), flags, nil, 0)
	r.Ready()
	if err != nil {
		return 0, os.NewSyscallError("io_uring_enter", err)
	}
	r.pending -= uint32(n)
	return n, nil
}

// Ready reports whether there is a completion to take. It is a look at memory, no
// system call.
func (r *Ring) Ready() bool {
	head := *r.cqHead // only this thread writes it
	if head == r.seen {
		r.look()
	}
	return head != r.seen
}

// Peek takes the next completion, if there is one, without a system call.
func (r *Ring) Peek() (Completion, bool) {
	if !r.Ready() {
		return Completion{}, false
	}
	head := *r.cqHead
	c := r.completions[head%uint32(len(r.completions))]
	// Moving the head gives the place back to the kernel. Who forgets it sees
	// the same completion for ever.
	atomic.StoreUint32(r.cqHead, head+1)
	q := r.inFlight[c.UserData]
	delete(r.inFlight, c.UserData)
	r.record(c, q)
	return c, true
}

// Wait takes the next completion; if there is none it submits what was pushed and
// sleeps in io_uring_enter(2) until there is one. After a signal it looks and sleeps
// again: EINTR says that nothing was taken, and success not that anything has
// completed. The record then has more than one call.
func (r *Ring) Wait() (Completion, error) {
	for {
		if c, ok := r.Peek(); ok {
			return c, nil
		}
		if len(r.inFlight) == 0 {
			return Completion{}, errors.New("waiting for a completion with no request in flight")
		}
		if _, err := r.Submit(1); err != nil && !errors.Is(err, unix.EINTR) {
			return Completion{}, err
		}
	}
}

// InFlight is how many requests were pushed and have no completion taken yet.
func (r *Ring) InFlight() int { return len(r.inFlight) }

// look reads the completion queue's tail, when all completions that were known have
// been taken. Those that appear came after the beginning of the look before, which
// did not see them, and before the end of this one: that is all that a program can
// know of when they came.
func (r *Ring) look() {
	at := unix.Now()
	// The load of the tail must come before the loads of the completions that it
	// publishes (an acquire load).
	if tail := atomic.LoadUint32(r.cqTail); tail != r.seen {
		r.between = [2]trace.Time{r.lastLook, unix.Now()}
		r.seen = tail
	}
	r.lastLook = at
}

// forget takes back what was pushed and never submitted.
func (r *Ring) forget() {
	for ; r.pending > 0; r.pending-- {
		tail := *r.sqTail - 1
		delete(r.inFlight, r.requests[tail%uint32(len(r.requests))].UserData)
		atomic.StoreUint32(r.sqTail, tail)
	}
}

// record writes down a completion: its times are those of the looks, since the
// kernel does not say when it wrote it.
func (r *Ring) record(c Completion, q Request) {
	e := trace.Event{
		Kind: trace.CQE, Name: q.Op.String(), Ret: int64(c.Res), Enter: r.between[0], Exit: r.between[1],
		Ring: &trace.Ring{UserData: c.UserData, Flags: c.Flags},
	}
	if c.Res < 0 {
		errno := unix.Errno(-c.Res)
		e.Ret, e.Errno = -1, trace.Errno{Num: int(errno), Name: unix.ErrnoName(errno), Text: errno.Error()}
	} else if q.Op == OpRecvmsg {
		e.Stamp = arrival(q)
		if e.Stamp == nil {
			e.Why = append(e.Why, "arrival: the message brought no kernel stamp")
		}
	}
	r.lane.Event(e)
}

// arrival is the kernel's stamp in the control buffer of a completed recvmsg.
func arrival(q Request) *trace.Stamp {
	addr := uintptr(q.Addr) // of the arena: Push has seen to it
	msg := *(**unix.Msghdr)(unsafe.Pointer(&addr))
	if msg.Control == nil || msg.Controllen == 0 {
		return nil
	}
	return unix.StampOf(unsafe.Slice(msg.Control, msg.Controllen))
}
