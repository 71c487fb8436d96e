//go:build linux && (amd64 || arm64)

package unix

// signature is what is known of a system call: its name, what its arguments are,
// and what it does to descriptors.
type signature struct {
	name    string
	args    args
	names   naming
	unknown bool  // what the arguments are is not known
	before  uint8 // bit i: memory of argument i is captured before the call
	after   uint8 // or after it
}

// args holds one kind for each register, nothing after the last.
type args [6]kind

// kind says what an argument is; it decides what memory is captured and how it is
// shown. "Next" is the register after it.
type kind uint8

const (
	nothing    kind = iota
	integer         // signed
	size            // unsigned
	hex             // bits that have no names here
	octal           // permission bits
	pointer         // not followed
	descriptor      // file descriptor
	dirFD           // a descriptor or AT_FDCWD
	path            // string ended by 0
	bytesIn         // as many bytes as next says
	bytesOut        // as many bytes as the result says
	addressIn       // sockaddr, length in next
	addressOut      // sockaddr, next points to its length
	length          // points to the length of what stands before it
	messageIn       // msghdr of sendmsg
	messageOut      // msghdr of recvmsg
	vectorIn        // iovecs, number in next, filled
	vectorOut       // iovecs, number in next, to be filled
	timespecIn
	timespecOut
	timeoutIn // a timeout, shown with what the kernel left of it
	timevalIn
	itimerIn
	offsetIn   // points to an offset
	pollIn     // pollfds, number in next, shown with what came back
	selectIn   // bitmap of fds, number of them in the first register
	sigset     // set of signals, 8 bytes
	siginfo    // siginfo_t that comes back
	exitStatus // status of a child that ended comes back
	rlimitIn
	rlimitOut
	twoFDs   // two descriptors come back
	epollIn  // epoll_event
	epollOut // as many epoll_events as the result says
	statOut
	statfsOut
	statxOut
	optionIn  // value of a socket option, length in next
	optionOut // value of a socket option, next points to its length
	iocbs     // pointers to iocbs, number in the register before
	ioEvents  // as many io_events as the result says
	uringParams
	registered // what io_uring_register hands over, number in next
	domain
	sockType
	level
	option // name of a socket option of the level in the register before
	request
	requestArg // of an ioctl
	fcntlCommand
	fcntlArg
	signum
	resource // of getrlimit
	clockID
	// Sets of flags and enumerations, which names.go lists.
	openFlags
	messageFlags
	acceptFlags
	pipeFlags
	eventFlags
	epollFlags
	timerFlags
	closeOnExec
	epollOp
	shutdownHow
	fileAdvice
	memoryAdvice
	whence
	sigHow
	protection
	mapFlags
	atFlags
	statxMask
	allocateMode
	rwFlags
	spliceFlags
	lockOp
	memfdFlags
	enterFlags
	registerOp
	kinds // number of kinds
)

// signatures is the table of calls, by number.
var signatures = tabulate()

func tabulate() []signature {
	t := numbered[:]
	for _, d := range described {
		t[d.number].args, t[d.number].names, t[d.number].unknown = d.args, d.names, false
	}
	for i := range t {
		for j, k := range t[i].args {
			if memory[k].before != noMemory {
				t[i].before |= 1 << j
			}
			if memory[k].after != noMemory {
				t[i].after |= 1 << j
			}
		}
	}
	return t
}

var unknownCall = signature{unknown: true}

func signatureOf(nr uintptr) *signature {
	if nr < uintptr(len(signatures)) {
		return &signatures[nr]
	}
	return &unknownCall
}
