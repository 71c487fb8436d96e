//go:build linux && (amd64 || arm64)

package unix

import (
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"
	"unsafe"

	"nbrun/iomodels/trace"
)

// line writes an event as a reader sees it.
func line(e trace.Event) string {
	var args []string
	for _, a := range e.Args {
		args = append(args, a.Text)
	}
	text := fmt.Sprintf("%s(%s) = %d", e.Name, strings.Join(args, ", "), e.Ret)
	if e.Errno.Num != 0 {
		text += " " + e.Errno.Name
	}
	return text
}

// noDir is for programs that use no folder.
const noDir = "\x00"

// recorded is what f's calls look like, with ports as P, addresses as A, what is left
// of a timeout as LEFT and dir as DIR.
func recorded(t *testing.T, dir string, f func(l *Lane)) []string {
	t.Helper()
	l := onLane(t, 1, f)
	var lines []string
	for _, e := range Window("", "", l).Events {
		text := strings.ReplaceAll(line(e), dir, "DIR")
		text = regexp.MustCompile(`127\.0\.0\.1:\d+`).ReplaceAllString(text, "127.0.0.1:P")
		text = regexp.MustCompile(`0x[0-9a-f]{6,}`).ReplaceAllString(text, "A")
		text = regexp.MustCompile(`→ \{[1-9][\d.]*.?s\}`).ReplaceAllString(text, "→ {LEFT}")
		lines = append(lines, text)
	}
	return lines
}

// checkLines compares lines, where # in want stands for any number.
func checkLines(t *testing.T, got, want []string) {
	t.Helper()
	for i := range max(len(got), len(want)) {
		g, w := "(none)", "(none)"
		if i < len(got) {
			g = got[i]
		}
		if i < len(want) {
			w = want[i]
		}
		pattern := "^" + strings.ReplaceAll(regexp.QuoteMeta(w), "#", `\d+`) + "$"
		if !regexp.MustCompile(pattern).MatchString(g) {
			t.Errorf("call %d:\n got %s\nwant %s", i, g, w)
		}
	}
}

func TestFiles(t *testing.T) {
	dir := t.TempDir()
	got := recorded(t, dir, func(l *Lane) {
		fd, err := l.Open(dir+"/f", O_RDWR|O_CREAT|O_CLOEXEC, 0o640)
		if err != nil {
			t.Error(err)
		}
		p := make([]byte, 8)
		l.Write(fd, []byte("0123456789012345678901234567890123456789"))
		l.Pread(fd, p, 2)
		l.Preadv2(fd, [][]byte{p[:3], p[3:]}, 0, RWF_HIPRI)
		l.Pread(fd, p, 1000)
		l.Fadvise(fd, 0, 0, FADV_DONTNEED)
		l.Seek(fd, 0, SEEK_END)
		var st Stat_t
		l.Fstat(fd, &st)
		var stx Statx_t
		l.Statx(fd, "", AT_EMPTY_PATH, STATX_SIZE, &stx)
		again, _ := l.FcntlInt(uintptr(fd), F_DUPFD_CLOEXEC, fd)
		l.Close(fd)
		l.FcntlInt(uintptr(again), F_SETFL, O_NONBLOCK)
		l.Close(again)
		l.Read(again, p)
		l.Unlink(dir + "/f")
		l.Open(dir+"/f", O_RDONLY, 0)
	})
	head := `"01234567890123456789012345678901"…`
	checkLines(t, got, []string{
		`openat(AT_FDCWD, "DIR/f", O_RDWR|O_CREAT|O_CLOEXEC, 0640) = #`,
		`write(# <DIR/f>, ` + head + `, 40) = 40`,
		`pread64(# <DIR/f>, "23456789", 8, 2) = 8`,
		`preadv2(# <DIR/f>, ["012" of 3 bytes, 5 bytes], 2, 0, 0, RWF_HIPRI) = 8`,
		`pread64(# <DIR/f>, "", 8, 1000) = 0`,
		`fadvise64(# <DIR/f>, 0, 0, FADV_DONTNEED) = 0`,
		`lseek(# <DIR/f>, 0, SEEK_END) = 40`,
		`fstat(# <DIR/f>, {S_IFREG|0640 size 40}) = 0`,
		`statx(# <DIR/f>, "", AT_EMPTY_PATH, STATX_SIZE, {S_IFREG|0640 size 40}) = 0`,
		`fcntl(# <DIR/f>, F_DUPFD_CLOEXEC, #) = #`,
		`close(# <DIR/f>) = 0`,
		`fcntl(# <DIR/f>, F_SETFL, O_RDONLY|O_NONBLOCK) = 0`,
		`close(# <DIR/f>) = 0`,
		`read(#, A, 8) = -1 EBADF`,
		`unlinkat(AT_FDCWD, "DIR/f", 0) = 0`,
		`openat(AT_FDCWD, "DIR/f", O_RDONLY, 0) = -1 ENOENT`,
	})
}

func TestSockets(t *testing.T) {
	got := recorded(t, noDir, func(l *Lane) {
		listener, _ := l.Socket(AF_INET, SOCK_STREAM|SOCK_CLOEXEC, 0)
		l.Bind(listener, &SockaddrInet4{Addr: [4]byte{127, 0, 0, 1}})
		to, err := l.Getsockname(listener)
		if err != nil {
			t.Error(err)
			return
		}
		l.Listen(listener, 4)
		client, _ := l.Socket(AF_INET, SOCK_STREAM, 0)
		l.Connect(client, to)
		server, _, _ := l.Accept(listener)
		l.SetsockoptInt(client, IPPROTO_TCP, TCP_NODELAY, 1)
		l.Send(client, []byte("hi"), MSG_NOSIGNAL)
		p := make([]byte, 4)
		l.Recvfrom(server, p, MSG_PEEK)
		l.Recvfrom(server, p, 0)
		l.Recvfrom(server, p, MSG_DONTWAIT)
		l.Shutdown(client, SHUT_WR)
		l.Poll([]PollFd{{Fd: int32(server), Events: POLLIN}}, 1000)
		for _, fd := range []int{listener, client, server} {
			l.Close(fd)
		}
		l.Connect(client, to)
	})
	checkLines(t, got, []string{
		`socket(AF_INET, SOCK_STREAM|SOCK_CLOEXEC, 0) = #`,
		`bind(# <tcp>, {AF_INET 127.0.0.1:?}, 16) = 0`,
		`getsockname(# <tcp 127.0.0.1:?>, {AF_INET 127.0.0.1:P}, [16]) = 0`,
		`listen(# <tcp 127.0.0.1:P>, 4) = 0`,
		`socket(AF_INET, SOCK_STREAM, 0) = #`,
		`connect(# <tcp>, {AF_INET 127.0.0.1:P}, 16) = 0`,
		`accept4(# <tcp listener 127.0.0.1:P>, {AF_INET 127.0.0.1:P}, [16], 0) = #`,
		`setsockopt(# <tcp →127.0.0.1:P>, IPPROTO_TCP, TCP_NODELAY, [1], 4) = 0`,
		`sendto(# <tcp →127.0.0.1:P>, "hi", 2, MSG_NOSIGNAL, NULL, 0) = 2`,
		`recvfrom(# <tcp 127.0.0.1:P→127.0.0.1:P>, "hi", 4, MSG_PEEK, {}, [0]) = 2`,
		`recvfrom(# <tcp 127.0.0.1:P→127.0.0.1:P>, "hi", 4, 0, {}, [0]) = 2`,
		`recvfrom(# <tcp 127.0.0.1:P→127.0.0.1:P>, A, 4, MSG_DONTWAIT, A, A) = -1 EAGAIN`,
		`shutdown(# <tcp →127.0.0.1:P>, SHUT_WR) = 0`,
		`ppoll([{# <tcp 127.0.0.1:P→127.0.0.1:P> POLLIN → POLLIN}], 1, {1s} → {LEFT}, NULL, 0) = 1`,
		`close(# <tcp listener 127.0.0.1:P>) = 0`,
		`close(# <tcp →127.0.0.1:P>) = 0`,
		`close(# <tcp 127.0.0.1:P→127.0.0.1:P>) = 0`,
		`connect(#, {AF_INET 127.0.0.1:P}, 16) = -1 EBADF`,
	})
}

func TestDescriptorsOfTheKernelsThings(t *testing.T) {
	got := recorded(t, noDir, func(l *Lane) {
		var p [2]int
		l.Pipe2(p[:], O_CLOEXEC|O_NONBLOCK)
		ev, _ := l.Eventfd(3, EFD_CLOEXEC|EFD_SEMAPHORE)
		ep, _ := l.EpollCreate1(EPOLL_CLOEXEC)
		l.EpollCtl(ep, EPOLL_CTL_ADD, ev, &EpollEvent{Events: EPOLLIN | EPOLLET, Fd: int32(ev)})
		l.EpollWait(ep, make([]EpollEvent, 2), 0)
		l.Write(p[1], []byte{0})
		var r FdSet
		r.Set(p[0])
		l.Select(p[0]+1, &r, nil, nil, nil)
		l.IoctlGetInt(p[0], TIOCINQ)
		tm, _ := l.TimerfdCreate(CLOCK_MONOTONIC, TFD_CLOEXEC)
		l.TimerfdSettime(tm, 0, &ItimerSpec{Value: Timespec{Nsec: 1e6}}, nil)
		for _, fd := range []int{p[0], p[1], ev, ep, tm} {
			l.Close(fd)
		}
	})
	wait := "epoll_pwait(# <epoll>, [{EPOLLIN # <eventfd>}], 2, 0, NULL, 0) = 1"
	checkLines(t, got, []string{
		"pipe2([#, #], O_CLOEXEC|O_NONBLOCK) = 0",
		"eventfd2(3, EFD_CLOEXEC|EFD_SEMAPHORE) = #",
		"epoll_create1(EPOLL_CLOEXEC) = #",
		"epoll_ctl(# <epoll>, EPOLL_CTL_ADD, # <eventfd>, {EPOLLIN|EPOLLET # <eventfd>}) = 0",
		wait,
		`write(# <pipe to #>, "\x00", 1) = 1`,
		"pselect6(#, {# <pipe from #>} → {# <pipe from #>}, NULL, NULL, NULL, NULL) = 1",
		"ioctl(# <pipe from #>, FIONREAD, [1]) = 0",
		"timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC) = #",
		"timerfd_settime(# <timerfd>, 0, {every 0s, first after 1ms}, NULL) = 0",
		"close(# <pipe from #>) = 0", "close(# <pipe to #>) = 0", "close(# <eventfd>) = 0",
		"close(# <epoll>) = 0", "close(# <timerfd>) = 0",
	})
}

func TestAsynchronous(t *testing.T) {
	file, err := os.Create(t.TempDir() + "/f")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	refused := false
	got := recorded(t, noDir, func(l *Lane) {
		params, iocb, events := new([120]byte), new([64]byte), new([32]byte)
		ring, err := l.IOUringSetup(4, unsafe.Pointer(params))
		if refused = err != nil; refused {
			return
		}
		l.IOUringEnter(ring, 0, 0, 1, nil, 0)
		files := &[2]int32{int32(ring), -1}
		l.IOUringRegister(ring, 2, unsafe.Pointer(files), 2) // a ring may not hold itself
		buffer := &Iovec{Base: &new([64]byte)[0], Len: 64}
		l.IOUringRegister(ring, 0, unsafe.Pointer(buffer), 1)
		l.IOUringRegister(ring, 1, nil, 0)
		l.Close(ring)
		ctx, data := new(uint64), new([16]byte)
		if err := l.IoSetup(2, ctx); err != nil {
			t.Error(err)
			return
		}
		iocb[16] = 1 // IOCB_CMD_PWRITE
		*(*uint32)(unsafe.Pointer(&iocb[20])) = uint32(file.Fd())
		*(*uint64)(unsafe.Pointer(&iocb[24])) = uint64(uintptr(unsafe.Pointer(data)))
		iocb[0], iocb[32], iocb[40] = 7, 16, 4
		l.IoSubmit(*ctx, []unsafe.Pointer{unsafe.Pointer(iocb)})
		l.IoGetevents(*ctx, 1, 1, unsafe.Pointer(events), nil)
		l.IoDestroy(*ctx)
	})
	if refused {
		t.Skip("io_uring is not available here:", got)
	}
	checkLines(t, got, []string{
		"io_uring_setup(4, {0 → sq 4, cq 8, features 0x#ffff}) = #",
		"io_uring_enter(# <io_uring>, 0, 0, IORING_ENTER_GETEVENTS, NULL, 0) = 0",
		"io_uring_register(# <io_uring>, IORING_REGISTER_FILES, [# <io_uring>, -1], 2) = -1 EBADF",
		"io_uring_register(# <io_uring>, IORING_REGISTER_BUFFERS, [{A, 64 bytes}], 1) = 0",
		"io_uring_register(# <io_uring>, IORING_UNREGISTER_BUFFERS, NULL, 0) = 0",
		"close(# <io_uring>) = 0",
		"io_setup(2, A) = 0",
		"io_submit(A, 1, [{IOCB_CMD_PWRITE #, 16 bytes at 4}]) = 1",
		"io_getevents(A, 1, 1, [{data 0x7, res 16}], NULL) = 1",
		"io_destroy(A) = 0",
	})
}

// A buffer that the program may not read is the kernel's to refuse.
func TestUnreadableBuffer(t *testing.T) {
	got := recorded(t, noDir, func(l *Lane) {
		mem, err := l.Mmap(-1, 0, 4096, PROT_NONE, MAP_PRIVATE|MAP_ANON)
		if err != nil {
			t.Error(err)
			return
		}
		var p [2]int
		l.Pipe2(p[:], O_CLOEXEC)
		l.Write(p[1], mem)
		l.Munmap(mem)
		l.Close(p[0])
		l.Close(p[1])
	})
	if len(got) < 3 {
		t.Fatalf("only %q", got)
	}
	checkLines(t, got[2:3], []string{"write(# <pipe to #>, A, 4096) = -1 EFAULT"})
}

func TestNames(t *testing.T) {
	for _, c := range []struct {
		k    kind
		v    uint64
		want string
	}{
		{openFlags, 0, "O_RDONLY"},
		{openFlags, O_WRONLY | O_SYNC | 1<<40, "O_WRONLY|O_SYNC|0x10000000000"},
		{sockType, SOCK_DGRAM | SOCK_NONBLOCK, "SOCK_DGRAM|SOCK_NONBLOCK"},
		{messageFlags, 0, "0"},
		{protection, 0, "PROT_NONE"},
		{whence, 99, "99"},
		{mapFlags, MAP_SHARED | MAP_ANONYMOUS, "MAP_SHARED|MAP_ANONYMOUS"},
	} {
		if got := sets[c.k].text(c.v); got != c.want {
			t.Errorf("set %d: %#x is %s, want %s", c.k, c.v, got, c.want)
		}
	}
}

// Every kind can be shown: by a set of names or by a function.
func TestEveryKindIsShown(t *testing.T) {
	for k := nothing + 1; k < kinds; k++ {
		if (sets[k] == nil) == (show[k] == nil) {
			t.Errorf("kind %d has a set: %v, and a function: %v; want exactly one", k, sets[k] != nil, show[k] != nil)
		}
	}
}

// A set of select may have room for more descriptors than the type FdSet (the kernel
// has no limit but RLIMIT_NOFILE), and says so where not all of it was kept.
func TestLargeSets(t *testing.T) {
	got := recorded(t, noDir, func(l *Lane) {
		var set [64]uint64
		large := (*FdSet)(unsafe.Pointer(&set))
		for _, nfds := range []int{1025, 4096} { // the latter only if so many may be open
			l.Select(nfds, large, nil, nil, &Timeval{Usec: 0})
		}
	})
	if want := "pselect6(1025, {} → {}, NULL, NULL, {0s} → {0s}, NULL) = 0"; got[0] != want {
		t.Errorf("got %s\nwant %s", got[0], want)
	}
	if want := "pselect6(4096, {…}"; !strings.HasPrefix(got[1], want) {
		t.Errorf("got %s\nwant %s…", got[1], want)
	}
}
