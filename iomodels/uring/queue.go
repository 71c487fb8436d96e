//go:build linux && (amd64 || arm64)

package uring

import (
	"errors"
	"fmt"
	"os"
	"sync/atomic"

	"nbrun/iomodels/trace"
	"nbrun/iomodels/unix"
)

// ErrFull is returned by [Ring.Push] when a queue has no place left: submit, or
// take completions out, first.
var ErrFull = errors.New("ring is full")

// Push puts q into the submission queue. The kernel does not know of it before
// [Ring.Submit]: this is a write to memory, no system call. (A ring with [SQPoll] has
// a kernel thread that looks, so there it may know at once.)
//
// It refuses memory outside the ring's arena, also behind a message header, and
// operations of which it does not know what memory they use; a UserData that is in
// flight already; a request without a completion, or with several where they could be
// lost; and more requests than the completion queue has places for.
func (r *Ring) Push(q Request) error {
	if err := q.within(r.Arena); err != nil {
		return err
	}
	if err := r.accountable(&q); err != nil {
		return err
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
		Kind: trace.SQE, Name: q.Op.String(), Args: r.args(&q), Enter: at, Exit: unix.Now(),
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
//
// On a ring with [SQPoll] there may be no call to make: see [Ring.Polled].
func (r *Ring) Submit(wait int) (int, error) {
	if r.polled {
		return r.nudge(wait)
	}
	var flags uint32
	if wait > 0 {
		flags = enterGetevents
	}
	n, err := r.enter(wait, flags)
	if err != nil {
		return 0, err
	}
	r.pending -= uint32(n)
	return n, nil
}

// enter makes the call. A filter may allow a ring to be set up and refuse to let it be
// used, and then the error is a [*Refused].
func (r *Ring) enter(wait int, flags uint32) (int, error) {
	// A look before and one after the call say whether a completion was there, or only
	// came to be there, while it was under way.
	r.Ready()
	n, err := r.lane.IOUringEnter(r.fd, r.pending, uint32(wait), flags, nil, 0)
	r.Ready()
	if err == unix.EPERM || err == unix.ENOSYS {
		return 0, refused("io_uring_enter", "", err, 0)
	}
	return n, os.NewSyscallError("io_uring_enter", err)
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
	if c.Flags&More == 0 {
		delete(r.inFlight, c.UserData)
	}
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

// forget takes back what was pushed and never submitted, which nobody can say of a
// queue that a kernel thread reads.
func (r *Ring) forget() {
	if r.polled {
		r.pending = 0
	}
	for ; r.pending > 0; r.pending-- {
		tail := *r.sqTail - 1
		delete(r.inFlight, r.requests[tail%uint32(len(r.requests))].UserData)
		atomic.StoreUint32(r.sqTail, tail)
	}
}
