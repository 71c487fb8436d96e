//go:build linux && (amd64 || arm64)

package unix

import (
	"path/filepath"
)

// program makes some dozens of calls of all shapes, good ones and bad ones. What
// is wrong with it shows in the record, so it does not look at errors.
func program(l *Lane, dir string) {
	name := filepath.Join(dir, "file")
	fd, _ := l.Open(name, O_RDWR|O_CREAT|O_CLOEXEC, 0o644)
	l.Write(fd, []byte("hello, record of calls that is longer than the head"))
	l.Pwrite(fd, []byte{0, 1, 2}, 4096)
	p := make([]byte, 64)
	l.Pread(fd, p, 0)
	l.Preadv2(fd, [][]byte{p[:5], p[5:]}, 0, RWF_HIPRI)
	l.Seek(fd, 0, SEEK_SET)
	l.Read(fd, p)
	l.Readv(fd, [][]byte{p})
	var st Stat_t
	l.Fstat(fd, &st)
	l.Stat(name, &st)
	var fs Statfs_t
	l.Fstatfs(fd, &fs)
	l.Fsync(fd)
	l.Fadvise(fd, 0, 0, FADV_DONTNEED)
	l.FcntlInt(uintptr(fd), F_SETFL, O_NONBLOCK|O_APPEND)
	copied, _ := l.Dup(fd)
	l.Ftruncate(copied, 10)
	mem, _ := l.Mmap(fd, 0, 4096, PROT_READ|PROT_WRITE, MAP_SHARED)
	if mem != nil {
		l.Munmap(mem)
	}
	l.Close(copied)
	l.Close(fd)
	l.Read(9999, p) // open nowhere: one that was just closed may be another thread's by now
	l.Openat(AT_FDCWD, filepath.Join(dir, "absent"), O_RDONLY|O_DIRECTORY, 0)
	l.Unlink(name)

	receiver, _ := l.Socket(AF_INET, SOCK_DGRAM|SOCK_CLOEXEC, 0)
	l.SetsockoptInt(receiver, SOL_SOCKET, SO_TIMESTAMPING, SOF_TIMESTAMPING_RX_SOFTWARE|SOF_TIMESTAMPING_SOFTWARE)
	l.SetsockoptTimeval(receiver, SOL_SOCKET, SO_RCVTIMEO, &Timeval{Usec: 1000})
	l.Bind(receiver, &SockaddrInet4{Addr: [4]byte{127, 0, 0, 1}})
	to, _ := l.Getsockname(receiver)
	sender, _ := l.Socket(AF_INET, SOCK_DGRAM|SOCK_CLOEXEC, 0)
	if to != nil {
		l.Sendto(sender, []byte("one"), 0, to)
		l.Sendto(sender, []byte("two"), 0, to)
		l.Connect(sender, to)
	}
	l.SendmsgN(sender, []byte("three"), nil, nil, 0)
	oob := make([]byte, 256)
	l.Recvmsg(receiver, p, oob, 0)
	l.Recvfrom(receiver, p, MSG_PEEK|MSG_DONTWAIT)
	l.Recvfrom(receiver, p, 0)
	l.RecvmsgBuffers(receiver, [][]byte{p[:2], p[2:4]}, nil, 0)
	l.Recvmsg(receiver, p, oob, MSG_DONTWAIT)
	l.Read(receiver, p)
	l.GetsockoptInt(receiver, SOL_SOCKET, SO_TYPE)

	fds := []PollFd{{Fd: int32(receiver), Events: POLLIN}, {Fd: int32(sender), Events: POLLIN | POLLOUT}}
	l.Poll(fds, 0)
	var r FdSet
	r.Set(receiver)
	l.Select(receiver+1, &r, nil, nil, &Timeval{})
	ep, _ := l.EpollCreate1(EPOLL_CLOEXEC)
	l.EpollCtl(ep, EPOLL_CTL_ADD, sender, &EpollEvent{Events: EPOLLOUT | EPOLLET, Fd: int32(sender)})
	events := make([]EpollEvent, 4)
	l.EpollWait(ep, events, 0)
	var pipe [2]int
	l.Pipe2(pipe[:], O_NONBLOCK|O_CLOEXEC)
	l.Read(pipe[0], p)
	l.Write(pipe[1], []byte("through"))
	l.Writev(pipe[1], [][]byte{[]byte("a"), []byte("bc")})
	l.Read(pipe[0], p)
	pair, _ := l.Socketpair(AF_UNIX, SOCK_STREAM, 0)
	l.Write(pair[0], []byte("x"))
	l.Shutdown(pair[0], SHUT_WR)
	l.Read(pair[1], p)
	ev, _ := l.Eventfd(1, EFD_CLOEXEC)
	l.Read(ev, p[:8])
	for _, fd := range []int{receiver, sender, ep, pipe[0], pipe[1], pair[0], pair[1], ev} {
		l.Close(fd)
	}
	l.Nanosleep(&Timespec{Nsec: 1000}, nil)
	l.Getppid()
	l.Kill(l.Getpid(), 0)
}
