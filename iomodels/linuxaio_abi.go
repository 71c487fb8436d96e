//go:build linux && (amd64 || arm64)

package iomodels

import (
	"errors"
	"fmt"
	"os"
	"sync/atomic"
	"unsafe"

	"nbrun/iomodels/trace"
	"nbrun/iomodels/unix"
	"nbrun/iomodels/uring"
)

// iocb is struct iocb of linux/aio_abi.h: one request of Linux AIO.
type iocb struct {
	data    uint64 // comes back in the event
	key     uint32
	rwFlags uint32
	opcode  uint16
	reqprio int16
	fd      uint32
	buf     uint64
	nbytes  uint64
	offset  int64
	_       uint64
	flags   uint32
	resfd   uint32
}

const iocbPread = 0 // IOCB_CMD_PREAD

// ioEvent is struct io_event: what became of a request.
type ioEvent struct {
	data uint64
	obj  uint64 // the address of its iocb
	res  int64  // what the call would have returned; -errno when it failed
	res2 int64
}

// aioRing is the head of the completion queue, which the kernel maps into the
// process: the context that io_setup(2) returns is its address. No manual says that
// one may look there. But libaio does, which looks whether the queue is empty, and
// fio, which takes the events out (its option userspace_reap); so the kernel cannot
// well change it. The events follow the header, in a ring of entries places: head
// is the first that is filled, tail the first that is free.
type aioRing struct {
	id, entries  uint32
	head, tail   uint32
	magic        uint32
	compat       uint32
	incompat     uint32
	headerLength uint32
}

const aioRingMagic = 0xa10a10a1

// aioContext is a context of Linux AIO with memory for one request.
type aioContext struct {
	lane  *unix.Lane
	id    uint64
	ring  *aioRing
	arena *uring.Arena
	iocb  *iocb
	lookout
}

// newAIO makes a context, with an arena of size bytes for its buffers.
func newAIO(lane *unix.Lane, size int) (c *aioContext, err error) {
	c = &aioContext{lane: lane}
	if err := lane.IoSetup(8, &c.id); err != nil {
		return nil, os.NewSyscallError("io_setup", err)
	}
	// The address came from the kernel, so no conversion of Go's may make it
	// a pointer; its bits are read as one.
	c.ring = *(**aioRing)(unsafe.Pointer(&c.id))
	if c.ring.magic != aioRingMagic {
		return nil, errors.Join(fmt.Errorf("io_setup: the completion queue begins with %#x, want %#x", c.ring.magic, aioRingMagic), c.close())
	}
	if c.arena, err = uring.NewArena(lane, size+2*os.Getpagesize()); err != nil {
		return nil, errors.Join(err, c.close())
	}
	b, err := c.arena.Buffer(int(unsafe.Sizeof(iocb{})))
	if err != nil {
		return nil, errors.Join(err, c.close())
	}
	c.iocb = (*iocb)(unsafe.Pointer(unsafe.SliceData(b)))
	return c, nil
}

// close takes the context down. io_destroy(2) waits for what is in flight, so the
// arena is free of the kernel's hands after it.
func (c *aioContext) close() error {
	err := os.NewSyscallError("io_destroy", c.lane.IoDestroy(c.id))
	if err == nil && c.arena != nil {
		err = c.arena.Close(c.lane)
	}
	return err
}

// pread makes the request ready and records that.
func (c *aioContext) pread(fd int, data []byte) {
	at := unix.Now()
	buf := uint64(uintptr(unsafe.Pointer(unsafe.SliceData(data))))
	*c.iocb = iocb{data: receiveID, opcode: iocbPread, fd: uint32(fd), buf: buf, nbytes: uint64(len(data))}
	c.lane.Event(trace.Event{
		Kind: trace.SQE, Name: "IOCB_CMD_PREAD", Enter: at, Exit: unix.Now(), Ring: &trace.Ring{UserData: receiveID},
		Args: []trace.Arg{
			unix.Descriptor(fd),
			{Raw: buf, Text: fmt.Sprintf("%#x", buf)},
			{Raw: uint64(len(data)), Text: fmt.Sprint(len(data))},
			{Raw: 0, Text: "0"},
		},
	})
}

// submit hands the request to the kernel.
func (c *aioContext) submit() error {
	c.ready() // in vain: the completion comes after this
	n, err := c.lane.IoSubmit(c.id, []unsafe.Pointer{unsafe.Pointer(c.iocb)})
	if err == nil && n != 1 {
		err = fmt.Errorf("%d of 1 requests taken", n)
	}
	return os.NewSyscallError("io_submit", err)
}

// ready reports whether the completion is there: a look at memory, no call.
func (c *aioContext) ready() bool {
	return c.look(func() bool { return atomic.LoadUint32(&c.ring.head) != atomic.LoadUint32(&c.ring.tail) })
}

// reap records the completion as it was seen and then takes it out, by
// io_getevents(2), which does not wait since it is there.
func (c *aioContext) reap() (ioEvent, error) {
	slot := uintptr(atomic.LoadUint32(&c.ring.head) % c.ring.entries)
	at := *(*ioEvent)(unsafe.Add(unsafe.Pointer(c.ring), uintptr(c.ring.headerLength)+slot*unsafe.Sizeof(ioEvent{})))
	c.lane.Event(c.completion("IOCB_CMD_PREAD", at.data, at.res, "arrival: Linux AIO brings no kernel stamp"))
	var e ioEvent
	n, err := c.lane.IoGetevents(c.id, 1, 1, unsafe.Pointer(&e), nil)
	if err == nil && n != 1 {
		err = fmt.Errorf("%d completions, want 1", n)
	}
	return e, os.NewSyscallError("io_getevents", err)
}

// result is the number of bytes that were read.
func (e ioEvent) result() (int, error) {
	switch {
	case e.data != receiveID:
		return 0, fmt.Errorf("completion of request %d, which was never made", e.data)
	case e.res < 0:
		return 0, fmt.Errorf("pread through Linux AIO: %w", unix.Errno(-e.res))
	}
	return int(e.res), nil
}
