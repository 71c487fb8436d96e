//go:build linux && (amd64 || arm64)

package iomodels

import (
	"encoding/binary"
	"errors"
	"fmt"
	"os"

	"nbrun/iomodels/trace"
	"nbrun/iomodels/unix"
)

// datagramsSent is how many datagrams [Dropped] sends to nobody.
const datagramsSent = 50

// Dropped sends 50 datagrams to a socket that nobody receives from, with the smallest
// receive buffer that there is. Every send succeeds; a few datagrams fit, and the
// kernel drops the others without telling the sender (udp(7)). So the success of a
// send says nothing of the peer.
//
// The receiver then takes what there is. With one datagram more, sent after that, it
// gets the kernel's own count of what it has dropped (SO_RXQ_OVFL in socket(7)).
// Together they are all 50: the probe "dropped" has both numbers.
//
// The lanes are "receiver" and "sender". [UDP] is the only transport; there is no
// waiting in it, and so no Delay.
func Dropped(s Scenario) (t trace.Trace, err error) {
	if err := s.datagrams(); err != nil {
		return t, err
	}
	if s, err = s.complete(); err != nil {
		return t, err
	}
	onThread("setup", trace.Helper, 1, func(lane *unix.Lane) { t, err = s.flood(lane) })
	return t, err
}

// A flood is the run: what its two threads share.
type flood struct {
	Scenario
	cast
	pair          *pair
	ready         chan struct{} // closed when the receive buffer is as small as it gets,
	sent, drained chan struct{} // when the 50 are sent, and when the receiver has taken what came of them
}

func (s Scenario) flood(lane *unix.Lane) (t trace.Trace, err error) {
	pair := &pair{transport: UDP, receiver: -1, sender: -1}
	defer func() { err = errors.Join(err, pair.close(lane)) }()
	if err := pair.openUDP(lane); err != nil {
		return t, fmt.Errorf("setup: %w", err)
	}
	f := &flood{
		Scenario: s, cast: newCast(pair.wake), pair: pair,
		ready: make(chan struct{}), sent: make(chan struct{}), drained: make(chan struct{}),
	}
	receiving := f.act("receiver", trace.App, 3, f.receive)
	sending := f.act("sender", trace.Peer, 1, f.send)
	<-sending.ended
	<-receiving.ended
	if f.err != nil {
		return t, f.err
	}
	t = unix.Window("Datagrams sent to a full UDP socket", "nonblocking", receiving.lane, sending.lane)
	t.Payload = s.Size
	t.Notes = append(t.Notes, f.notes...)
	return t, t.Check()
}

func (f *flood) send(lane *unix.Lane) error {
	if err := f.wait(f.ready); err != nil {
		return err
	}
	payload := pattern(f.Size)
	for range datagramsSent {
		if err := f.pair.send(lane, payload); err != nil {
			return err
		}
	}
	close(f.sent)
	if err := f.wait(f.drained); err != nil {
		return err
	}
	return f.pair.send(lane, []byte{untouched}) // of which no payload has a byte
}

func (f *flood) receive(lane *unix.Lane) error {
	if err := f.narrow(lane); err != nil {
		return err
	}
	close(f.ready)
	if err := f.wait(f.sent); err != nil {
		return err
	}
	received, _, err := f.take(lane, unix.MSG_DONTWAIT)
	if err != unix.EAGAIN {
		return f.failed(err)
	}
	close(f.drained)
	// What comes now came late; nothing says that the network must be quick.
	late, control, err := f.take(lane, 0)
	if err != nil {
		return f.failed(err)
	}
	dropped, ok := overflow(control)
	if !ok {
		f.note("the kernel does not say how many datagrams it has dropped: no SO_RXQ_OVFL came with the last")
		return nil
	}
	if sum := received + late + int(dropped); sum != datagramsSent {
		return fmt.Errorf("setup: of %d datagrams %d were received or counted as dropped, and the others not seen yet", datagramsSent, sum)
	}
	look(lane, "dropped", f.pair.receiver, unix.Now(),
		fmt.Sprintf("%d datagrams were received, and %d dropped for want of room, as the kernel counts", received+late, dropped))
	return nil
}

// take receives datagrams until a call fails or the last one has come, which is not
// counted, and of which it returns the control message.
func (f *flood) take(lane *unix.Lane, flags int) (received int, control []byte, err error) {
	data, control := make([]byte, f.Size), make([]byte, controlSize)
	for ; ; received++ {
		n, size, _, _, err := lane.Recvmsg(f.pair.receiver, data, control, flags)
		if err != nil || n == 1 && data[0] == untouched {
			return received, control[:size], err
		}
	}
}

// failed is the error of a recvmsg as the reason to give the run up.
func (f *flood) failed(err error) error {
	if f.stopped() {
		return errStopped
	}
	return fmt.Errorf("recvmsg: %w", err)
}

// narrow makes the receive buffer as small as the kernel lets it be, and asks for the
// count of what is dropped.
func (f *flood) narrow(lane *unix.Lane) error {
	if err := lane.SetsockoptInt(f.pair.receiver, unix.SOL_SOCKET, unix.SO_RCVBUF, 0); err != nil {
		return os.NewSyscallError("setsockopt", err)
	}
	if err := lane.SetsockoptInt(f.pair.receiver, unix.SOL_SOCKET, unix.SO_RXQ_OVFL, 1); err != nil {
		return os.NewSyscallError("setsockopt", err)
	}
	limit := unix.NsecToTimeval(int64(gateLimit))
	return os.NewSyscallError("setsockopt", lane.SetsockoptTimeval(f.pair.receiver, unix.SOL_SOCKET, unix.SO_RCVTIMEO, &limit))
}

// overflow finds the count in a control message: 32 bits, of the socket's life.
func overflow(control []byte) (uint32, bool) {
	messages, err := unix.ParseSocketControlMessage(control)
	if err != nil {
		return 0, false
	}
	for _, m := range messages {
		if m.Header.Level == unix.SOL_SOCKET && m.Header.Type == unix.SO_RXQ_OVFL && len(m.Data) >= 4 {
			return binary.NativeEndian.Uint32(m.Data), true
		}
	}
	return 0, false
}
