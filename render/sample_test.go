package render

import (
	"time"

	"nbrun/iomodels/trace"
	"nbrun/render/notebook"
)

const sampleSource = `---
title: "Model 1: blocking I/O"
description: One datagram, one thread, and a call that returns when there is something to say.
order: 5
strict: false
---
The simplest model asks the kernel for data and waits. Nothing else happens on
that thread until the kernel has an answer[^1], and this page shows what that
costs: the call below slept for ` + "`{go} b.Asleep()`" + ` and used ` + "`{go} b.CPU()`" + ` of CPU.

[^1]: Or until a signal interrupts it: see [Signals](signal.md#eintr).

> [!NOTE]
> Loopback is not a network. What is measured here is the *waiting*, not the wire.

## What the thread does

**Predict.** The sender waits 50 ms. How much CPU does the waiting thread use?

- [ ] 50 ms
- [ ] 5 ms
- [x] less than 0.5 ms

` + "```go" + `
//| label: fig-blocking
//| fig-cap: One datagram, received by a blocking recvmsg.
import (
	"time"

	"nbrun/iomodels"
)

delay := 50 * time.Millisecond // OMIT
fmt.Println("waiting for", delay) // before the call
b, err := iomodels.Blocking(iomodels.Scenario{Delay: delay, Size: 100})
if err != nil {
	panic(err)
}
b
` + "```" + `

The thread gave up the processor once and got it back when the data had been
copied. [POSIX](https://pubs.opengroup.org/onlinepubs/9799919799/) calls this
*blocking*; Stevens draws it with two lanes.

### What it costs

` + "```go" + `
//| covers: [F5, F7]
nb.Equal("exactly one receiving call", b.Count("recvmsg"), 1)
nb.AtMost("CPU is at most a fifth of the wall time", b.CPU(), b.Wall()/5)
nb.Ratio("a longer delay makes a longer sleep", nb.AtLeastOf, 2, ratio)
nb.Skip("io_uring is not to be had here", err)
nb.Note("smallest call seen", smallest)
nb.Exercise("read until the buffer is full, though reads may be short")
` + "```" + `

| model        | sleeps | wakes up for      |
|:-------------|-------:|:-----------------:|
| blocking     |      1 | the data          |
| polling      |      0 | nothing           |
| ` + "`epoll`" + `      |      1 | news of the data  |

## Asking again and again

With O_NONBLOCK the kernel answers at once, mostly with EAGAIN, and the loop
burns a processor while it waits.

` + "```go" + `
//| code-fold: true
//| lst-cap: A loop that polls
n := iomodels.Polling(iomodels.Scenario{})
n
` + "```" + `

<details><summary>Exercise: readFull that survives short reads (solution)</summary>

` + "```go" + `
func readFull(fd int, p []byte) (n int, err error) {
	for n < len(p) && err == nil {
		var k int
		k, err = unix.Read(fd, p[n:])
		n += k
	}
	return n, err
}
readFull(0, nil)
` + "```" + `

</details>

Press <kbd>Ctrl</kbd>+<kbd>C</kbd> to stop it. H<sub>2</sub>O <b>is text</b>.

![A picture that is not there](missing.png)

## Sources

W. R. Stevens, *UNIX Network Programming*, volume 1, section 6.2
: The five models, and the figures that everyone redraws.

man 2 recvmsg
: What the call promises.
`

var (
	eagain   = trace.Errno{Num: 11, Name: "EAGAIN", Text: "resource temporarily unavailable"}
	recvArgs = []trace.Arg{
		{Raw: 3, Text: "3 <udp 127.0.0.1:40112>"},
		{Text: "{msg_name=NULL, msg_namelen=0, msg_iov=[{iov_base=\"hello, this is a datagram\"..., iov_len=2048}], msg_iovlen=1, msg_control=[{cmsg_len=64, cmsg_level=SOL_SOCKET, cmsg_type=SCM_TIMESTAMPING}], msg_controllen=64, msg_flags=0}"},
		{Text: "0"},
	}
)

// blockingTrace is what a blocking recvmsg leaves behind.
func blockingTrace() trace.Trace {
	const ms = trace.Time(time.Millisecond)
	return trace.Trace{
		Title: "Blocking recvmsg on UDP", Model: "blocking", Payload: 100,
		Lanes: []trace.Lane{
			{Name: "receiver", TID: 4711, Level: 3},
			{Name: "sender", Role: trace.Peer, TID: 4712, Level: 1},
			{Name: "watcher", Role: trace.Witness, TID: 4713, Level: 1},
		},
		Events: []trace.Event{
			{Name: "recvmsg", NR: 47, Args: recvArgs, Ret: 100, Enter: 5 * ms, Exit: 55*ms + 830_000,
				Usage: &trace.Usage{CPU: 31 * time.Microsecond, Rusage: true, Nvcsw: 1},
				Stamp: &trace.Stamp{At: 55*ms + 700_000, Uncertainty: 900, Source: "rx-software"}},
			{Kind: trace.Probe, Lane: 2, Name: "thread state", NR: -1, Enter: 30 * ms, Exit: 30*ms + 45_000, Note: "receiver is in state S, asleep in recvmsg"},
			{Lane: 1, Name: "sendto", NR: 44, Args: []trace.Arg{{Text: "4 <udp 127.0.0.1:51202>"}, {Text: `"hello, this is a datagram"...`}, {Text: "100"}, {Text: "MSG_NOSIGNAL"}, {Text: "{sa_family=AF_INET, sin_port=htons(40112), sin_addr=inet_addr(\"127.0.0.1\")}"}, {Text: "16"}},
				Ret: 100, Enter: 55*ms + 600_000, Exit: 55*ms + 760_000, Why: []string{"CPU of sender: its lane has level 1"}},
			{Kind: trace.Mark, Name: "received", NR: -1, Seq: 1, Enter: 56 * ms, Exit: 56 * ms},
		},
		Overhead: [4]time.Duration{0, 51, 240, 900},
		Notes:    []string{"the arrival is the kernel's software stamp, converted to the monotonic clock"},
	}
}

// pollingTrace is what a polling loop leaves behind, collapsed.
func pollingTrace() trace.Trace {
	t := trace.Trace{Title: "Polling", Model: "non-blocking", Lanes: []trace.Lane{{Name: "receiver", TID: 4720, Level: 2}}}
	call := func(seq int) trace.Event {
		at := trace.Time(seq) * 600
		return trace.Event{Name: "recvmsg", NR: 47, Seq: seq, Args: recvArgs[:1], Ret: -1, Errno: eagain, Enter: at, Exit: at + 580,
			Usage: &trace.Usage{CPU: 560}, Why: []string{"switches: the lane has level 2"}}
	}
	for seq := range 8 {
		t.Events = append(t.Events, call(seq))
	}
	run := call(8)
	run.Run = &trace.Run{Count: 85834, Min: 470, Median: 575, Max: 12100, Sum: 49_783_720}
	run.Exit, run.Usage = 51_500_400, nil
	t.Events = append(t.Events, run)
	for seq := 85842; seq < 85850; seq++ {
		t.Events = append(t.Events, call(seq))
	}
	last := call(85850)
	last.Ret, last.Errno = 100, trace.Errno{}
	t.Events = append(t.Events, last,
		trace.Event{Kind: trace.Work, Name: "spin", NR: -1, Seq: 85851, Work: 85851, Enter: 51_511_000, Exit: 51_511_000},
		trace.Event{Kind: trace.SQE, Name: "IORING_OP_RECV", NR: -1, Seq: 85852, Ring: &trace.Ring{UserData: 1}, Args: []trace.Arg{{Text: "fd=3"}, {Text: "len=2048"}}, Enter: 51_512_000, Exit: 51_512_090},
		trace.Event{Kind: trace.CQE, Name: "IORING_OP_RECV", NR: -1, Seq: 85853, Ring: &trace.Ring{UserData: 1}, Ret: 100, Enter: 51_513_000, Exit: 51_514_000},
		trace.Event{Kind: trace.Signal, Name: "SIGIO", NR: -1, Seq: 85854, Sig: &trace.Sig{Signo: 29, Code: 1, FD: 3}, Note: "si_code POLL_IN, si_fd 3", Enter: 51_515_000, Exit: 51_515_000},
	)
	for i := range 15 {
		e := call(85855 + i)
		e.Enter = trace.Time(51_516_000 + 600*i)
		e.Exit = e.Enter + 580
		t.Events = append(t.Events, e)
	}
	return t
}

// sample is a run in which all went well.
func sample() *notebook.Execution {
	nb, problems := notebook.Parse("notebooks/blocking.md", []byte(sampleSource))
	if problems != nil {
		panic("the sample has problems: " + problems[0].String())
	}
	check := func(v notebook.Verdict, claim, got, want string) notebook.Output {
		return notebook.Output{Kind: notebook.Check, Verdict: v, Claim: claim, Got: got, Want: want}
	}
	ratio := check(notebook.Pass, "a longer delay makes a longer sleep", "3.97", "at least 2")
	ratio.Attempts = 2
	skip := check(notebook.Skip, "io_uring is not to be had here", "", "")
	skip.Text = "io_uring_setup: EPERM operation not permitted"
	value := func(text string) notebook.Result {
		return notebook.Result{Status: notebook.OK, Outputs: []notebook.Output{{Kind: notebook.Value, Text: text, Type: "time.Duration"}}}
	}
	return &notebook.Execution{
		Notebook: nb,
		Started:  time.Date(2026, 11, 23, 2, 14, 5, 0, time.UTC),
		Took:     312 * time.Millisecond,
		Host: notebook.Host{Facts: []notebook.Fact{
			{Name: "nbrun", Value: "devel 1638296abcde+dirty"},
			{Name: "notebook", Value: "sha256 5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03"},
			{Name: "Go", Value: "go1.26.8, GOMAXPROCS 2"},
			{Name: "kernel", Value: "Linux 6.12.8 x86_64"},
			{Name: "processor", Value: "AMD EPYC 7763 64-Core Processor, 2 CPUs"},
			{Name: "frequency governor"},
			{Name: "clock source", Value: "kvm-clock"},
		}},
		Results: []notebook.Result{
			{Status: notebook.OK, Outputs: []notebook.Output{
				{Kind: notebook.Stdout, Text: "waiting for 50ms\n"},
				{Kind: notebook.Stderr, Text: "receiver: buffer of 2048 bytes for 100\n"},
				{Kind: notebook.Traced, Traces: []int{0}},
				{Kind: notebook.Traced, Traces: []int{0}, Auto: true},
			}},
			{Status: notebook.OK, Outputs: []notebook.Output{
				check(notebook.Pass, "exactly one receiving call", "1", "1"),
				check(notebook.Pass, "CPU is at most a fifth of the wall time", "31.0 µs", "at most 10.2 ms"),
				ratio, skip,
				check(notebook.Note, "smallest call seen", "51 ns", ""),
				check(notebook.Exercise, "read until the buffer is full, though reads may be short", "", ""),
			}},
			{Status: notebook.OK, Dropped: 12_300_000, Outputs: []notebook.Output{
				{Kind: notebook.Traced, Traces: []int{1}},
				{Kind: notebook.Table, Rows: [][]string{{"model", "calls", "CPU"}, {"blocking", "1", "31.0 µs"}, {"polling", "85,851", "50.1 ms"}}},
				{Kind: notebook.Figure, Name: "summary", Traces: []int{0, 1}},
			}},
			{Status: notebook.OK, Outputs: []notebook.Output{{Kind: notebook.Value, Text: "0, nil", Type: "(int, error)"}}},
		},
		Values: []notebook.Result{value("50.8 ms"), value("31.0 µs")},
		Traces: []trace.Trace{blockingTrace(), pollingTrace()},
	}
}

// failing is a run in which much went wrong.
func failing() *notebook.Execution {
	x := sample()
	line := func(cell, more int) notebook.Position {
		return notebook.Position{Line: x.Notebook.Position(x.Notebook.Cells[cell].Body.Start).Line + more, Column: 1}
	}
	x.Results[1].Outputs[1].Verdict = notebook.Fail
	x.Results[1].Outputs[1].Got = "49.9 ms"
	x.Results[1].Outputs[1].Pos = line(1, 1)
	x.Results[2] = notebook.Result{Status: notebook.Timeout, Outputs: []notebook.Output{{
		Kind: notebook.Error,
		Text: "timeout after 30 s: thread 4711 asleep in recvmsg(3 <udp 127.0.0.1:40112>)",
		Pos:  line(2, 0),
		Frames: []notebook.Frame{
			{Func: "main.poll", Pos: line(2, 1)},
			{Elided: 12},
			{Func: "cell", Pos: line(2, 0)},
		},
		Hint: "no datagram came; set timeout: 60s if it may take longer",
	}}}
	x.Results[3] = notebook.Result{Status: notebook.Skipped}
	x.Values[1] = notebook.Result{Status: notebook.Failed, Outputs: []notebook.Output{{Kind: notebook.Error, Text: "nil pointer dereference"}}}
	return x
}

// refused is a notebook that Go did not take.
func refused() *notebook.Execution {
	x := sample()
	pos := x.Notebook.Position(x.Notebook.Cells[1].Body.Start + 3)
	x.Results, x.Values, x.Traces = nil, nil, nil
	x.Problems = []notebook.Problem{
		{Path: x.Notebook.Path, Pos: pos, Cell: 1, Msg: "undefined: nb", Hint: `import "nbrun/runner/nb"`},
		{Path: x.Notebook.Path, Cell: -1, Msg: "the front matter asks for io_uring, which this kernel does not allow"},
	}
	return x
}
