package trace_test

import (
	"testing"

	"nbrun/iomodels/trace"
)

// The operation of a ring is that of its requests for something: what only wakes, or is
// about another request, neither begins nor ends it, unless there is nothing else.
func TestOperation(t *testing.T) {
	const (
		nop    = "1 reader.0 0.000001000 -- sqe IORING_OP_NOP <0.000000000> {user_data=9 flags=0x0}\n"
		woken  = "1 reader.1 0.000002000 io_uring_enter(7 <io_uring>, 1, 0, IORING_ENTER_SQ_WAKEUP, NULL, 0) = 1 <0.000001000> {raw=0x7,0x1,0x0,0x2,0x0,0x0 cpu=1µs vcsw=0}\n"
		done   = "1 reader.2 0.000004000 -- cqe IORING_OP_NOP <0.000001000> {user_data=9 flags=0x0}\n"
		ask    = "1 reader.3 0.000010000 -- sqe IORING_OP_RECV[3 <udp 127.0.0.1:1>] <0.000000000> {raw=0x3 user_data=1 flags=0x0}\n"
		came   = "1 reader.4 0.000020000 -- cqe IORING_OP_RECV = 9 <0.000005000> {user_data=1 flags=0x0}\n"
		reply  = "1 reader.5 0.000020000 -- sqe IORING_OP_SEND[3 <udp 127.0.0.1:1>] <0.000000000> {raw=0x3 user_data=2 flags=0x0}\n"
		went   = "1 reader.6 0.000030000 -- cqe IORING_OP_SEND = 9 <0.000005000> {user_data=2 flags=0x0}\n"
		timer  = "1 reader.3 0.000010000 -- sqe IORING_OP_TIMEOUT[{50µs}, 0] <0.000000000> {raw=0x1,0x0 user_data=1 flags=0x0}\n"
		up     = "1 reader.4 0.000060000 -- cqe IORING_OP_TIMEOUT = -1 ETIME (timer expired) <0.000005000> {errno=62 user_data=1 flags=0x0}\n"
		cancel = "1 reader.4 0.000020000 -- sqe IORING_OP_ASYNC_CANCEL[user_data 1, 0] <0.000000000> {raw=0x1,0x0 user_data=3 flags=0x0}\n"
		found  = "1 reader.5 0.000030000 -- cqe IORING_OP_ASYNC_CANCEL <0.000001000> {user_data=3 flags=0x0}\n"
		given  = "1 reader.6 0.000030000 -- cqe IORING_OP_RECV = -1 ECANCELED (operation canceled) <0.000002000> {errno=125 user_data=1 flags=0x0}\n"
		wrote  = "1 reader.0 0.000010000 write(7 <file>, \"x\", 1) = 1 <0.000002000> {raw=0x7,0x1,0x1 cpu=1µs vcsw=0}\n"
		synced = "1 reader.1 0.000020000 fsync(7 <file>) = 0 <0.000030000> {raw=0x7 cpu=1µs vcsw=1}\n"
		begun  = "1 reader.0 0.000010000 connect(7 <tcp>, {AF_INET}, 16) = -1 EINPROGRESS (operation now in progress) <0.000002000> {errno=115 raw=0x7,0x1,0x10 cpu=1µs vcsw=0}\n"
		ready  = "1 reader.1 0.000020000 ppoll([{7 <tcp> POLLOUT}], 1, NULL, NULL, 0) = 1 <0.000030000> {raw=0x1,0x1,0x0,0x0,0x0 cpu=1µs vcsw=0}\n"
		closed = "1 reader.7 0.000090000 close(7 <io_uring>) = 0 <0.000001000> {raw=0x7 cpu=1µs vcsw=0}\n"
	)
	for _, tt := range []struct {
		name, events string
		from, to     trace.Time
	}{
		{"a thread woken before the request", nop + woken + done + ask + came, 10_000, 25_000},
		{"and a reply", nop + woken + done + ask + came + reply + went, 10_000, 35_000},
		{"a timer", nop + woken + done + timer + up, 10_000, 65_000},
		{"a request that was taken back", nop + woken + done + ask + cancel + found + given + closed, 10_000, 32_000},
		{"what was written, and closed", wrote + synced + closed, 10_000, 50_000},
		{"a connection that is not waited for", begun + ready, 10_000, 50_000},
		{"a ring whose requests were not recorded", woken, 2_000, 3_000},
	} {
		text := "nbrun trace 1\nlane \"reader\" app tid 1 level 3\ncall io_uring_enter 426\ncall close 3\ncall write 1\ncall fsync 74\ncall connect 42\ncall ppoll 271\n\n" + tt.events
		tr, err := trace.ParseText([]byte(text))
		if err != nil {
			t.Fatalf("%s: %v", tt.name, err)
		}
		if from, to, ok := tr.Operation(); from != tt.from || to != tt.to || !ok {
			t.Errorf("%s: the operation is [%d, %d], want [%d, %d]", tt.name, from, to, tt.from, tt.to)
		}
	}
}
