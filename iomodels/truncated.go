//go:build linux && (amd64 || arm64)

package iomodels

import (
	"bytes"
	"fmt"
	"os"

	"nbrun/iomodels/trace"
	"nbrun/iomodels/unix"
)

// Truncated receives a datagram by a recvmsg(2) with a buffer that is too small. What
// does not fit is lost: the kernel throws it away with the datagram, and says so by
// the flag MSG_TRUNC in the message (recv(2)). The next call, which does not wait,
// finds nothing, EAGAIN. Of a stream the rest would have been kept: see [ShortRead].
//
// It is of datagrams, so [UDP] is the only transport.
func Truncated(s Scenario) (trace.Trace, error) {
	if err := s.datagrams(); err != nil {
		return trace.Trace{}, err
	}
	return perform(s, play{model: "blocking", title: "A UDP datagram that is larger than the buffer", receive: func(r *receiver) error {
		data := make([]byte, (r.Size+1)/2)
		r.entering(recvmsgCall)
		n, _, flags, _, err := r.lane.Recvmsg(r.pair.receiver, data, r.control, 0)
		switch {
		case r.stopped():
			return errStopped
		case err != nil:
			return os.NewSyscallError("recvmsg", err)
		case flags&unix.MSG_TRUNC == 0 && n < r.Size:
			return fmt.Errorf("recvmsg: %d of %d bytes, and no MSG_TRUNC", n, r.Size)
		case !bytes.Equal(data[:n], r.payload[:n]):
			return fmt.Errorf("recvmsg: %.40q is not how the datagram begins", data[:n])
		}
		if _, _, _, _, err := r.lane.Recvmsg(r.pair.receiver, data, r.control, unix.MSG_DONTWAIT); err != unix.EAGAIN {
			return fmt.Errorf("the second recvmsg ended with %v, not %w", err, unix.EAGAIN)
		}
		return nil
	}})
}

// Peeked asks first how long the datagram is: with MSG_PEEK a recvmsg(2) leaves it
// where it is, and with MSG_TRUNC it returns its whole length, however little fits
// into the buffer. The first call waits; the second, with a buffer that is large
// enough, has nothing to wait for.
func Peeked(s Scenario) (trace.Trace, error) {
	if err := s.datagrams(); err != nil {
		return trace.Trace{}, err
	}
	return perform(s, play{model: "blocking", title: "A UDP datagram that is measured before it is received", receive: func(r *receiver) error {
		r.entering(recvmsgCall)
		n, err := r.stage.receive(r.lane, make([]byte, 1), unix.MSG_PEEK|unix.MSG_TRUNC)
		switch {
		case r.stopped():
			return errStopped
		case err != nil:
			return os.NewSyscallError("recvmsg", err)
		}
		data := make([]byte, n)
		n, err = r.stage.receive(r.lane, data, unix.MSG_DONTWAIT)
		if err != nil {
			return os.NewSyscallError("recvmsg", err)
		}
		return r.verify(data[:n])
	}})
}

// datagrams returns an error when the scenario is to be played over a stream, for
// models of what only datagrams have.
func (s Scenario) datagrams() error {
	if s.Transport != "" && s.Transport != UDP {
		return fmt.Errorf("scenario: transport %q; a stream knows no datagrams", s.Transport)
	}
	return nil
}
