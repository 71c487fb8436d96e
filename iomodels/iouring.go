//go:build linux && (amd64 || arm64)

package iomodels

import (
	"nbrun/iomodels/trace"
	"nbrun/iomodels/unix"
	"nbrun/iomodels/uring"
)

var enterCall = call{"io_uring_enter", unix.SYS_IO_URING_ENTER}

// IOUring is the fifth model, asynchronous I/O, by Linux's own means: the thread
// hands a request for recvmsg(2) (of a pipe read(2)) to the kernel, goes on with its
// own work, and later finds the data in its buffer. The kernel does both phases. See
// io_uring(7).
//
// While there are no data the kernel itself waits for the descriptor's readiness, as
// poll(2) would. Then it copies, on the time of the thread that submitted: see
// [IOUringDeferTaskrun]. (Before Linux 5.7, IORING_FEAT_FAST_POLL, a worker thread of the
// kernel blocked in its stead.)
//
// Its kin show one thing more each. When the kernel does it at once or by a thread of
// its own: [IOUringReady], [IOUringFileWarm], [IOUringFileCold], [IOUringFileAsync],
// [IOUringFileDirect]. How a thread learns of it: [IOUringWait], [IOUringEventfd]. What
// else a request can be: [IOUringRecv], [IOUringAccept], [IOUringTimer]. How requests
// depend on one another: [IOUringTwoReads], [IOUringLinked], [IOUringCopy],
// [IOUringTimeout], [IOUringCancel]. What makes them cheaper: [IOUringFileFixed], and
// [IOUringPolled], which makes no call.
//
// When the kernel refuses, the error is a [*Refused].
func IOUring(s Scenario) (trace.Trace, error) {
	return perform(s, play{model: "io_uring", title: "io_uring " + s.Transport.receiving(), receive: func(r *receiver) error {
		return r.onRing(uring.Options{}, func(in *inbox) error { return in.receiveBy(in.request()) })
	}})
}

// receiveBy has the kernel receive as request says, and works meanwhile.
func (in *inbox) receiveBy(request uring.Request) error {
	// The request goes into memory that the kernel shares, and one call,
	// io_uring_enter(2), tells it so. It may not wait: it asks for no completions
	// (min_complete is 0).
	if err := in.ring.Push(request); err != nil {
		return err
	}
	in.entering(enterCall)
	if _, err := in.ring.Submit(0); err != nil {
		return err
	}
	// The call is over and there is not one byte yet.
	lookAtBuffer(in.lane, in.data, in.payload)

	// The thread is free. It computes, and once a round looks at the completion
	// queue: a load from memory, no system call. The gate opens when it has begun to.
	if err := workUntil(in.lane, in.stop, in.ring.Ready, in.submitted); err != nil {
		return err
	}
	// What it finds is not "you may read now", the readiness of poll(2) and SIGIO,
	// but "it was read": nothing is left to call.
	c := in.take()
	lookAtBuffer(in.lane, in.data, in.payload)
	return in.verify(c)
}
