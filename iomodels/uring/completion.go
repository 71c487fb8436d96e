//go:build linux && (amd64 || arm64)

package uring

import (
	"fmt"
	"unsafe"

	"nbrun/iomodels/trace"
	"nbrun/iomodels/unix"
)

// accountable returns nil when the completions of q can be kept account of. Most
// requests have one, so the places that they will need are counted beforehand. How many
// a multishot accept will have nobody knows; but no completion of it is lost either,
// since a kernel with IORING_FEAT_NODROP keeps what the queue has no place for and
// hands it over with a later io_uring_enter(2) that has IORING_ENTER_GETEVENTS.
func (r *Ring) accountable(q *Request) error {
	switch {
	case q.Flags&skipSuccess != 0:
		return fmt.Errorf("%v: requests without a completion are not driven here", q.Op)
	case q.Op == OpTimeout && q.OpFlags&timeoutMultishot != 0,
		q.Op == OpPollAdd && q.Len&pollMultishot != 0,
		(q.Op == OpRecv || q.Op == OpRecvmsg) && q.Ioprio&recvMultishot != 0:
		return fmt.Errorf("%v: more than one completion (multishot) is not driven here", q.Op)
	case q.many() && r.Features&featNodrop == 0:
		return fmt.Errorf("%v: this kernel drops completions that the queue has no place for", q.Op)
	}
	return nil
}

// many reports whether the request may have more than one completion.
func (q *Request) many() bool { return q.Op == OpAccept && q.Ioprio&acceptMultishot != 0 }

// record writes down a completion: its times are those of the looks, since the
// kernel does not say when it wrote it.
func (r *Ring) record(c Completion, q Request) {
	e := trace.Event{
		Kind: trace.CQE, Name: q.Op.String(), Args: completionArgs(c), Ret: int64(c.Res),
		Enter: r.between[0], Exit: r.between[1], Ring: &trace.Ring{UserData: c.UserData, Flags: c.Flags},
	}
	switch {
	case c.Res < 0:
		errno := unix.Errno(-c.Res)
		e.Ret, e.Errno = -1, trace.Errno{Num: int(errno), Name: unix.ErrnoName(errno), Text: errno.Error()}
	case q.Op == OpRecvmsg:
		var room bool
		if e.Stamp, room = arrival(q); e.Stamp == nil && room {
			e.Why = append(e.Why, "arrival: the message brought no kernel stamp")
		}
	case q.Op == OpRecv:
		e.Why = append(e.Why, "arrival: recv has no room for the kernel's stamp, which recvmsg brings in a control message")
	case q.Op == OpAccept:
		unix.NameAccepted(int(q.FD), int(c.Res))
		e.Why = append(e.Why, "arrival: the kernel puts no time on connections")
	}
	r.lane.Event(e)
}

// arrival is the kernel's stamp in the control buffer of a completed recvmsg, nil when
// there is none, and whether there was a buffer for it.
func arrival(q Request) (stamp *trace.Stamp, room bool) {
	addr := uintptr(q.Addr) // of the arena: Push has seen to it
	msg := *(**unix.Msghdr)(unsafe.Pointer(&addr))
	if msg.Control == nil {
		return nil, false
	}
	return unix.StampOf(unsafe.Slice(msg.Control, msg.Controllen)), true
}
