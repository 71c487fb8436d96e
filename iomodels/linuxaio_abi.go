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

// What an iocb asks for.
const (
	iocbPread = 0 // IOCB_CMD_PREAD
	iocbPoll  = 5 // IOCB_CMD_POLL (Linux 4.19)
)

// iocbResfd is IOCB_FLAG_RESFD: the completion adds 1 to the eventfd resfd.
const iocbResfd = 1 << 0

// name is the name of what b asks for.
func (b *iocb) name() string {
	if b.opcode == iocbPoll {
		return "IOCB_CMD_POLL"
	}
	return "IOCB_CMD_PREAD"
}

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
	// announced is an eventfd(2) that counts completions; -1 when there is none.
	announced int
	lookout
}

// newAIO makes a context, with an arena of size bytes for its buffers.
func newAIO(lane *unix.Lane, size int) (c *aioContext, err error) {
	c = &aioContext{lane: lane, announced: -1}
	if err := lane.IoSetup(8, &c.id); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrNoLinuxAIO, os.NewSyscallError("io_setup", err))
	}
	// The address came from the kernel, so no conversion of Go's may make it
	// a pointer; its bits are read as one.
	c.ring = *(**aioRing)(unsafe.Pointer(&c.id))
	if c.ring.magic != aioRingMagic {
		return nil, errors.Join(fmt.Errorf("io_setup: the completion queue begins with %#x, want %#x", c.ring.magic, aioRingMagic), c.close())
	}
	if c.arena, err = uring.NewArena(lane, uring.ArenaFor(size, int(unsafe.Sizeof(iocb{})))); err != nil {
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

// pread makes a request to read from the beginning of fd.
func (c *aioContext) pread(fd int, data []byte) {
	buf := uint64(uintptr(unsafe.Pointer(unsafe.SliceData(data))))
	c.request(iocb{opcode: iocbPread, fd: uint32(fd), buf: buf, nbytes: uint64(len(data))},
		trace.Arg{Raw: buf, Text: fmt.Sprintf("%#x", buf)},
		trace.Arg{Raw: uint64(len(data)), Text: fmt.Sprint(len(data))},
		trace.Arg{Raw: 0, Text: "0"})
}

// poll makes a request to tell when fd is readable. The events stand where a read has
// its buffer.
func (c *aioContext) poll(fd int) {
	c.request(iocb{opcode: iocbPoll, fd: uint32(fd), buf: unix.POLLIN}, trace.Arg{Raw: unix.POLLIN, Text: "POLLIN"})
}

// request makes a request ready and records that.
func (c *aioContext) request(b iocb, args ...trace.Arg) {
	at := unix.Now()
	b.data = receiveID
	if c.announced >= 0 {
		b.flags, b.resfd = iocbResfd, uint32(c.announced)
		args = append(args, trace.Arg{Raw: iocbResfd, Text: "IOCB_FLAG_RESFD"}, unix.Descriptor(c.announced))
	}
	*c.iocb = b
	c.lane.Event(trace.Event{
		Kind: trace.SQE, Name: b.name(), Enter: at, Exit: unix.Now(), Ring: &trace.Ring{UserData: receiveID},
		Args: append([]trace.Arg{unix.Descriptor(int(b.fd))}, args...),
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
	c.lane.Event(c.completion(c.iocb.name(), at.data, at.res, "arrival: Linux AIO brings no kernel stamp"))
	var e ioEvent
	n, err := c.lane.IoGetevents(c.id, 1, 1, unsafe.Pointer(&e), nil)
	if err == nil && n != 1 {
		err = fmt.Errorf("%d completions, want 1", n)
	}
	return e, os.NewSyscallError("io_getevents", err)
}

// result is what the request was answered with: the bytes that were read, the events
// that were polled.
func (e ioEvent) result() (int, error) {
	switch {
	case e.data != receiveID:
		return 0, fmt.Errorf("completion of request %d, which was never made", e.data)
	case e.res < 0:
		return 0, fmt.Errorf("a request of Linux AIO: %w", unix.Errno(-e.res))
	}
	return int(e.res), nil
}
