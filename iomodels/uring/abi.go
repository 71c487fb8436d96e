//go:build linux && (amd64 || arm64)

package uring

// What follows is linux/io_uring.h, as far as it is used here: the layouts are
// the kernel's promise to user space and do not change. All fields are in the
// machine's byte order.

// Op is what a request asks for.
type Op uint8

// The operations that this package prepares, with the first kernel that has them.
const (
	OpNop         Op = 0  // 5.1
	OpReadFixed   Op = 4  // 5.1
	OpPollAdd     Op = 6  // 5.1
	OpRecvmsg     Op = 10 // 5.3
	OpTimeout     Op = 11 // 5.4
	OpAccept      Op = 13 // 5.5
	OpAsyncCancel Op = 14 // 5.5
	OpLinkTimeout Op = 15 // 5.5
	OpRead        Op = 22 // 5.6
	OpWrite       Op = 23 // 5.6
	OpSend        Op = 26 // 5.6
	OpRecv        Op = 27 // 5.6
)

// Flags of one request: [Request.Flags].
const (
	FixedFile = 1 << 0 // IOSQE_FIXED_FILE: FD is a place in the table of registered files
	IOLink    = 1 << 2 // IOSQE_IO_LINK: the next request starts when this one is done; if it fails, the next is cancelled
	Async     = 1 << 4 // IOSQE_ASYNC: do not try at once, give it to a kernel worker thread
)

// Flags of one completion: [Completion.Flags].
const (
	More = 1 << 1 // IORING_CQE_F_MORE (5.13): the request stays, more completions of it may come
)

// Flags of a ring: [Options.Flags]. The zero value is the ring of the lessons:
// the kernel interrupts the submitting thread to complete its requests.
const (
	SQPoll       = 1 << 1  // IORING_SETUP_SQPOLL (for everyone since 5.11): a kernel thread looks for requests
	SubmitAll    = 1 << 7  // IORING_SETUP_SUBMIT_ALL (5.18)
	CoopTaskrun  = 1 << 8  // IORING_SETUP_COOP_TASKRUN (5.19)
	SingleIssuer = 1 << 12 // IORING_SETUP_SINGLE_ISSUER (6.0)
	DeferTaskrun = 1 << 13 // IORING_SETUP_DEFER_TASKRUN (6.1): complete nothing before the program asks
)

// What this package can drive. The other flags change the layout of the rings
// (SQE128, CQE32, NO_MMAP …).
const knownFlags = SQPoll | SubmitAll | CoopTaskrun | SingleIssuer | DeferTaskrun

const (
	setupCQSize = 1 << 3 // IORING_SETUP_CQSIZE (5.5): set for Options.Completions

	enterGetevents = 1 << 0 // IORING_ENTER_GETEVENTS: wait, and run what was deferred
	enterSQWakeup  = 1 << 1 // IORING_ENTER_SQ_WAKEUP: wake the kernel thread of SQPoll

	sqNeedWakeup = 1 << 0 // IORING_SQ_NEED_WAKEUP, in the flags of the submission ring

	offSQRing = 0          // IORING_OFF_SQ_RING, an offset for mmap(2)
	offCQRing = 0x8000000  // IORING_OFF_CQ_RING
	offSQEs   = 0x10000000 // IORING_OFF_SQES

	featSingleMmap = 1 << 0 // IORING_FEAT_SINGLE_MMAP (5.4): both rings in one mapping
	featNodrop     = 1 << 1 // IORING_FEAT_NODROP (5.5): completions that have no place are kept

	featPolledFiles = 1 << 7 // IORING_FEAT_SQPOLL_NONFIXED (5.11): a queue that is polled takes files that are not registered

	registerBuffers = 0      // IORING_REGISTER_BUFFERS
	registerFiles   = 2      // IORING_REGISTER_FILES
	registerEventfd = 4      // IORING_REGISTER_EVENTFD (5.2)
	registerProbe   = 8      // IORING_REGISTER_PROBE (5.6)
	opSupported     = 1 << 0 // IO_URING_OP_SUPPORTED

	cancelAny = 1 << 2 // IORING_ASYNC_CANCEL_ANY (5.19)

	// Flags by which memory other than that of Addr comes into play.
	bufferSelect = 1 << 5 // IOSQE_BUFFER_SELECT (5.7): the kernel picks one of the buffers provided before
	pollFirst    = 1 << 0 // IORING_RECVSEND_POLL_FIRST (5.19), in Ioprio: the only one there that does not

	maxVector = 1024 // UIO_MAXIOV: no call takes more buffers (readv(2))

	// Flags of requests that have no completion, or more than one.
	skipSuccess      = 1 << 6 // IOSQE_CQE_SKIP_SUCCESS (5.17)
	timeoutMultishot = 1 << 6 // IORING_TIMEOUT_MULTISHOT (6.4)
	pollMultishot    = 1 << 0 // IORING_POLL_ADD_MULTI (5.13), in Len
	recvMultishot    = 1 << 1 // IORING_RECV_MULTISHOT (6.0), in Ioprio
	acceptMultishot  = 1 << 0 // IORING_ACCEPT_MULTISHOT (5.19), in Ioprio
)

// params is struct io_uring_params.
type params struct {
	sqEntries    uint32
	cqEntries    uint32
	flags        uint32
	sqThreadCPU  uint32
	sqThreadIdle uint32
	features     uint32
	wqFD         uint32
	_            [3]uint32
	sq           sqOffsets
	cq           cqOffsets
}

// sqOffsets is struct io_sqring_offsets: where in the mapping things are.
type sqOffsets struct {
	head, tail, ringMask, ringEntries, flags, dropped, array, _ uint32
	_                                                           uint64
}

// cqOffsets is struct io_cqring_offsets.
type cqOffsets struct {
	head, tail, ringMask, ringEntries, overflow, cqes, flags, _ uint32
	_                                                           uint64
}

// Request is struct io_uring_sqe, the submission queue entry: what the kernel is
// asked to do. Make one by [Recvmsg] and its kin, change what they leave zero, and
// give it to [Ring.Push].
type Request struct {
	Op       Op
	Flags    uint8 // Async, IOLink, FixedFile
	Ioprio   uint16
	FD       int32
	Off      uint64 // in a file; ^0 is the file's own position
	Addr     uint64
	Len      uint32
	OpFlags  uint32 // msg_flags, poll events, timeout flags …
	UserData uint64 // comes back in the completion; unique among those in flight
	Buf      uint16
	Personal uint16
	SpliceFD int32
	Addr3    uint64
	_        uint64
}

// messageHeader is struct user_msghdr, which C knows as struct msghdr (recvmsg(2)),
// with addresses as numbers: they are checked before anything follows them.
type messageHeader struct {
	name       uint64
	nameLen    uint32
	_          uint32
	vector     uint64 // of buffer
	vectorLen  uint64 // how many
	control    uint64
	controlLen uint64
	flags      uint32
	_          uint32
}

// buffer is struct iovec.
type buffer struct{ base, size uint64 }

// Completion is struct io_uring_cqe, the completion queue entry.
type Completion struct {
	UserData uint64
	Res      int32 // what the system call would have returned; -errno when it failed
	Flags    uint32
}
