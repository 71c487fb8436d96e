//go:build linux && (amd64 || arm64)

package iomodels

import (
	"errors"
	"fmt"
	"os"
	"time"

	"nbrun/iomodels/trace"
	"nbrun/iomodels/unix"
)

// stampRX asks for the time at which the kernel's network code first had the data
// in hand, before any socket or sleeping thread came into play, in software (the
// loopback interface has no clock). See Documentation/networking/timestamping.
//
// SO_TIMESTAMPNS looks simpler and is not usable: for data that came before the
// option was set it makes up a time, the time of the receiving call.
const stampRX = unix.SOF_TIMESTAMPING_RX_SOFTWARE | unix.SOF_TIMESTAMPING_SOFTWARE

// controlSize holds the control message with the stamp, a header and three
// struct timespec (cmsg(3)), and some more.
const controlSize = 256

// A kernel that is asked by many and at once has been seen to take seconds until it
// puts times on data; one that never does is told from it by these.
const (
	stampsLimit = 20 * time.Second
	leastTries  = 200 // however much time has passed: the machine may have stood still
	wishAgain   = 250 // tries after which the wish is made anew
)

// askForStamps switches the arrival times on, and then sends data and throws them
// away until some have their time: the kernel takes times only while somebody
// wants them, and switches to that in the background.
func (p *pair) askForStamps(lane *unix.Lane) error {
	wish := func(flags int) error {
		return lane.SetsockoptInt(p.receiver, unix.SOL_SOCKET, unix.SO_TIMESTAMPING, flags)
	}
	if err := wish(stampRX); err != nil {
		p.notes = append(p.notes, fmt.Sprintf("the kernel gives no arrival times here: setsockopt SO_TIMESTAMPING: %v", err))
		return nil
	}
	control := make([]byte, controlSize)
	for n, limit := 1, time.Now().Add(stampsLimit); n <= leastTries || time.Now().Before(limit); n++ {
		if err := p.send(lane, []byte("warm-up")); err != nil {
			return err
		}
		size, err := p.discard(lane, control)
		if err != nil {
			return err
		}
		if unix.StampOf(control[:size]) != nil {
			times := "1 time"
			if n > 1 {
				times = fmt.Sprintf("%d times", n)
			}
			p.notes = append(p.notes, trace.BeforeRecord+", data were sent and thrown away until they came with the kernel's time of arrival ("+times+")")
			return nil
		}
		if n%wishAgain == 0 {
			if err := errors.Join(wish(0), wish(stampRX)); err != nil {
				return os.NewSyscallError("setsockopt", err)
			}
		}
		time.Sleep(time.Millisecond) // the kernel may want our processor for it
	}
	p.notes = append(p.notes, "the kernel puts no arrival times on data here, though it took SO_TIMESTAMPING")
	return nil
}

// discard takes what was sent, and returns the length of its control
// message.
func (p *pair) discard(lane *unix.Lane, control []byte) (int, error) {
	for limit := time.Now().Add(gateLimit); time.Now().Before(limit); {
		fds := []unix.PollFd{{Fd: int32(p.receiver), Events: unix.POLLIN}}
		n, err := lane.Poll(fds, int(gateLimit.Milliseconds()))
		if err != nil && err != unix.EINTR {
			return 0, os.NewSyscallError("poll", err)
		}
		if n == 1 {
			_, size, _, _, err := lane.Recvmsg(p.receiver, make([]byte, 16), control, unix.MSG_DONTWAIT)
			return size, os.NewSyscallError("recvmsg", err)
		}
	}
	return 0, fmt.Errorf("data over the loopback interface did not arrive within %v", gateLimit)
}
