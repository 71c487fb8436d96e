//go:build linux && (amd64 || arm64)

package iomodels

import (
	"fmt"
	"os"
	"os/signal"

	"nbrun/iomodels/trace"
	"nbrun/iomodels/unix"
)

// InterruptedWrite is [Backpressure] with a signal while the writer sleeps. Some of the
// bytes are in the kernel's buffers by then, so the write(2) is neither restarted nor
// fails with EINTR, however the handler was installed: it returns how many there are
// (signal(7)). So a write can be short on a descriptor that blocks, too, and whoever
// has n bytes to write does it in a loop.
//
// The second write has the rest, and goes to sleep again; the peer reads once it has
// seen that. As in [BlockingRestarted] the signal, when the program has seen it, is an
// event SIGUSR1 on the lane "signals".
func InterruptedWrite(s Scenario) (trace.Trace, error) {
	handled := make(chan os.Signal, 1)
	signal.Notify(handled, interruption)
	defer signal.Stop(handled)
	seen := make(chan struct{}, 1)
	return script{
		model: "blocking", title: "A write that a signal cuts short, on", over: []Transport{TCP, Unix},
		size: 512 << 10, sends: true,
		program: func(p *party) error {
			seeing := p.act("signals", trace.App, 1, func(lane *unix.Lane) error { return p.see(lane, handled, seen) })
			p.fail(p.writeInTwo()) // which has the other thread give up too
			<-seeing.ended
			p.helpers = append(p.helpers, seeing.lane)
			return nil
		},
		peer: func(p *party) error {
			if err := p.passGate(); err != nil {
				return err
			}
			if err := p.lane.Tgkill(os.Getpid(), int(p.gate.tid.Load()), interruption); err != nil {
				return os.NewSyscallError("tgkill", err)
			}
			if err := p.within(seen, "setup: the program has not seen it"); err != nil {
				return err
			}
			if err := p.callOver(); err != nil {
				return err
			}
			return p.readWhenAsleep()
		},
	}.run(s)
}

// writeInTwo writes the message by a call that is cut short and one with the rest.
func (p *party) writeInTwo() error {
	if err := p.limitBuffer(); err != nil {
		return err
	}
	p.entering(call{"write", unix.SYS_WRITE})
	n, err := p.lane.Write(p.fd(), p.payload)
	if err != nil || p.stopped() {
		return p.failed("write", err)
	}
	if n == len(p.payload) {
		return fmt.Errorf("write: all %d bytes were taken, in spite of the signal", n)
	}
	if err := p.left(); err != nil {
		return err
	}
	p.entering(call{"write", unix.SYS_WRITE})
	return p.write(p.payload[n:])
}
