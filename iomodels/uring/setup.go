//go:build linux && (amd64 || arm64)

package uring

import (
	"errors"
	"fmt"
	"math/bits"
	"os"
	"time"
	"unsafe"

	"nbrun/iomodels/trace"
	"nbrun/iomodels/unix"
)

// Options say what ring is wanted. The zero value works.
type Options struct {
	Entries     int    // places for requests; 8 when zero. The kernel rounds up to a power of two.
	Completions int    // places for completions; twice Entries when zero
	Flags       uint32 // SingleIssuer, DeferTaskrun …
	Arena       int    // bytes for buffers and messages; 64 KiB when zero

	// Idle is how long the kernel thread of SQPoll looks in vain before it goes to
	// sleep, in whole milliseconds; the kernel's own second when zero.
	Idle time.Duration
}

// Ring is an io_uring with its three shared mappings and an arena.
//
// The places of a queue are numbered for ever upwards and stored modulo the
// queue's size, which is a power of two: head is the first place in use, tail the
// first free one. Each index has one writer: the program moves the submission
// queue's tail and the completion queue's head, the kernel the two others.
type Ring struct {
	Arena    *Arena
	Features uint32 // IORING_FEAT_…, as io_uring_setup(2) returned them

	lane *unix.Lane
	fd   int
	maps [][]byte // to be unmapped, the first is the submission ring's

	polled         bool    // a kernel thread reads the submission queue
	sqFlags        *uint32 // and says here that it sleeps
	sqHead, sqTail *uint32
	requests       []Request
	cqHead, cqTail *uint32
	completions    []Completion

	files    []string           // registered, as a reader wants to see them
	pending  uint32             // pushed, the kernel not told yet
	inFlight map[uint64]Request // pushed and not completed, by UserData
	seen     uint32             // the completion queue's tail at the latest look
	lastLook trace.Time         // when that look began
	between  [2]trace.Time      // the completions up to seen came between these
}

// New sets up a ring whose calls lane records. When the kernel refuses, the error
// is a [*Refused], which says why.
func New(lane *unix.Lane, o Options) (*Ring, error) {
	if o.Entries == 0 {
		o.Entries = 8
	}
	if o.Arena == 0 {
		o.Arena = 64 << 10
	}
	if unknown := o.Flags &^ knownFlags; unknown != 0 {
		return nil, fmt.Errorf("io_uring with setup flags %#x: package uring does not drive such rings", unknown)
	}
	p := params{flags: o.Flags, sqThreadIdle: uint32(o.Idle.Milliseconds())}
	if o.Completions != 0 {
		p.flags |= setupCQSize
		p.cqEntries = uint32(o.Completions)
	}
	fd, err := lane.IOUringSetup(uint32(o.Entries), unsafe.Pointer(&p))
	if err != nil {
		return nil, refused("io_uring_setup", "", err, p.flags)
	}
	r := &Ring{lane: lane, fd: fd, Features: p.features, polled: o.Flags&SQPoll != 0, inFlight: make(map[uint64]Request)}
	if err := r.share(&p); err != nil {
		return nil, errors.Join(err, r.Close())
	}
	if r.Arena, err = NewArena(lane, o.Arena); err != nil {
		return nil, errors.Join(err, r.Close())
	}
	r.look()
	return r, nil
}

// share maps the rings, which the kernel has allocated, into this process.
func (r *Ring) share(p *params) error {
	sqSize := int(p.sq.array) + int(p.sqEntries)*4
	cqSize := int(p.cq.cqes) + int(p.cqEntries)*int(unsafe.Sizeof(Completion{}))
	if p.features&featSingleMmap != 0 {
		sqSize = max(sqSize, cqSize)
	}
	sq, err := r.mmap(offSQRing, sqSize)
	if err != nil {
		return err
	}
	cq := sq // since Linux 5.4 one mapping holds both rings
	if p.features&featSingleMmap == 0 {
		if cq, err = r.mmap(offCQRing, cqSize); err != nil {
			return err
		}
	}
	entries, err := r.mmap(offSQEs, int(p.sqEntries)*int(unsafe.Sizeof(Request{})))
	if err != nil {
		return err
	}
	if bits.OnesCount32(p.sqEntries) != 1 || bits.OnesCount32(p.cqEntries) != 1 {
		return fmt.Errorf("io_uring_setup: queues of %d and %d places, which are no powers of two", p.sqEntries, p.cqEntries)
	}
	r.sqHead, r.sqTail, r.sqFlags = word(sq, p.sq.head), word(sq, p.sq.tail), word(sq, p.sq.flags)
	r.cqHead, r.cqTail = word(cq, p.cq.head), word(cq, p.cq.tail)
	r.requests = unsafe.Slice((*Request)(unsafe.Pointer(unsafe.SliceData(entries))), p.sqEntries)
	r.completions = unsafe.Slice((*Completion)(unsafe.Pointer(&cq[p.cq.cqes])), p.cqEntries)

	// Place i of the submission ring names the request that it stands for. That
	// allows requests to be filled out of order; here it is always the i-th.
	array := unsafe.Slice(word(sq, p.sq.array), p.sqEntries)
	for i := range array {
		array[i] = uint32(i)
	}
	return nil
}

func (r *Ring) mmap(offset int64, size int) ([]byte, error) {
	mem, err := r.lane.Mmap(r.fd, offset, size, unix.PROT_READ|unix.PROT_WRITE, unix.MAP_SHARED|unix.MAP_POPULATE)
	if err != nil {
		return nil, os.NewSyscallError("mmap", err)
	}
	r.maps = append(r.maps, mem)
	return mem, nil
}

func word(mem []byte, off uint32) *uint32 { return (*uint32)(unsafe.Pointer(&mem[off])) }
