//go:build linux && (amd64 || arm64)

package iomodels

import (
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"sync/atomic"

	"nbrun/iomodels/trace"
	"nbrun/iomodels/unix"
)

// aioRead is one aio_read(3) from its call to aio_return(3).
type aioRead struct {
	app    *unix.Lane // of the thread that asks
	helper *unix.Lane // of the thread that does it
	stop   <-chan struct{}
	fd     int
	data   []byte
	want   []byte
	began  func() // called when the thread that asks goes on with its own work

	over atomic.Bool // what aio_error(3) tells: no longer EINPROGRESS
	n    int         // what aio_return(3) tells, once over
	err  error
	lookout
}

// run asks for the data, computes until they are there, and returns how many there
// are. blocking is the helper's call.
func (a *aioRead) run(blocking func(*unix.Lane) (int, error)) (n int, err error) {
	// The helper announces the end through an eventfd(2), for programs that
	// would rather sleep than look; glibc offers a signal or a thread for that
	// (sigevent(3type)), and aio_suspend(3).
	announcements, err := a.app.Eventfd(0, unix.EFD_CLOEXEC)
	if err != nil {
		return 0, os.NewSyscallError("eventfd", err)
	}
	defer func() { err = errors.Join(err, os.NewSyscallError("close", a.app.Close(announcements))) }()

	fill(a.data)
	a.request()
	var unheard error // of the announcement; valid once ended
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		onThread("helper", trace.Helper, 3, func(lane *unix.Lane) {
			a.helper = lane
			a.n, a.err = blocking(lane)
			a.over.Store(true) // publishes n, err and the data
			unheard = announce(lane, announcements)
		})
	}()
	defer func() {
		<-ended
		err = errors.Join(err, a.err, unheard)
	}()
	// aio_read(3) has returned. From now on the two threads run side by side;
	// this one works, and once a round asks as aio_error(3) does: in memory. A
	// program must not touch the buffer before it is told (aio_read(3)); that it is
	// looked at here is for the record only.
	lookAtBuffer(a.app, a.data, a.want)
	if err := workUntil(a.app, a.stop, func() bool { return a.look(a.over.Load) }, a.began); err != nil {
		return 0, err
	}
	a.complete()
	return a.n, hear(a.app, announcements)
}

// request records that the request was handed to the helper.
func (a *aioRead) request() {
	at := unix.Now()
	a.vain = at
	a.app.Event(trace.Event{
		Kind: trace.SQE, Name: "aio_read", Enter: at, Exit: unix.Now(), Ring: &trace.Ring{UserData: receiveID},
		Args: []trace.Arg{unix.Descriptor(a.fd), {Raw: uint64(len(a.data)), Text: fmt.Sprint(len(a.data))}},
	})
}

// complete records that the end was seen, and what the buffer holds at that moment.
func (a *aioRead) complete() {
	res := int64(a.n)
	var errno unix.Errno
	if errors.As(a.err, &errno) {
		res = -int64(errno)
	}
	a.app.Event(a.completion("aio_read", receiveID, res, "arrival: the kernel's stamp is in the helper's call"))
	lookAtBuffer(a.app, a.data, a.want)
}

// announce adds 1 to the eventfd's counter, which makes it readable.
func announce(lane *unix.Lane, fd int) error {
	_, err := lane.Write(fd, binary.NativeEndian.AppendUint64(nil, 1))
	return os.NewSyscallError("write", err)
}

// hear finds the announcement, which comes right after the end was seen in memory.
func hear(lane *unix.Lane, fd int) error {
	fds := []unix.PollFd{{Fd: int32(fd), Events: unix.POLLIN}}
	for {
		_, err := lane.Poll(fds, -1)
		if err != unix.EINTR {
			return os.NewSyscallError("poll", err)
		}
	}
}
