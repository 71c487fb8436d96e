//go:build linux && (amd64 || arm64)

package unix

import (
	"encoding/binary"
	"fmt"
	"strings"

	"nbrun/iomodels/trace"
)

// naming is what a successful call tells of descriptors.
type naming uint8

const (
	noNames naming = iota
	newSocket
	newPair
	boundTo // bind and getsockname: the socket's own address
	connectedTo
	listening
	accepted
	opened
	closed
	closedRange
	duplicated // dup, dup2, dup3 and fcntl(F_DUPFD)
	newMemfd
	newPipe
	newEventfd
	newTimerfd
	newSignalfd
	newPidfd
	newInotify
	newEpoll
	newRing
)

// nameDescriptors notes what the successful call in r, the row being written,
// tells of descriptors. What it makes exists from its exit on; what it closes is
// gone from its entry on.
func (l *Lane) nameDescriptors(s *signature, r *row) {
	side := []byte(nil)
	if b := l.tail.blocks[l.block]; b != nil {
		side = b[l.start:l.off]
	}
	descriptors.Lock()
	defer descriptors.Unlock()
	fd, made := int(int32(r.args[0])), int(r.ret)
	switch s.names {
	case newSocket:
		setLocked(made, r.exit, &object{what: socketName(r.args[0], r.args[1])})
	case newPair:
		namePair(side, 3, r.exit, func(other int) string { return fmt.Sprintf("unix pair of %d", other) }, nil)
	case newPipe:
		namePair(side, 0, r.exit, func(w int) string { return fmt.Sprintf("pipe from %d", w) },
			func(rd int) string { return fmt.Sprintf("pipe to %d", rd) })
	case boundTo, connectedTo, listening, accepted:
		nameSocket(s.names, side, r, fd, made)
	case opened:
		if name, ok := openedPath(s, side); ok {
			setLocked(made, r.exit, &object{what: name})
		}
	case closed:
		setLocked(fd, r.enter, nil)
	case closedRange:
		for open := range descriptors.versions {
			if uint64(open) >= r.args[0] && uint64(open) <= r.args[1] && r.args[2] == 0 {
				setLocked(open, r.enter, nil)
			}
		}
	case duplicated:
		if s.args[1] != fcntlCommand || r.args[1] == F_DUPFD || r.args[1] == F_DUPFD_CLOEXEC {
			setLocked(made, r.exit, lookupLocked(fd, r.enter))
		}
	case newMemfd:
		name, _ := item(side, tagBefore|0)
		setLocked(made, r.exit, &object{what: "memfd " + string(name)})
	case newPidfd:
		setLocked(made, r.exit, &object{what: fmt.Sprintf("pidfd of %d", int32(r.args[0]))})
	default:
		setLocked(made, r.exit, &object{what: madeNames[s.names]})
	}
}

var madeNames = map[naming]string{
	newEventfd: "eventfd", newTimerfd: "timerfd", newSignalfd: "signalfd",
	newInotify: "inotify", newEpoll: "epoll", newRing: "io_uring",
}

// nameSocket notes the addresses of a socket.
func nameSocket(n naming, side []byte, r *row, fd, made int) {
	o := lookupLocked(fd, r.exit)
	if o == nil && n != accepted {
		return
	}
	mem, ok := item(side, tagBefore|1)
	if !ok {
		mem, _ = item(side, tagAfter|1)
	}
	address := addressName(mem)
	switch n {
	case boundTo:
		setLocked(fd, r.exit, &object{o.what, address, o.peer})
	case connectedTo:
		setLocked(fd, r.exit, &object{o.what, o.local, address})
	case listening:
		setLocked(fd, r.exit, &object{o.what + " listener", o.local, ""})
	case accepted:
		if o == nil {
			o = &object{what: "socket"}
		}
		setLocked(made, r.exit, &object{strings.TrimSuffix(o.what, " listener"), o.local, address})
	}
}

// NameAccepted says that the descriptor made is of a connection that the socket
// listener accepted, where no recorded call tells: io_uring(7) accepts without one.
func NameAccepted(listener, made int) {
	at := Now()
	descriptors.Lock()
	defer descriptors.Unlock()
	if o := lookupLocked(listener, at); o != nil {
		setLocked(made, at, &object{strings.TrimSuffix(o.what, " listener"), o.local, ""})
	}
}

// namePair names two descriptors that came back through argument i by each other.
func namePair(side []byte, i byte, t trace.Time, first, second func(other int) string) {
	mem, ok := item(side, tagAfter|i)
	if !ok {
		return
	}
	if second == nil {
		second = first
	}
	a, b := int(binary.NativeEndian.Uint32(mem)), int(binary.NativeEndian.Uint32(mem[4:]))
	setLocked(a, t, &object{what: first(b)})
	setLocked(b, t, &object{what: second(a)})
}

func openedPath(s *signature, side []byte) (string, bool) {
	for i, k := range s.args {
		if k == path {
			name, ok := item(side, tagBefore|byte(i))
			return string(name), ok
		}
	}
	return "", false
}

// socketName is what a socket of this domain and type is called.
func socketName(family, typ uint64) string {
	stream := typ&0xf == SOCK_STREAM
	datagram := typ&0xf == SOCK_DGRAM
	switch {
	case (family == AF_INET || family == AF_INET6) && stream:
		return "tcp"
	case (family == AF_INET || family == AF_INET6) && datagram:
		return "udp"
	case family == AF_UNIX && stream:
		return "unix stream"
	case family == AF_UNIX && datagram:
		return "unix dgram"
	case family == AF_UNIX && typ&0xf == SOCK_SEQPACKET:
		return "unix seqpacket"
	}
	return "socket " + domainNames.one(family)
}
