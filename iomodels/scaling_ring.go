//go:build linux && (amd64 || arm64)

package iomodels

import (
	"errors"
	"fmt"
	"math/bits"

	"nbrun/iomodels/unix"
	"nbrun/iomodels/uring"
)

// ringing asks by io_uring(7): a request to poll for each descriptor, which is
// answered once.
type ringing struct {
	ring *uring.Ring
	fds  watched
}

func newRinging(lane *unix.Lane, fds watched) (asking, error) {
	// All requests are in flight at once, so the completion queue has a place for
	// each, and one for the cancellation in the end. They are submitted in parts.
	places := 1 << bits.Len(uint(len(fds)+1))
	ring, err := uring.New(lane, uring.Options{Entries: min(places, 4096), Completions: places})
	if err != nil {
		return nil, err
	}
	r := &ringing{ring, fds}
	for i := range fds {
		if err := r.watch(i); err != nil {
			return nil, errors.Join(err, ring.Close())
		}
	}
	return r, nil
}

// watch asks to be told, once, when descriptor i is ready. When the submission queue
// is full the kernel takes what is in it.
func (r *ringing) watch(i int) error {
	request := uring.PollAdd(r.fds[i], unix.POLLIN, uint64(i))
	err := r.ring.Push(request)
	if errors.Is(err, uring.ErrFull) {
		if _, err = r.ring.Submit(0); err == nil {
			err = r.ring.Push(request)
		}
	}
	return err
}

// ask is one io_uring_enter(2), unless a signal comes between: it submits the requests
// that were renewed after the last round, and waits for m completions. To take them
// and to renew their requests are writes to memory.
func (r *ringing) ask(m int) (found int, err error) {
	if _, err := r.ring.Submit(m); err != nil && !errors.Is(err, unix.EINTR) {
		return 0, err
	}
	ready := make([]int, m)
	for i := range ready {
		c, err := r.ring.Wait()
		switch {
		case err != nil:
			return 0, err
		case c.Res < 0:
			return 0, fmt.Errorf("polling through io_uring: %w", unix.Errno(-c.Res))
		}
		ready[i] = int(c.UserData)
	}
	for _, i := range ready {
		if err := r.watch(i); err != nil {
			return 0, err
		}
	}
	return m, nil
}

// end has all requests completed, by what they wait for. To have them cancelled would
// take the kernel a second for 10000 of them, since it looks for each anew.
func (r *ringing) end() error {
	err := r.fds.activate(len(r.fds))
	for err == nil && r.ring.InFlight() > 0 {
		_, err = r.ring.Wait()
	}
	return errors.Join(err, r.fds.drain(len(r.fds)), r.ring.Close())
}
