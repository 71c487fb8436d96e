//go:build linux && (amd64 || arm64)

package iomodels

import (
	"nbrun/iomodels/unix"
)

// Transport says how the bytes travel from the sender to the receiver. The empty one
// is [UDP].
type Transport string

// The transports. What a model needs of them is the same (a descriptor that has no
// data yet, and then has), but only two of them tell when that was.
const (
	// UDP over the loopback interface: one datagram, on whose arrival the kernel
	// itself puts a time (udp(7); SO_TIMESTAMPING in socket(7)).
	UDP Transport = "udp"
	// TCP over the loopback interface: bytes of a stream. The kernel's time is that
	// of the segment which brought the last of them (tcp(7)).
	TCP Transport = "tcp"
	// Unix is a pair of stream sockets (unix(7)). No packet travels, and the kernel
	// puts no time on their data: what separates the phases is then the model, or
	// nothing does.
	Unix Transport = "unix"
	// Pipe is a pipe(7), which is no socket: its data come by read(2), it knows no
	// MSG_DONTWAIT, no receive timeout and no time of arrival.
	Pipe Transport = "pipe"
)

// Transports are all of them.
var Transports = []Transport{UDP, TCP, Unix, Pipe}

// name is the transport in a sentence: "Blocking recvmsg on …".
func (t Transport) name() string {
	switch t {
	case TCP:
		return "TCP"
	case Unix:
		return "a unix socket"
	case Pipe:
		return "a pipe"
	}
	return "UDP"
}

// holder is what holds data that have come.
func (t Transport) holder() string {
	if t == Pipe {
		return "pipe"
	}
	return "socket"
}

// receiving names the receiving call and the transport, for titles.
func (t Transport) receiving() string { return t.call().name + " on " + t.name() }

// call is the receiving call: recvmsg(2) rather than read(2) or recvfrom(2) where it
// can be, because only it can bring the kernel's own time of the arrival along, and
// so show where the one phase ends and the other begins.
func (t Transport) call() call {
	if t == Pipe {
		return readCall
	}
	return recvmsgCall
}

// sending names the call by which the sender sends.
func (t Transport) sending() string {
	if t == Pipe {
		return "write"
	}
	return "sendto"
}

var (
	recvmsgCall = call{"recvmsg", unix.SYS_RECVMSG}
	readCall    = call{"read", unix.SYS_READ}
)

// largest is how many bytes a sender's one call brings to a receiver's one call. UDP
// over IPv4 holds 65535 less its two headers. A stream knows no messages, and only of
// few bytes is it sure that they stay together: PIPE_BUF of pipe(7) is the promise of
// a pipe, and the other streams keep it too.
func (t Transport) largest() int {
	if t == UDP {
		return maxDatagram
	}
	return 4096
}

const maxDatagram = 65507

// unstamped is the reason why data of this transport bring no time; "" when they do.
func (t Transport) unstamped() string {
	switch t {
	case Unix:
		return "arrival: the kernel puts no time on data in unix stream sockets"
	case Pipe:
		return "arrival: the kernel puts no time on data in pipes"
	}
	return ""
}
