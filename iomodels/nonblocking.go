//go:build linux && (amd64 || arm64)

package iomodels

import (
	"fmt"
	"os"
	"time"

	"nbrun/iomodels/trace"
	"nbrun/iomodels/unix"
)

// NonBlocking is the second model: with O_NONBLOCK on the descriptor a receiving call
// that finds no data does not sleep. It returns at once with the error EAGAIN (on
// Linux the same number as EWOULDBLOCK), and the thread asks again, and again.
//
// It never sleeps, and so the first phase costs as much of the processor as it lasts.
// The second is as in [Blocking]: the call that finds the data copies them, on this
// very thread. See fcntl(2), O_NONBLOCK in open(2), and EAGAIN in recv(2) and read(2).
func NonBlocking(s Scenario) (trace.Trace, error) {
	return perform(s, play{model: "nonblocking", title: "Non-blocking " + s.Transport.receiving() + ", asked in a loop", receive: func(r *receiver) error {
		if err := r.dontBlock(); err != nil {
			return err
		}
		return r.askUntilThere(0, nil)
	}})
}

// NonBlockingPause is [NonBlocking] with a rest between two questions, a nanosleep(2):
// the thread leaves the processor to others, and learns of the data later, by up to
// the whole pause. The sleep is none in which data can wake it.
func NonBlockingPause(s Scenario, pause time.Duration) (trace.Trace, error) {
	if pause <= 0 {
		return trace.Trace{}, fmt.Errorf("a pause of %v", pause)
	}
	return perform(s, play{model: "nonblocking", title: "Non-blocking " + s.Transport.receiving() + ", asked now and then", receive: func(r *receiver) error {
		if err := r.dontBlock(); err != nil {
			return err
		}
		return r.askUntilThere(0, func() error { return sleep(r.lane, pause) })
	}})
}

// dontBlock puts O_NONBLOCK on the receiver's end: the flags are read and written
// back with one more, so that the others stay (fcntl(2)).
func (r *receiver) dontBlock() error {
	return os.NewSyscallError("fcntl", r.lane.SetNonblock(r.pair.receiver, true))
}

// askUntilThere makes the receiving call, with flags, until it does not answer EAGAIN,
// and has pause called after each that does, if that is not nil.
//
// A loop of nothing but this is no danger to the Go scheduler, though the signal that
// would stop it is blocked on lanes: it can stop the thread in every call.
func (r *receiver) askUntilThere(flags int, pause func() error) error {
	data := make([]byte, r.Size)
	for first := true; ; first = false {
		n, err := r.receive(r.lane, data, flags)
		if err != unix.EAGAIN {
			if err != nil {
				return os.NewSyscallError(r.Transport.call().name, err)
			}
			return r.verify(data[:n])
		}
		// There was nothing, and the thread is back: the sender may come.
		if first {
			r.submitted()
		}
		if r.stopped() {
			return errStopped
		}
		if pause != nil {
			if err := pause(); err != nil {
				return err
			}
		}
	}
}
