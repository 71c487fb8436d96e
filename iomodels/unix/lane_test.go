//go:build linux && (amd64 || arm64)

package unix

import (
	"bytes"
	"fmt"
	"os"
	"os/signal"
	"runtime"
	"strconv"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"

	"nbrun/iomodels/trace"
)

// A lane's thread does not get the signal by which Go's scheduler preempts.
func TestLaneBlocksPreemption(t *testing.T) {
	onLane(t, 1, func(l *Lane) {
		status, err := os.ReadFile(fmt.Sprintf("/proc/self/task/%d/status", l.TID()))
		if err != nil {
			t.Error(err)
			return
		}
		_, rest, _ := bytes.Cut(status, []byte("SigBlk:\t"))
		blocked, err := strconv.ParseUint(string(rest[:16]), 16, 64)
		if err != nil || blocked&(1<<(SIGURG-1)) == 0 {
			t.Errorf("the thread blocks the signals %#x, without SIGURG (%v)", blocked, err)
		}
	})
}

// A call that a signal interrupts is recorded as the kernel ended it: EINTR, and
// not made again.
func TestInterruptedCallIsRecorded(t *testing.T) {
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGUSR1)
	defer signal.Stop(signals)
	l := onLane(t, 1, func(l *Lane) {
		go func() {
			for !asleep(l.TID()) {
				runtime.Gosched()
			}
			unix.Tgkill(unix.Getpid(), l.TID(), unix.SIGUSR1)
		}()
		if _, err := l.Poll(nil, -1); err != EINTR {
			t.Errorf("Poll returns %v, want EINTR", err)
		}
	})
	var got []string
	for _, e := range Window("", "", l).Events {
		got = append(got, line(e))
	}
	checkLines(t, got, []string{"ppoll(NULL, 0, NULL, NULL, 0) = -1 EINTR"})
}

// Descriptors are named across lanes, and a number that is used again has the name
// of its time.
func TestNamesFollowTime(t *testing.T) {
	var fd int
	maker := onLane(t, 1, func(l *Lane) { fd, _ = l.Eventfd(0, EFD_CLOEXEC) })
	user := onLane(t, 1, func(l *Lane) {
		l.Fsync(fd)
		l.Close(fd)
		l.Fsync(fd)
		other, _ := l.EpollCreate1(EPOLL_CLOEXEC)
		l.Dup3(other, fd, O_CLOEXEC)
		l.Fsync(fd)
		l.Close(fd)
		l.Close(other)
	})
	var got []string
	for _, e := range Window("", "", maker, user).Events {
		got = append(got, line(e))
	}
	// The kernel may give the freed number to the epoll at once: then dup3 refuses.
	if len(got) != 9 {
		t.Fatalf("%d events, want 9: %q", len(got), got)
	}
	checkLines(t, got[:5], []string{
		"eventfd2(0, EFD_CLOEXEC) = #",
		"fsync(# <eventfd>) = -1 EINVAL",
		"close(# <eventfd>) = 0",
		"fsync(#) = -1 EBADF",
		"epoll_create1(EPOLL_CLOEXEC) = #",
	})
	checkLines(t, got[6:7], []string{"fsync(# <epoll>) = -1 EINVAL"})
}

func FuzzAddress(f *testing.F) {
	f.Add([]byte{2, 0, 0x9c, 0xb0, 127, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0})
	f.Add([]byte{1, 0, 0, 'a', 0xff})
	f.Add([]byte{10})
	f.Add([]byte{10, 0, 0, 80})
	f.Fuzz(func(t *testing.T, mem []byte) {
		if text := addressText(mem); text[0] != '{' || text[len(text)-1] != '}' {
			t.Errorf("%x is shown as %s", mem, text)
		}
	})
}

// Sockaddrs come back from the kernel's form as they went into it.
func TestSockaddrRoundTrip(t *testing.T) {
	for _, sa := range []Sockaddr{
		&SockaddrInet4{Port: 0x1234, Addr: [4]byte{1, 2, 3, 4}},
		&SockaddrInet6{Port: 80, ZoneId: 3, Addr: [16]byte{15: 1}},
		&SockaddrUnix{Name: "/run/x"},
		&SockaddrUnix{Name: "@abstract"},
		&SockaddrNetlink{Family: AF_NETLINK, Pid: 7, Groups: 1},
		&SockaddrVM{CID: 2, Port: 9},
		&SockaddrLinklayer{Protocol: 8, Ifindex: 1, Halen: 6, Addr: [8]byte{1, 2}},
	} {
		s := new(scratch)
		if _, ok, err := s.encode(sa); !ok || err != nil {
			t.Errorf("%#v: encode: %v %v", sa, ok, err)
		}
		if got, err := s.decode(); err != nil || fmt.Sprint(got) != fmt.Sprint(sa) {
			t.Errorf("%#v comes back as %#v (%v)", sa, got, err)
		}
	}
	s := new(scratch)
	if _, _, err := s.encode(&SockaddrInet4{Port: 70000}); err != EINVAL {
		t.Errorf("a port of 70000 gives %v, want EINVAL", err)
	}
	if _, ok, _ := s.encode(&SockaddrXDP{}); ok {
		t.Error("AF_XDP is encoded here; it is x/sys/unix's to do")
	}
}

// What is measured like a call and is none has all that its lane's level measures, and
// nothing of a call.
func TestMeasured(t *testing.T) {
	for level := 1; level <= 3; level++ {
		tr := Window("", "", onLane(t, level, func(l *Lane) {
			l.Getppid()
			l.Measured(trace.Event{Kind: trace.Work, Name: "busy", Work: 7}, func() {
				for range 1000 {
					threadID()
				}
			})
			l.Getppid()
		}))
		if len(tr.Events) != 3 {
			t.Fatalf("%d events, want 3", len(tr.Events))
		}
		e := tr.Events[1]
		if e.Kind != trace.Work || e.Name != "busy" || e.Work != 7 || e.NR != -1 || e.Enter >= e.Exit {
			t.Errorf("level %d: %+v", level, e)
		}
		if (e.Usage != nil) != (level > 1) || level > 1 && (e.Usage.CPU <= 0 || e.Usage.Rusage != (level > 2 && !Traced())) {
			t.Errorf("level %d: usage %+v", level, e.Usage)
		}
		if err := tr.Check(); err != nil {
			t.Error(err)
		}
	}
}
