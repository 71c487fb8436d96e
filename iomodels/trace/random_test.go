package trace_test

import (
	"fmt"
	"math/rand/v2"
	"time"

	"nbrun/iomodels/trace"
)

// randomTrace makes a trace that means nothing and has every field of every kind
// somewhere, with texts that a careless encoding would lose.
func randomTrace(r *rand.Rand) trace.Trace {
	texts := []string{"", "recvmsg", "thread state", "3 <udp 127.0.0.1:40112>", `"hello, (wo]rld\n"`, `"open`, "{a=[1, 2], b=(3)}", "a, b", ")", "0x1f",
		"-1", "12 rest", "18446744073709551615", "MSG_DONTWAIT|MSG_PEEK", "…", " x", "x ", "\x00\xff\xfe", "line\nbreak", `%"`, "接收", "\u2028", "a{", "<tcp 1->2>", "=", "±"}
	text := func() string { return texts[r.IntN(len(texts))] }
	some := func() bool { return r.IntN(3) == 0 }
	n64 := func() int64 {
		if some() {
			return r.Int64() - r.Int64()
		}
		return r.Int64N(200) - 3
	}
	dur := func() time.Duration { return time.Duration(n64()) }
	tr := trace.Trace{Title: text(), Model: text(), Payload: r.IntN(3) * 50}
	if some() {
		tr.Clock = trace.Clock{Start: time.Unix(r.Int64N(4e9), r.Int64N(1e9)).UTC(), Uncertainty: dur(), Drift: dur()}
	}
	if some() {
		tr.Overhead = [4]time.Duration{0, dur(), dur(), dur()}
	}
	for range r.IntN(3) {
		tr.Notes = append(tr.Notes, text())
	}
	for i := range 1 + r.IntN(3) {
		name := text()
		if some() {
			name = fmt.Sprint("lane", i)
		}
		tr.Lanes = append(tr.Lanes, trace.Lane{Name: name, Role: trace.Role(r.IntN(4)), TID: r.IntN(9999), Level: r.IntN(4)})
	}
	for range r.IntN(30) {
		e := trace.Event{
			Kind: trace.Kind(r.IntN(7)), Lane: r.IntN(len(tr.Lanes)), Seq: r.IntN(9), Name: text(), NR: r.IntN(4) - 1,
			Ret: n64(), Enter: trace.Time(n64()), Exit: trace.Time(n64()), Note: text(),
		}
		for range r.IntN(4) {
			e.Args = append(e.Args, trace.Arg{Raw: uint64(n64()), Text: text()})
		}
		if some() {
			e.Errno = trace.Errno{Num: r.IntN(3), Name: text(), Text: text()}
		}
		if some() {
			e.Usage = &trace.Usage{CPU: dur()}
			if some() {
				*e.Usage = trace.Usage{dur(), true, n64(), n64(), n64(), n64(), n64(), n64()}
			}
		}
		if some() {
			e.Stamp = &trace.Stamp{At: trace.Time(n64()), Uncertainty: dur(), Source: text()}
		}
		if some() {
			e.Ring = &trace.Ring{UserData: uint64(n64()), Flags: r.Uint32()}
		}
		if some() {
			e.Sig = &trace.Sig{Signo: r.IntN(65), Code: -r.IntN(7), Band: n64(), FD: r.IntN(9)}
		}
		if some() {
			e.Work = n64()
		}
		for range r.IntN(3) {
			e.Why = append(e.Why, text())
		}
		if some() {
			e.Run = &trace.Run{Count: r.IntN(900), Min: dur(), Median: dur(), Max: dur(), Sum: dur()}
		}
		tr.Events = append(tr.Events, e)
		if some() {
			tr.Events = append(tr.Events, e) // so that rows are shared
		}
	}
	return tr
}

// spinTrace is a nonblocking receiver that asks n times in vain and then once more.
func spinTrace(n int) trace.Trace {
	r := rand.New(rand.NewPCG(1, 2))
	tr := trace.Trace{Title: "spin", Model: "nonblocking", Lanes: []trace.Lane{{Name: "receiver", TID: 4711, Level: 3}}}
	args := []trace.Arg{{3, "3 <udp 127.0.0.1:40113>"}, {0xc000132000, "{msg_iov=[{iov_len=100}]}"}, {0x40, "MSG_DONTWAIT"}}
	at := trace.Time(100000)
	for i := range n + 1 {
		took := trace.Time(430 + r.IntN(90))
		if i%1000 == 999 {
			took += trace.Time(r.IntN(50000))
		}
		e := trace.Event{
			Seq: i, Name: "recvmsg", NR: 47, Args: args, Ret: -1, Errno: trace.Errno{11, "EAGAIN", "resource temporarily unavailable"},
			Enter: at, Exit: at + took, Usage: &trace.Usage{CPU: time.Duration(took) + 600 + time.Duration(r.IntN(40)), Rusage: true},
		}
		if i == n {
			e.Ret, e.Errno = 100, trace.Errno{}
			e.Stamp = &trace.Stamp{At: at - 200, Uncertainty: 150, Source: "rx-software"}
		}
		tr.Events = append(tr.Events, e)
		at += took + trace.Time(1900+r.IntN(200))
	}
	return tr
}
