//go:build linux && (amd64 || arm64)

package iomodels

import (
	"bytes"
	"fmt"
	"os"

	"nbrun/iomodels/unix"
)

// A party is the program or its peer.
type party struct {
	*exchange
	lane *unix.Lane
	end  *int // its descriptor, in the pair
}

// close closes the party's end, for the other to notice.
func (p *party) close() error {
	p.ends.Lock()
	defer p.ends.Unlock()
	fd := *p.end
	*p.end = -1
	return os.NewSyscallError("close", p.lane.Close(fd))
}

// fd is the party's descriptor.
func (p *party) fd() int {
	p.ends.Lock()
	defer p.ends.Unlock()
	return *p.end
}

// entering tells the gate which call comes next, as [receiver.entering] does.
func (p *party) entering(c call) { p.gate.enter(p.lane.TID(), c) }

// left tells the gate that the call is over, and the peer, who waits for that in
// [party.callOver].
func (p *party) left() error {
	p.gate.leave(false)
	select {
	case p.over <- struct{}{}:
		return nil
	case <-p.stop:
		return errStopped
	}
}

// passGate returns when the program was seen asleep in the call that it has named.
func (p *party) passGate() error {
	return p.ask(func(lane *unix.Lane) error { return p.gate.await(lane, p.stop) })
}

// callOver returns when the program's call is over.
func (p *party) callOver() error { return p.wait(p.over) }

// verify checks that data are what was sent.
func (p *party) verify(data []byte) error {
	if p.stopped() {
		return errStopped
	}
	if !bytes.Equal(data, p.payload) {
		return fmt.Errorf("received %d bytes %.40q, %d bytes %.40q were sent", len(data), data, len(p.payload), p.payload)
	}
	return nil
}

// failed is err as the reason to give up the exchange: none when somebody else has
// failed before, which makes calls end in all sorts of ways.
func (p *party) failed(call string, err error) error {
	if p.stopped() {
		return errStopped
	}
	return os.NewSyscallError(call, err)
}

// read is read(2) from the party's end.
func (p *party) read(data []byte) (int, error) {
	n, err := p.lane.Read(p.fd(), data)
	p.unstamped("read")
	if err != nil || p.stopped() {
		return n, p.failed("read", err)
	}
	return n, nil
}

// unstamped says why the call just made brings no time of arrival.
func (p *party) unstamped(call string) {
	if why := p.Transport.unstamped(); why != "" {
		p.lane.Why(why)
		return
	}
	p.lane.Why("arrival: " + call + " brings no kernel stamp; recvmsg would")
}

// write is a write(2) of few bytes, for which there is always room.
func (p *party) write(data []byte) error {
	n, err := p.lane.Write(p.fd(), data)
	if err == nil && n < len(data) {
		err = fmt.Errorf("only %d of %d bytes were taken", n, len(data))
	}
	return p.failed("write", err)
}

// writeLater is a write after the scenario's delay.
func (p *party) writeLater(data []byte) error {
	if err := sleep(p.lane, p.Delay); err != nil {
		return err
	}
	return p.write(data)
}

// readAll reads the whole message.
func (p *party) readAll() error {
	message := make([]byte, p.Size)
	for got := 0; got < len(message); {
		n, err := p.read(message[got:])
		if err != nil {
			return err
		}
		if n == 0 {
			return fmt.Errorf("read: the stream ended after %d of %d bytes", got, len(message))
		}
		got += n
	}
	return p.verify(message)
}
