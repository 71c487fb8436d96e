//go:build linux && (amd64 || arm64)

package iomodels

import (
	"fmt"
	"os"

	"nbrun/iomodels/trace"
	"nbrun/iomodels/unix"
)

// HalfClose shows the end of a stream. The peer sends Size bytes and then says, by
// shutdown(2) with SHUT_WR, that no more will come: the program's next read returns 0.
// That is no error and has no errno, and it is not "no data now", which would be a
// sleep, or EAGAIN. Only one direction has ended: what the program writes after that
// still reaches the peer.
//
// The transports are [Unix], the empty one, and [TCP].
func HalfClose(s Scenario) (trace.Trace, error) {
	return script{
		model: "blocking", title: "The end of a stream, seen on", over: streams,
		program: func(p *party) error {
			message := make([]byte, p.Size)
			p.entering(readCall)
			n, err := p.read(message)
			if err != nil {
				return err
			}
			if err := p.left(); err != nil {
				return err
			}
			p.entering(readCall)
			if end, err := p.read(make([]byte, p.Size)); err != nil {
				return err
			} else if end != 0 {
				return fmt.Errorf("read: %d bytes after the last", end)
			}
			if err := p.verify(message[:n]); err != nil {
				return err
			}
			return p.write(message)
		},
		peer: func(p *party) error {
			if err := p.passGate(); err != nil {
				return err
			}
			if err := p.writeLater(p.payload); err != nil {
				return err
			}
			if err := p.callOver(); err != nil {
				return err
			}
			if err := p.passGate(); err != nil {
				return err
			}
			if err := p.lane.Shutdown(p.fd(), unix.SHUT_WR); err != nil {
				return os.NewSyscallError("shutdown", err)
			}
			return p.readAll()
		},
	}.run(s)
}

// Reset shows the other end of a connection: the peer closes it while bytes of the
// program's lie there unread. They will never be read, which is more than an end, and
// the program is told: its read ends with ECONNRESET (over TCP by a segment with RST,
// tcp(7)).
func Reset(s Scenario) (trace.Trace, error) {
	return script{
		model: "blocking", title: "A connection that is reset, on", over: streams,
		program: func(p *party) error {
			if err := p.write(p.payload); err != nil {
				return err
			}
			p.entering(readCall)
			_, err := p.lane.Read(p.fd(), make([]byte, p.Size))
			if p.stopped() {
				return errStopped
			}
			if err != unix.ECONNRESET {
				return fmt.Errorf("the read ended with %v, not %w", err, unix.ECONNRESET)
			}
			return nil
		},
		peer: func(p *party) error {
			if err := p.passGate(); err != nil {
				return err
			}
			// The program's bytes must have come, or the end would be an orderly one.
			fds := []unix.PollFd{{Fd: int32(p.fd()), Events: unix.POLLIN}}
			if _, err := p.lane.Poll(fds, -1); err != nil {
				return p.failed("poll", err)
			}
			if err := sleep(p.lane, p.Delay); err != nil {
				return err
			}
			return p.close()
		},
	}.run(s)
}
