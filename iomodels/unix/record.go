//go:build linux && (amd64 || arm64)

package unix

import (
	"sync/atomic"

	"nbrun/iomodels/trace"
)

// row is a system call as it is recorded: registers, not yet decoded. It holds no
// pointers, so the garbage collector does not look at a million of them.
type row struct {
	enter, exit trace.Time
	args        [6]uint64
	ret         int64
	nr          int32  // number of the call, or one of the row constants
	side        uint32 // where its side data begin: block<<16 | offset
	sideLen     uint16 // how long they are
	errno       uint16
	site        uint16 // the statement of the program that made the call, see SetSites; 0 where that is not known
	quality     uint8
}

const (
	rowEvent  = -1 // an event that is no call: chunk.events has it
	manyCalls = -2 // a function that makes several calls; its name is in the side data
)

// Qualities of a row.
const (
	outside  = 1 << iota // recorded from outside: there are no registers
	noResult             // recorded from outside, where the kernel's result is not seen
	raw                  // the registers are the program's own: pointers were not followed
)

const (
	rowsPerChunk   = 256
	blockSize      = 4096
	sidePerRow     = 1024 // at most
	blocksPerChunk = rowsPerChunk*sidePerRow/blockSize + 1
)

// chunk is a piece of a record. Its owner fills rows[n] and the side data and
// then publishes them by raising n; readers look at nothing beyond n.
type chunk struct {
	rows   *[rowsPerChunk]row
	blocks [blocksPerChunk]*[blockSize]byte
	events *[rowsPerChunk]*trace.Event
	first  int // Seq of rows[0]
	n      atomic.Int32
	next   atomic.Pointer[chunk]
}

// record is an append-only list of rows with one writer and any number of readers, who
// start at head. They take a lock only between chunks, where there may be a gap.
type record struct {
	head atomic.Pointer[chunk]
	gap  gap

	// The rest is the writer's.
	limit int // rows that are kept
	tail  *chunk
	at    int // index in tail of the row being written
	block int // index in tail.blocks of the block being written
	off   int // offset in it
	start int // where the side data of the row being written begin
}

func (r *record) init() {
	r.limit = keptRows
	r.tail = &chunk{rows: new([rowsPerChunk]row)}
	r.head.Store(r.tail)
}

// next returns the row to be written, with room for its side data.
func (l *Lane) next() *row {
	if l.ended {
		panic("unix: call on lane " + l.name + " after its end")
	}
	if l.at == rowsPerChunk {
		l.grow()
	}
	if l.off+sidePerRow > blockSize && l.tail.blocks[l.block] != nil {
		l.block, l.off = l.block+1, 0
	}
	l.start = l.off
	return &l.tail.rows[l.at]
}

// grow appends a chunk. The last block of side data is shared with the new chunk.
func (l *Lane) grow() {
	l.leaveOut()
	r := &l.record
	c := &chunk{rows: new([rowsPerChunk]row), first: r.tail.first + rowsPerChunk}
	c.blocks[0] = r.tail.blocks[r.block]
	r.block, r.at = 0, 0
	r.tail.next.Store(c)
	r.tail = c
}

// publish lets readers see the row.
func (r *record) publish() {
	row := &r.tail.rows[r.at]
	row.side = uint32(r.block)<<16 | uint32(r.start)
	row.sideLen = uint16(r.off - r.start)
	r.at++
	r.tail.n.Store(int32(r.at))
}

// keep stores the event that the row being written stands for.
func (r *record) keep(e *trace.Event) {
	if r.tail.events == nil {
		r.tail.events = new([rowsPerChunk]*trace.Event)
	}
	r.tail.events[r.at] = e
}

// length is the number of rows ever published.
func (r *record) length() int { return r.tail.first + r.at }

// Side data of a row are items of a tag byte, a length byte and that many bytes.
// The tag of captured memory is the argument's index and when it was captured.
const (
	tagBefore = 0x00
	tagAfter  = 0x10
	tagData   = 0x20 // what the first iovec of a message points to
	tagUsage  = 0x30
	tagName   = 0x40
	tagStamp  = 0x50
)

// room makes an item of n bytes and returns them to be filled; nil when the row
// has no room for them.
func (r *record) room(tag byte, n int) []byte {
	if n > 255 || r.off+2+n > min(r.start+sidePerRow, blockSize) {
		return nil
	}
	if r.tail.blocks[r.block] == nil {
		r.tail.blocks[r.block] = new([blockSize]byte)
	}
	item := r.tail.blocks[r.block][r.off : r.off+2+n]
	item[0], item[1] = tag, byte(n)
	r.off += 2 + n
	return item[2:]
}

// side returns the side data of a published row.
func (c *chunk) side(r *row) []byte {
	if r.sideLen == 0 {
		return nil
	}
	off := int(r.side & 0xffff)
	return c.blocks[r.side>>16][off : off+int(r.sideLen)]
}

// item finds the item with this tag in side data.
func item(side []byte, tag byte) (mem []byte, ok bool) {
	for len(side) >= 2 {
		n := int(side[1])
		if side[0] == tag {
			return side[2 : 2+n], true
		}
		side = side[2+n:]
	}
	return nil, false
}

// forget drops the chunks in which every row entered before t, and a gap with them
// when it lies before t as a whole. The chunk being written is kept.
func (r *record) forget(t trace.Time) {
	r.gap.Lock()
	defer r.gap.Unlock()
	for {
		c := r.head.Load()
		next := c.next.Load()
		if next == nil || c.rows[rowsPerChunk-1].enter >= t {
			return
		}
		if c == r.gap.after {
			if r.gap.to >= t {
				return
			}
			r.gap.clear()
		}
		r.head.Store(next)
	}
}
