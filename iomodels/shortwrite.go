//go:build linux && (amd64 || arm64)

package iomodels

import (
	"os"

	"nbrun/iomodels/trace"
	"nbrun/iomodels/unix"
)

// ShortWrite sends more than the kernel has room for, on a descriptor that does not
// block: write(2) takes what fits into the send buffer and returns how much that was,
// and the next one takes nothing, EAGAIN. The program then sleeps in poll(2) until
// there is room again (POLLOUT), and writes what is left, until nothing is.
//
// The peer reads only once it has seen the program asleep in that poll, and after
// Delay. At that moment the lane "watcher" has the probes SIOCOUTQ and SIOCINQ: where
// the bytes are that were taken and not read. Over TCP a poll may end before the peer
// reads: its kernel may acknowledge some 40 ms late what it has taken, and that makes
// room too.
//
// The zero scenario's message is of 512 KiB, which is too much for the buffers: the
// program asks for a small one, SO_SNDBUF, and the peer's is limited before the record
// begins. The transports are [TCP], the empty one, and [Unix].
func ShortWrite(s Scenario) (trace.Trace, error) {
	return script{
		model: "nonblocking", title: "A message too large to be written at once, on", over: []Transport{TCP, Unix},
		size: 512 << 10, sends: true,
		program: func(p *party) error {
			if err := p.limitBuffer(); err != nil {
				return err
			}
			if _, err := p.lane.FcntlInt(uintptr(p.fd()), unix.F_SETFL, unix.O_NONBLOCK); err != nil {
				return os.NewSyscallError("fcntl", err)
			}
			for rest := p.payload; len(rest) > 0; {
				n, err := p.lane.Write(p.fd(), rest)
				switch {
				case err == unix.EAGAIN:
					if err := p.awaitRoom(); err != nil {
						return err
					}
				case err != nil:
					return p.failed("write", err)
				default:
					rest = rest[n:]
				}
			}
			return nil
		},
		peer: (*party).readWhenAsleep,
	}.run(s)
}

// Backpressure is the same on a descriptor that blocks: one write(2), in which the
// thread sleeps whenever the buffers are full, and which returns when the last byte
// has found room. So a reader that is slow makes the writer as slow, and no more than
// the buffers hold ever lies between them; a queue of the program's own, in place of
// the sleep, would grow for as long as the reader is slower.
func Backpressure(s Scenario) (trace.Trace, error) {
	return script{
		model: "blocking", title: "A writer made to wait by a slow reader, on", over: []Transport{TCP, Unix},
		size: 512 << 10, sends: true,
		program: func(p *party) error {
			if err := p.limitBuffer(); err != nil {
				return err
			}
			p.entering(call{"write", unix.SYS_WRITE})
			return p.write(p.payload)
		},
		peer: (*party).readWhenAsleep,
	}.run(s)
}

// BufferedWrite is a blocking write(2) of little: it returns when the bytes are in
// the kernel's buffers, and that is all that its success says. Nobody has read them
// yet, as the order shows: the peer reads after the return only.
func BufferedWrite(s Scenario) (trace.Trace, error) {
	return script{
		model: "blocking", title: "A write that returns before anybody reads, on", over: []Transport{TCP, Unix},
		sends: true,
		program: func(p *party) error {
			if err := p.write(p.payload); err != nil {
				return err
			}
			return p.left()
		},
		peer: func(p *party) error {
			if err := p.callOver(); err != nil {
				return err
			}
			if err := p.untilArrived(p.Size); err != nil {
				return err
			}
			return p.readLater()
		},
	}.run(s)
}

// The sizes that are asked for the buffers of the sending end and of the receiving one.
// The kernel takes them twice, for what it has to keep beside the bytes, and no longer
// makes the buffers larger when they are full, as it does with TCP's otherwise
// (SO_SNDBUF and SO_RCVBUF in socket(7)). The receive buffer is then as large as tcp(7)
// has it by default; a machine that is tuned for long ways gives it megabytes.
const (
	sendBuffer    = 16 << 10
	receiveBuffer = 64 << 10
)

func (p *party) limitBuffer() error {
	return os.NewSyscallError("setsockopt", p.lane.SetsockoptInt(p.fd(), unix.SOL_SOCKET, unix.SO_SNDBUF, sendBuffer))
}

func limitReceiveBuffer(lane *unix.Lane, fd int) error {
	return os.NewSyscallError("setsockopt", lane.SetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_RCVBUF, receiveBuffer))
}

// awaitRoom sleeps until the descriptor takes bytes again.
func (p *party) awaitRoom() error {
	p.entering(call{"ppoll", unix.SYS_PPOLL})
	fds := []unix.PollFd{{Fd: int32(p.fd()), Events: unix.POLLOUT}}
	_, err := p.lane.Poll(fds, -1)
	p.gate.leave(false)
	if err == unix.EINTR {
		return nil // it is asked again
	}
	return p.failed("poll", err)
}

// readWhenAsleep has the peer read the message once the program sleeps.
func (p *party) readWhenAsleep() error {
	if err := p.passGate(); err != nil {
		return err
	}
	if err := p.lookAtQueues(); err != nil {
		return err
	}
	return p.readLater()
}

// readLater reads the message after the scenario's delay.
func (p *party) readLater() error {
	if err := sleep(p.lane, p.Delay); err != nil {
		return err
	}
	return p.readAll()
}
