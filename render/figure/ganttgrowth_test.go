package figure_test

import (
	"fmt"
	"syscall"
	"testing"
	"time"

	"nbrun/iomodels/trace"
	"nbrun/render/figure"
)

// manyReceived is a record of n datagrams sent and received, 5 µs apart: with a stamp of
// the kernel's on each or without, by calls or by requests to io_uring.
func manyReceived(n int, stamped, ring bool) trace.Trace {
	tr := trace.Trace{Title: "Many datagrams", Lanes: []trace.Lane{
		{Name: "receiver", Role: trace.App, TID: 11, Level: 3}, {Name: "sender", Role: trace.Peer, TID: 12, Level: 1},
	}}
	from, to := trace.Arg{Raw: 4, Text: "4 <udp 127.0.0.1:8→127.0.0.1:9>"}, trace.Arg{Raw: 3, Text: "3 <udp 127.0.0.1:9→127.0.0.1:8>"}
	for k := range n {
		at := trace.Time(k) * 5000
		got := trace.Event{Kind: trace.Syscall, Name: "recvmsg", Enter: at, Exit: at + 4000, Ret: 100, Args: []trace.Arg{to}, Usage: &trace.Usage{Rusage: true, Nvcsw: 1, CPU: 1000}}
		if ring {
			asked := trace.Event{Kind: trace.SQE, NR: -1, Name: "IORING_OP_RECVMSG", Seq: 2 * k, Enter: at, Exit: at, Ring: &trace.Ring{UserData: uint64(k)}, Args: []trace.Arg{to}}
			got.Kind, got.NR, got.Name, got.Seq, got.Usage, got.Args, got.Ring = trace.CQE, -1, asked.Name, 2*k+1, nil, nil, asked.Ring
			got.Enter = at + 3500
			tr.Events = append(tr.Events, asked)
		} else {
			got.Seq = k
		}
		if stamped {
			got.Stamp = &trace.Stamp{At: at + 2000, Source: "rx-software", Uncertainty: 50}
		}
		sent := trace.Event{Kind: trace.Syscall, Lane: 1, Seq: k, Name: "sendto", Enter: at + 1000, Exit: at + 3000, Ret: 100, Args: []trace.Arg{from}}
		if ring {
			tr.Events = append(tr.Events, sent, got)
		} else {
			tr.Events = append(tr.Events, got, sent)
		}
	}
	return tr
}

// What a gantt takes grows with the number of events, not with its square; what it
// shows has a bound.
func TestGanttGrowth(t *testing.T) {
	for _, tt := range []struct {
		name          string
		stamped, ring bool
	}{{"stamped", true, false}, {"not stamped", false, false}, {"by io_uring", true, true}} {
		of := func(n int) (time.Duration, int) {
			least, shapes, tr := time.Hour, 0, manyReceived(n, tt.stamped, tt.ring)
			for range 5 {
				begun := processorTime(t)
				f, err := figure.Draw("gantt", figure.Input{Traces: []trace.Trace{tr}})
				if err != nil {
					t.Fatal(err)
				}
				least, shapes = min(least, processorTime(t)-begun), len(f.Shapes)
			}
			return least, shapes
		}
		_, few := of(1000)
		once, _ := of(8000)
		fourfold, many := of(32000)
		t.Logf("%s: %v, %v; %d shapes, %d", tt.name, once, fourfold, few, many)
		if fourfold > 10*once { // 16 would be the square
			t.Errorf("%s: 8000 take %v, four times as many %v", tt.name, once, fourfold)
		}
		if many > 2*few {
			t.Errorf("%s: 1000 have %d shapes, 32000 %d", tt.name, few, many)
		}
	}
}

// processorTime is what the process has used: others may keep the machine busy.
func processorTime(t *testing.T) time.Duration {
	t.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		t.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func BenchmarkGantt(b *testing.B) {
	for _, n := range []int{600, 6000, 60000} {
		tr := manyReceived(n, true, false)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			for b.Loop() {
				if _, err := figure.Draw("gantt", figure.Input{Traces: []trace.Trace{tr}}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
