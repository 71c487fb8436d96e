//go:build linux && (amd64 || arm64)

package unix

import (
	"encoding/binary"
	"runtime/debug"
	"unsafe"
)

// how says how much memory of an argument is captured.
type how uint8

const (
	noMemory  how = iota
	fixed         // extent.size bytes
	counted       // as many as next says, at most headSize
	resulted      // as many as the result says, at most headSize
	entries       // next × extent.size bytes, at most maxCapture
	results       // result × extent.size bytes, at most maxCapture
	text          // up to a 0 byte
	inLength      // as many as next says, at most maxCapture
	outLength     // as many as what next points to says, at most maxCapture
	bitmap        // bits for as many fds as the first register says
	header        // a msghdr and what it points to
	vector        // iovecs
	submitted     // what the pointers of io_submit point to
	handed        // next × what the operation of io_uring_register takes, at most maxCapture
)

const (
	headSize   = 32  // of data
	maxCapture = 255 // of anything
)

// extent is what memory of an argument of some kind is captured, and when.
type extent struct {
	before, after how
	size          uint8
}

var memory = [kinds]extent{
	path:        {before: text},
	bytesIn:     {before: counted},
	bytesOut:    {after: resulted},
	addressIn:   {before: inLength},
	addressOut:  {after: outLength},
	length:      {after: fixed, size: 4},
	messageIn:   {before: header},
	messageOut:  {before: header, after: header},
	vectorIn:    {before: vector},
	vectorOut:   {before: vector, after: vector},
	timespecIn:  {before: fixed, size: 16},
	timespecOut: {after: fixed, size: 16},
	timeoutIn:   {before: fixed, after: fixed, size: 16},
	timevalIn:   {before: fixed, size: 16},
	itimerIn:    {before: fixed, size: 32},
	offsetIn:    {before: fixed, size: 8},
	pollIn:      {before: entries, after: entries, size: uint8(unsafe.Sizeof(PollFd{}))},
	selectIn:    {before: bitmap, after: bitmap},
	sigset:      {before: fixed, size: 8},
	siginfo:     {after: fixed, size: 28},
	exitStatus:  {after: fixed, size: 4},
	rlimitIn:    {before: fixed, size: 16},
	rlimitOut:   {after: fixed, size: 16},
	fcntlArg:    {before: fixed, after: fixed, size: 8},
	twoFDs:      {after: fixed, size: 8},
	epollIn:     {before: fixed, size: uint8(unsafe.Sizeof(EpollEvent{}))},
	epollOut:    {after: results, size: uint8(unsafe.Sizeof(EpollEvent{}))},
	statOut:     {after: fixed, size: uint8(unsafe.Sizeof(Stat_t{}))},
	statxOut:    {after: fixed, size: statxSize},
	statfsOut:   {after: fixed, size: uint8(unsafe.Sizeof(Statfs_t{}))},
	optionIn:    {before: inLength},
	optionOut:   {after: outLength},
	requestArg:  {after: fixed, size: 4},
	iocbs:       {after: submitted},
	ioEvents:    {after: results, size: 32},
	uringParams: {before: fixed, after: fixed, size: 120},
	registered:  {before: handed},
}

// captureBefore keeps what the arguments point to as the kernel will see it. The
// memory is the program's: a slice may well lie in a page that cannot be read,
// which is for the kernel to say (EFAULT), so a fault here only ends the capture.
func (l *Lane) captureBefore(s *signature, r *row) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	whole := l.off // the end of the last item that is complete
	defer func() {
		if fault := recover(); fault != nil {
			if _, ok := fault.(interface{ Addr() uintptr }); !ok {
				panic(fault)
			}
			l.off = whole
		}
	}()
	for i, k := range s.args {
		if s.before&(1<<i) != 0 && r.args[i] != 0 && followed(s, r, i) {
			l.capture(r, i, k, tagBefore, memory[k].before)
			whole = l.off
		}
	}
}

// captureAfter keeps what the kernel wrote, which can be read.
func (l *Lane) captureAfter(s *signature, r *row) {
	for i, k := range s.args {
		if s.after&(1<<i) != 0 && r.args[i] != 0 && followed(s, r, i) {
			l.capture(r, i, k, tagAfter, memory[k].after)
		}
	}
}

// followed reports whether the argument is a pointer in this call: that of an
// ioctl or a fcntl is one for some requests only.
func followed(s *signature, r *row, i int) bool {
	switch s.args[i] {
	case requestArg:
		return intRequest(r.args[1])
	case fcntlArg:
		return r.args[1] == F_SETOWN_EX || r.args[1] == F_GETOWN_EX
	case registered:
		return registers(r.args[1]) > 0
	}
	return true
}

// registers is how many bytes each thing has that an operation of io_uring_register
// hands over: iovecs or descriptors; 0 for the other operations.
func registers(op uint64) int {
	switch op {
	case registerBuffers:
		return SizeofIovec
	case registerFiles, registerEventfd, registerEventfdAsync:
		return 4
	}
	return 0
}

const (
	registerBuffers      = 0
	registerFiles        = 2
	registerEventfd      = 4
	registerEventfdAsync = 7
)

func (l *Lane) capture(r *row, i int, k kind, when byte, h how) {
	addr, size, n := r.args[i], int(memory[k].size), 0
	switch h {
	case fixed:
		n = size
	case counted:
		n = limit(r.args[i+1], headSize)
	case resulted:
		n = limit(uint64(r.ret), headSize)
	case entries:
		n = limit(r.args[i+1], maxCapture/size) * size
	case results:
		n = limit(uint64(r.ret), maxCapture/size) * size
	case inLength:
		n = limit(r.args[i+1], maxCapture)
	case outLength:
		if r.args[i+1] != 0 {
			n = limit(uint64(binary.NativeEndian.Uint32(at(r.args[i+1], 4))), maxCapture)
		}
	case handed:
		size = registers(r.args[i-1])
		n = limit(r.args[i+1], maxCapture/size) * size
	case bitmap:
		n = limit((r.args[0]+63)/64*8, maxCapture/8*8)
	case text:
		l.captureText(addr, when|byte(i))
		return
	case header:
		l.captureMessage(r, i, when, k, (*Msghdr)(unsafe.Pointer(unsafe.SliceData(at(addr, SizeofMsghdr)))))
		return
	case vector:
		l.captureVector(r, i, when, k, addr, r.args[i+1])
		return
	case submitted:
		l.captureBlocks(r, i)
		return
	}
	l.copyOut(when|byte(i), addr, n)
}

// copyOut keeps n bytes at an address.
func (l *Lane) copyOut(tag byte, addr uint64, n int) {
	if n == 0 {
		return
	}
	src := at(addr, n)
	copy(l.room(tag, n), src)
}

func (l *Lane) captureText(addr uint64, tag byte) {
	n := 0
	for n < maxCapture && at(addr+uint64(n), 1)[0] != 0 {
		n++
	}
	copy(l.room(tag, n), at(addr, max(n, 1)))
}

// limit is n as an int of at most most.
func limit(n uint64, most int) int {
	if n > uint64(most) {
		return most
	}
	return int(n)
}

// at returns the n bytes at an address. The register is reinterpreted, not
// converted, because it is a live pointer that the call's argument list holds.
func at(addr uint64, n int) []byte {
	return unsafe.Slice(*(**byte)(unsafe.Pointer(&addr)), n)
}
