package trace_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"nbrun/iomodels/trace"
)

// phasesOf reads a trace of one thread, "reader", from its events and returns the
// phases of those that are named.
func phasesOf(t *testing.T, events string, names ...string) []string {
	t.Helper()
	calls := map[string]int{
		"recvmsg": 47, "read": 0, "accept4": 288, "nanosleep": 35, "ppoll": 271, "epoll_pwait": 281, "epoll_create1": 291, "epoll_ctl": 233,
		"rt_sigtimedwait": 128, "wait4": 61, "io_submit": 209, "io_uring_enter": 426, "pread64": 17, "openat": 257,
		"preadv2": 327, "pwrite64": 18, "fsync": 74, "fadvise64": 221, "mmap": 9, "close": 3,
	}
	var b strings.Builder
	b.WriteString("nbrun trace 1\nlane \"reader\" app tid 1 level 3\n")
	for name, nr := range calls {
		if strings.Contains(events, name+"(") {
			fmt.Fprintf(&b, "call %s %d\n", name, nr)
		}
	}
	if strings.Contains(events, "EAGAIN") {
		b.WriteString("errno EAGAIN 11\n")
	}
	b.WriteString("\n" + strings.TrimSpace(events) + "\n")
	tr, err := trace.ParseText([]byte(b.String()))
	if err != nil {
		t.Fatalf("%v in\n%s", err, b.String())
	}
	if err := tr.Check(); err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, p := range tr.Phases() {
		e := tr.Events[p.Event]
		if !slices.Contains(names, e.Name) {
			continue
		}
		length := trace.FormatDuration(p.Length())
		if p.AtMost {
			length = "≤ " + trace.FormatDuration(p.Bound())
		}
		got = append(got, fmt.Sprintf("%s %s: %s", p.Name, length, p.Source+p.Why))
	}
	return got
}

func TestPhasesClaimNoMoreThanIsKnown(t *testing.T) {
	for _, tt := range []struct {
		name, events, of string
		want             []string
	}{
		{
			"a stamp's uncertainty belongs to the bound",
			`1 reader.0 0.000010000 recvmsg(3 <udp 127.0.0.1:1>, {}, 0) = 9 <0.000100000> {raw=0x3,0x0,0x0 cpu=9µs vcsw=1 stamp=rx-software@0.000090000±500ns}`,
			"recvmsg", []string{"wait for data 80.0 µs: rx-software stamp", "deliver, wake, copy ≤ 20.5 µs: rx-software stamp"},
		}, {
			"a stamp just after the return",
			`1 reader.0 0.000010000 recvmsg(3 <udp 127.0.0.1:1>, {}, 0) = 9 <0.000100000> {raw=0x3,0x0,0x0 cpu=9µs vcsw=1 stamp=rx-software@0.000110100±500ns}`,
			"recvmsg", []string{"wait for data 100 µs: rx-software stamp", "deliver, wake, copy ≤ 400 ns: rx-software stamp"},
		}, {
			"a stamp that leaves nothing",
			`1 reader.0 0.000010000 recvmsg(3 <udp 127.0.0.1:1>, {}, 0) = 9 <0.000100000> {raw=0x3,0x0,0x0 cpu=9µs vcsw=1 stamp=rx-software@0.000110000±0s}`,
			"recvmsg", []string{"in the call 100 µs: the rx-software stamp is not earlier than the end"},
		}, {
			"the end of a stream",
			`1 reader.0 0.000010000 read(3 <pipe:[1]>, "", 9) = 0 <0.000001000> {raw=0x3,0x0,0x9 cpu=1µs vcsw=0}`,
			"read", []string{"in the call 1.00 µs: nothing was copied"},
		}, {
			"a connection",
			`1 reader.0 0.000010000 accept4(3 <tcp 127.0.0.1:1>, NULL, NULL, 0) = 4 <0.000100000> {raw=0x3,0x0,0x0,0x0 cpu=9µs vcsw=1}`,
			"accept4", []string{"wait for data 100 µs: the thread slept (1 voluntary context switch); nothing was copied"},
		}, {
			"EAGAIN of a call that may have slept (SO_RCVTIMEO)",
			`1 reader.0 0.000010000 recvmsg(3 <udp 127.0.0.1:1>, {}, 0) = -1 EAGAIN (resource temporarily unavailable) <0.020000000> {raw=0x3,0x0,0x0}`,
			"recvmsg", []string{"in the call 20.0 ms: whether the thread slept was not measured"},
		}, {
			"a pause over an arrival",
			`1 reader.0 0.000010000 nanosleep({1ms}, NULL) = 0 <0.001000000> {raw=0x1,0x0 cpu=9µs vcsw=1}
1 reader.1 0.001020000 recvmsg(3 <udp 127.0.0.1:1>, {}, 0) = 9 <0.000001000> {raw=0x3,0x0,0x0 cpu=1µs vcsw=0 stamp=rx-software@0.000500000±10ns}`,
			"nanosleep", []string{"asleep 1.00 ms: the thread slept (1 voluntary context switch)"},
		}, {
			"a poll that came back for another descriptor",
			`1 reader.0 0.000010000 ppoll([{3 <udp 127.0.0.1:1> POLLIN}, {4 <eventfd> POLLIN → POLLIN}], 2, NULL, NULL, 0) = 1 <0.001000000> {raw=0x1,0x2,0x0,0x0,0x0 cpu=9µs vcsw=1}
1 reader.1 0.001020000 recvmsg(3 <udp 127.0.0.1:1>, {}, 0) = 9 <0.000001000> {raw=0x3,0x0,0x0 cpu=1µs vcsw=0 stamp=rx-software@0.000990000±10ns}`,
			"ppoll", []string{"wait for data 1.00 ms: the thread slept (1 voluntary context switch)"},
		}, {
			"a poll whose time was up",
			`1 reader.0 0.000010000 ppoll([{3 <udp 127.0.0.1:1> POLLIN}], 1, {1ms}, NULL, 0) = 0 <0.001000000> {raw=0x1,0x1,0x1,0x0,0x0 cpu=9µs vcsw=1}
1 reader.1 0.001020000 recvmsg(3 <udp 127.0.0.1:1>, {}, 0) = 9 <0.000001000> {raw=0x3,0x0,0x0 cpu=1µs vcsw=0 stamp=rx-software@0.001009990±10ns}`,
			"ppoll", []string{"wait for data 1.00 ms: the thread slept (1 voluntary context switch) until the time was up"},
		}, {
			"an epoll_wait for the descriptor",
			`1 reader.0 0.000010000 epoll_pwait(5 <epoll>, [{EPOLLIN 3 <udp 127.0.0.1:1>}], 2, -1, NULL, 0) = 1 <0.001000000> {raw=0x5,0x1,0x2,0xffffffffffffffff,0x0,0x0 cpu=9µs vcsw=1}
1 reader.1 0.001020000 recvmsg(3 <udp 127.0.0.1:1>, {}, 0) = 9 <0.000001000> {raw=0x3,0x0,0x0 cpu=1µs vcsw=0 stamp=rx-software@0.000990000±10ns}`,
			"epoll_pwait", []string{"wait for data 980 µs: rx-software stamp of the data received later", "deliver, wake ≤ 20.0 µs: rx-software stamp of the data received later"},
		}, {
			"a signal of the descriptor that was waited for",
			`1 reader.0 0.000010000 rt_sigtimedwait({SIGRT8}, {SIGRT8 POLL_IN band POLLIN|POLLRDNORM fd 3 <udp 127.0.0.1:1>}, NULL, 8) = 40 <0.001000000> {raw=0x1,0x2,0x0,0x8 cpu=9µs vcsw=1}
1 reader.1 0.001020000 recvmsg(3 <udp 127.0.0.1:1>, {}, 0) = 9 <0.000001000> {raw=0x3,0x0,0x0 cpu=1µs vcsw=0 stamp=rx-software@0.000990000±10ns}`,
			"rt_sigtimedwait", []string{"wait for data 980 µs: rx-software stamp of the data received later", "deliver, wake ≤ 20.0 µs: rx-software stamp of the data received later"},
		}, {
			"a signal of another descriptor",
			`1 reader.0 0.000010000 rt_sigtimedwait({SIGRT8}, {SIGRT8 POLL_IN band POLLIN|POLLRDNORM fd 4}, NULL, 8) = 40 <0.001000000> {raw=0x1,0x2,0x0,0x8 cpu=9µs vcsw=1}
1 reader.1 0.001020000 recvmsg(3 <udp 127.0.0.1:1>, {}, 0) = 9 <0.000001000> {raw=0x3,0x0,0x0 cpu=1µs vcsw=0 stamp=rx-software@0.000990000±10ns}`,
			"rt_sigtimedwait", []string{"wait for data 1.00 ms: the thread slept (1 voluntary context switch)"},
		}, {
			"a signal that tells of no descriptor",
			`1 reader.0 0.000010000 rt_sigtimedwait({SIGIO}, {SIGIO SI_KERNEL}, NULL, 8) = 29 <0.001000000> {raw=0x1,0x2,0x0,0x8 cpu=9µs vcsw=1}
1 reader.1 0.001020000 recvmsg(3 <udp 127.0.0.1:1>, {}, 0) = 9 <0.000001000> {raw=0x3,0x0,0x0 cpu=1µs vcsw=0 stamp=rx-software@0.000990000±10ns}`,
			"rt_sigtimedwait", []string{"wait for data 980 µs: rx-software stamp of the data received later", "deliver, wake ≤ 20.0 µs: rx-software stamp of the data received later"},
		}, {
			"no signal is pending",
			`1 reader.0 0.000010000 rt_sigtimedwait({SIGIO}, 0x2, {0s}, 8) = -1 EAGAIN (resource temporarily unavailable) <0.000001000> {raw=0x1,0x2,0x0,0x8 cpu=1µs vcsw=0}`,
			"rt_sigtimedwait", []string{"in the call 1.00 µs: the thread did not sleep"},
		}, {
			"a read of a signalfd brings news, and no data",
			`1 reader.0 0.000010000 read(5 <signalfd>, [{SIGRT8 POLL_IN band POLLIN|POLLRDNORM fd 3 <udp 127.0.0.1:1>}], 128) = 128 <0.001000000> {raw=0x5,0x2,0x80 cpu=9µs vcsw=1}
1 reader.1 0.001020000 recvmsg(3 <udp 127.0.0.1:1>, {}, 0) = 9 <0.000001000> {raw=0x3,0x0,0x0 cpu=1µs vcsw=0 stamp=rx-software@0.000990000±10ns}`,
			"read", []string{"wait for data 980 µs: rx-software stamp of the data received later", "deliver, wake ≤ 20.0 µs: rx-software stamp of the data received later"},
		}, {
			"a read of an eventfd",
			`1 reader.0 0.000010000 read(5 <eventfd>, [1], 8) = 8 <0.001000000> {raw=0x5,0x2,0x8 cpu=9µs vcsw=1}`,
			"read", []string{"wait for data 1.00 ms: the thread slept (1 voluntary context switch)"},
		}, {
			"the end of a child",
			`1 reader.0 0.000010000 wait4(7, [killed by SIGIO], 0, NULL) = 7 <0.001000000> {raw=0x7,0x2,0x0,0x0 cpu=9µs vcsw=1}`,
			"wait4", []string{"asleep 1.00 ms: the thread slept (1 voluntary context switch)"},
		}, {
			"an edge-triggered epoll_wait, which has told of other data before",
			`1 reader.0 0.000001000 epoll_create1(0) = 5 <0.000001000> {raw=0x0 cpu=1µs vcsw=0}
1 reader.1 0.000003000 epoll_ctl(5 <epoll>, EPOLL_CTL_ADD, 3 <udp 127.0.0.1:1>, {EPOLLIN|EPOLLET 3 <udp 127.0.0.1:1>}) = 0 <0.000001000> {raw=0x5,0x1,0x3,0x1 cpu=1µs vcsw=0}
1 reader.2 0.000010000 epoll_pwait(5 <epoll>, [{EPOLLIN 3 <udp 127.0.0.1:1>}], 2, -1, NULL, 0) = 1 <0.001000000> {raw=0x5,0x1,0x2,0xffffffffffffffff,0x0,0x0 cpu=9µs vcsw=1}
1 reader.3 0.001020000 recvmsg(3 <udp 127.0.0.1:1>, {}, 0) = 9 <0.000001000> {raw=0x3,0x0,0x0 cpu=1µs vcsw=0 stamp=rx-software@0.000990000±10ns}
1 reader.4 0.001030000 epoll_create1(0) = 5 <0.000001000> {raw=0x0 cpu=1µs vcsw=0}
1 reader.5 0.001040000 epoll_ctl(5 <epoll>, EPOLL_CTL_ADD, 3 <udp 127.0.0.1:1>, {EPOLLIN 3 <udp 127.0.0.1:1>}) = 0 <0.000001000> {raw=0x5,0x1,0x3,0x1 cpu=1µs vcsw=0}
1 reader.6 0.001050000 epoll_pwait(5 <epoll>, [{EPOLLIN 3 <udp 127.0.0.1:1>}], 2, -1, NULL, 0) = 1 <0.001000000> {raw=0x5,0x1,0x2,0xffffffffffffffff,0x0,0x0 cpu=9µs vcsw=1}`,
			"epoll_pwait", []string{
				"wait for news 980 µs: rx-software stamp of the data received later",
				"deliver, wake ≤ 20.0 µs: rx-software stamp of the data received later",
				"wait for data 1.00 ms: the thread slept (1 voluntary context switch)",
			},
		}, {
			"a cold read that was preempted too",
			`1 reader.0 0.000010000 pread64(3 </f>, 0x1, 4096, 0) = 4096 <0.000100000> {raw=0x3,0x1,0x1000,0x0 cpu=30µs vcsw=1 ivcsw=2 inblock=8}`,
			"pread64", []string{
				"off the processor ≤ 70.0 µs: off-CPU time; 8 blocks of 512 bytes read from the device; another thread was given the processor 2 times",
				"copy ≤ 30.0 µs: off-CPU time; 8 blocks of 512 bytes read from the device; another thread was given the processor 2 times",
			},
		}, {
			"O_DIRECT has no copy",
			`1 reader.0 0.000001000 openat(AT_FDCWD, "/f", O_RDONLY|O_DIRECT, 0) = 3 <0.000001000> {raw=0x1,0x1,0x1,0x0 cpu=1µs vcsw=0}
1 reader.1 0.000010000 pread64(3 </f>, 0x1, 4096, 0) = 4096 <0.000100000> {raw=0x3,0x1,0x1000,0x0 cpu=30µs vcsw=1 inblock=8}`,
			"pread64", []string{
				"off the processor ≤ 70.0 µs: off-CPU time; 8 blocks of 512 bytes read from the device",
				"in the call 30.0 µs: off-CPU time; 8 blocks of 512 bytes read from the device; O_DIRECT: the device writes to the program's buffer, there is no copy",
			},
		}, {
			"O_DIRECT where no device is asked, as in memory",
			`1 reader.0 0.000001000 openat(AT_FDCWD, "/f", O_RDONLY|O_DIRECT, 0) = 3 <0.000001000> {raw=0x1,0x1,0x1,0x0 cpu=1µs vcsw=0}
1 reader.1 0.000010000 pread64(3 </f>, 0x1, 4096, 0) = 4096 <0.000010000> {raw=0x3,0x1,0x1000,0x0 cpu=10µs vcsw=0}`,
			"pread64", []string{"copy ≤ 10.0 µs: the thread did not sleep"},
		}, {
			"a submission that slept, of a request that was not complete with it",
			`1 reader.0 0.000001000 -- sqe IOCB_CMD_PREAD[3 </f>] <0.000000000> {raw=0x3 user_data=1 flags=0x0}
1 reader.1 0.000010000 io_submit(0x1, 1, [{}]) = 1 <0.000100000> {raw=0x1,0x1,0x1 cpu=30µs vcsw=1 inblock=8}
1 reader.2 0.000200000 -- cqe IOCB_CMD_PREAD = 4096 <0.000001000> {user_data=1 flags=0x0}`,
			"io_submit", []string{"submit 100 µs: the thread slept, and the completion was not there at once"},
		}, {
			"a submission with O_DIRECT that slept",
			`1 reader.0 0.000001000 -- sqe IOCB_CMD_PREAD[3 </f O_DIRECT>] <0.000000000> {raw=0x3 user_data=1 flags=0x0}
1 reader.2 0.000002000 -- cqe IOCB_CMD_PREAD = 4096 <0.000110000> {user_data=1 flags=0x0}
1 reader.1 0.000010000 io_submit(0x1, 1, [{}]) = 1 <0.000100000> {raw=0x1,0x1,0x1 cpu=30µs vcsw=1 inblock=8}`,
			"io_submit", []string{"submit 100 µs: O_DIRECT: the device writes to the program's buffer, there is no copy"},
		}, {
			"a read of what was in the page cache",
			`1 reader.0 0.000001000 -- sqe IORING_OP_READ[3 </f>] <0.000000000> {raw=0x3 user_data=1 flags=0x0}
1 reader.2 0.000005000 -- cqe IORING_OP_READ = 9 <0.000110000> {user_data=1 flags=0x0 why="arrival: a file has no stamp"}
1 reader.1 0.000010000 io_uring_enter(7 <io_uring>, 1, 0, 0, NULL, 0) = 1 <0.000100000> {raw=0x7,0x1,0x0,0x0,0x0,0x0 cpu=99µs vcsw=0}`,
			"IORING_OP_READ", []string{"in flight 105 µs: a file has no stamp; the first look after io_uring_enter saw it complete"},
		}, {
			"a request that stays, and brings one connection after the other",
			`1 reader.0 0.000001000 -- sqe IORING_OP_ACCEPT[3 <tcp listener 127.0.0.1:1>, 0, IORING_ACCEPT_MULTISHOT] <0.000000000> {raw=0x3,0x0,0x1 user_data=1 flags=0x0}
1 reader.1 0.000010000 io_uring_enter(7 <io_uring>, 1, 0, 0, NULL, 0) = 1 <0.000005000> {raw=0x7,0x1,0x0,0x0,0x0,0x0 cpu=5µs vcsw=0}
1 reader.2 0.000020000 -- cqe IORING_OP_ACCEPT[IORING_CQE_F_MORE] = 8 <0.000030000> {raw=0x2 user_data=1 flags=0x2 why="arrival: the kernel puts no time on connections"}
1 reader.3 0.000060000 -- cqe IORING_OP_ACCEPT[IORING_CQE_F_MORE] = 9 <0.000020000> {raw=0x2 user_data=1 flags=0x2 why="arrival: the kernel puts no time on connections"}`,
			"IORING_OP_ACCEPT", []string{"in flight 40.0 µs: the kernel puts no time on connections", "in flight 30.0 µs: the kernel puts no time on connections"},
		}, {
			"what is sent brings nothing, and a time that is up is no failure",
			`1 reader.0 0.000001000 -- sqe IORING_OP_SEND[3 <udp 127.0.0.1:1>] <0.000000000> {raw=0x3 user_data=1 flags=0x0}
1 reader.1 0.000002000 -- sqe IORING_OP_TIMEOUT[{50µs}, 0] <0.000000000> {raw=0x1,0x0 user_data=2 flags=0x0}
1 reader.2 0.000010000 io_uring_enter(7 <io_uring>, 2, 0, 0, NULL, 0) = 2 <0.000005000> {raw=0x7,0x2,0x0,0x0,0x0,0x0 cpu=5µs vcsw=0}
1 reader.3 0.000020000 -- cqe IORING_OP_SEND = 9 <0.000030000> {user_data=1 flags=0x0}
1 reader.4 0.000055000 -- cqe IORING_OP_TIMEOUT = -1 ETIME (timer expired) <0.000010000> {errno=62 user_data=2 flags=0x0}`,
			"IORING_OP_SEND IORING_OP_TIMEOUT", []string{"in flight 40.0 µs: it receives nothing", "in flight 55.0 µs: the time was up (ETIME)"},
		}, {
			"a read past the page cache",
			`1 reader.0 0.000001000 openat(AT_FDCWD, "/f", O_RDONLY|O_DIRECT, 0) = 3 <0.000001000> {raw=0x1,0x1,0x1,0x0 cpu=1µs vcsw=0}
1 reader.1 0.000003000 -- sqe IORING_OP_READ[3 </f>] <0.000000000> {raw=0x3 user_data=1 flags=0x0}
1 reader.2 0.000010000 io_uring_enter(7 <io_uring>, 1, 0, 0, NULL, 0) = 1 <0.000005000> {raw=0x7,0x1,0x0,0x0,0x0,0x0 cpu=5µs vcsw=0 inblock=8}
1 reader.3 0.000020000 -- cqe IORING_OP_READ = 4096 <0.000030000> {user_data=1 flags=0x0}`,
			"IORING_OP_READ", []string{"in flight 40.0 µs: O_DIRECT: the device writes to the program's buffer, there is no copy"},
		}, {
			"a completion that nobody looked for until it was there",
			`1 reader.0 0.000001000 -- sqe IORING_OP_RECVMSG[3 <udp 127.0.0.1:1>] <0.000000000> {raw=0x3 user_data=1 flags=0x0}
1 reader.1 0.000010000 io_uring_enter(7 <io_uring>, 1, 0, 0, NULL, 0) = 1 <0.000005000> {raw=0x7,0x1,0x0,0x0,0x0,0x0 cpu=5µs vcsw=0}
1 reader.2 0.000020000 -- cqe IORING_OP_RECVMSG = 9 <0.116000000> {stamp=rx-software@0.000030000±10ns user_data=1 flags=0x0}`,
			"IORING_OP_RECVMSG", []string{"wait for data 20.0 µs: rx-software stamp", "until seen (copy in it) ≤ 116 ms: rx-software stamp"},
		}, {
			"one call submits and waits: the phases are the call's",
			`1 reader.0 0.000001000 -- sqe IORING_OP_RECVMSG[3 <udp 127.0.0.1:1>] <0.000000000> {raw=0x3 user_data=1 flags=0x0}
1 reader.2 0.000005000 -- cqe IORING_OP_RECVMSG = 9 <0.001010000> {stamp=rx-software@0.000990000±10ns user_data=1 flags=0x0}
1 reader.1 0.000010000 io_uring_enter(7 <io_uring>, 1, 1, IORING_ENTER_GETEVENTS, NULL, 0) = 1 <0.001000000> {raw=0x7,0x1,0x1,0x1,0x0,0x0 cpu=5µs vcsw=1}`,
			"io_uring_enter IORING_OP_RECVMSG", []string{"wait for data 980 µs: rx-software stamp of the completion", "deliver, wake, copy ≤ 20.0 µs: rx-software stamp of the completion"},
		},
	} {
		if got := phasesOf(t, tt.events, strings.Fields(tt.of)...); !slices.Equal(got, tt.want) {
			t.Errorf("%s:\n got %s\nwant %s", tt.name, strings.Join(got, "\n     "), strings.Join(tt.want, "\n     "))
		}
	}
}

// What a helper did for the program counts, and no calls are no measurement.
func TestHelpersCount(t *testing.T) {
	tr := stored(t)["posix-aio"]
	if got := tr.Switches(); got != 1 {
		t.Errorf("%d switches, want the helper's 1", got)
	}
	if got, want := tr.Asleep(), 50648*time.Microsecond; got != want {
		t.Errorf("asleep for %s, want the helper's %s", got, want)
	}
	var events []trace.Event
	for _, e := range tr.Events {
		if e.Kind != trace.Syscall || tr.Lanes[e.Lane].Role == trace.Peer {
			events = append(events, e)
		}
	}
	tr.Events = events
	const want = "Asleep not measured: the program made no system call in the operation"
	if got := tr.Reason("Asleep"); got != want {
		t.Errorf("Reason is %q, want %q", got, want)
	}
}
