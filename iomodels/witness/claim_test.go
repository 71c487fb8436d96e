package witness

import (
	"fmt"
	"strings"
	"testing"

	"nbrun/iomodels/trace"
)

// Of a record that grew too long some events stand for calls that were alike, with
// others between them. Each of these calls must have been seen, and as often.
func TestClaim(t *testing.T) {
	var text strings.Builder
	for i := range 6 {
		fmt.Fprintf(&text, "7 1.000000 lseek(0xffffffffffffffff, %#x, 0x6e62000100000001) = -1 EBADF (Bad file descriptor) <0.1>\n", 10*i+10)
		if i%2 == 0 {
			fmt.Fprintf(&text, "7 1.000000 read(0x3, %#x, 0x1) = -1 EAGAIN (Resource temporarily unavailable) <0.1>\n", 0xc0+i)
		} else {
			fmt.Fprintln(&text, "7 1.000000 read(0x3, 0xc0, 0x1) = 0x1 <0.1>")
		}
	}
	log, err := Parse(strings.NewReader(text.String()))
	if err != nil {
		t.Fatal(err)
	}
	args := []trace.Arg{{Raw: 3}, {Raw: 0xc0}, {Raw: 1}}
	record := func(counts ...int) trace.Trace {
		return trace.Trace{Lanes: []trace.Lane{{Name: "lane", TID: 7}}, Events: []trace.Event{
			{Name: "read", Enter: 11, Exit: 52, Ret: -1, Errno: trace.Errno{Num: 11, Name: "EAGAIN"}, Why: []string{"arguments: those of these 3 calls differ, and were not kept"}, Run: &trace.Run{Count: counts[0]}},
			{Name: "read", Seq: counts[0], Enter: 21, Exit: 62, Ret: 1, Args: args, Run: &trace.Run{Count: counts[1]}},
		}}
	}
	for _, tt := range []struct {
		first, second     int
		confirmed, only   int
		verdict1, verdict Verdict
	}{
		{3, 3, 3, 0, Outside, Confirmed},
		{3, 2, 2, 0, Outside, Confirmed}, // the lost one came last: After has it
		{2, 3, 3, 1, Outside, Confirmed},
		{3, 4, 0, 0, Outside, Different},
	} {
		r := log.Match(record(tt.first, tt.second))
		if r.Confirmed() != tt.confirmed || len(r.Only) != tt.only || r.Rows[0].Verdict != tt.verdict1 || r.Rows[1].Verdict != tt.verdict {
			t.Errorf("%d and %d calls: %d confirmed, %d only seen, verdicts %v; want %+v", tt.first, tt.second, r.Confirmed(), len(r.Only), r.Rows, tt)
		}
	}
}

// The kernel gives the id of a thread that has ended to another: a record is compared
// with the one of its time.
func TestIdGivenAgain(t *testing.T) {
	var text strings.Builder
	for i, call := range []string{"getpid", "getppid", "getuid"} {
		at := 100 * i
		fmt.Fprintf(&text, "7 1.000000 lseek(0xffffffffffffffff, %#x, 0x6e62000300000001) = -1 EBADF (Bad file descriptor) <0.1>\n", at)
		fmt.Fprintf(&text, "7 1.000000 lseek(0xffffffffffffffff, %#x, 0x6e62000100000001) = -1 EBADF (Bad file descriptor) <0.1>\n", at+10)
		fmt.Fprintf(&text, "7 1.000000 %s() = 0x1 <0.1>\n7 1.000000 +++ exited with 0 +++\n7 1.000000 futex(0x1) = 0x1 <0.1>\n7 1.000000 +++ exited with 0 +++\n", call)
	}
	log, err := Parse(strings.NewReader(text.String()))
	if err != nil {
		t.Fatal(err)
	}
	for i, call := range []string{"getpid", "getppid", "getuid"} {
		at := trace.Time(100 * i)
		r := log.Match(trace.Trace{Lanes: []trace.Lane{{Name: "lane", TID: 7}}, Events: []trace.Event{{Name: call, Enter: at + 11, Exit: at + 12, Ret: 1}}})
		if err := r.Err(); err != nil || r.Confirmed() != 1 {
			t.Errorf("%s, thread %d of its id: %d confirmed, %v", call, i+1, r.Confirmed(), err)
		}
	}
}
