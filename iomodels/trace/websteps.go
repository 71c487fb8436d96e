package trace

import (
	"fmt"
	"strings"
)

// WebSteps tells the way of a web request in eleven steps, from the client's network
// card to the disk and back, and two that such lists leave out; and of each step how it
// is known. It is nil for a trace that has no request that came by a connection and was
// answered with a file.
//
// Each step follows from events of the trace alone. Measured are the calls, what they
// returned and counted (getrusage(2)), the kernel's stamps on what was received and
// sent, and looks into its buffers and the page cache. Where the trace has them not the
// step is inferred from what came of it; where nothing can be seen it is schematic.
func (t Trace) WebSteps() []Step {
	x := t.exchange()
	if x == nil {
		return nil
	}
	return []Step{
		x.handshake(), x.requested(), x.network(), x.delivered(), x.copiedRequest(),
		x.opened(), x.driver(), x.disk(), x.cached(), x.copiedFile(),
		x.answered(), x.transmitted(), x.arrived(),
	}
}

// step begins a step that calls show: the last of is is its event.
func (x *exchange) step(n, what string, is []int, format string, args ...any) Step {
	from, to := x.span(is)
	return Step{N: n, What: what, Evidence: fmt.Sprintf(format, args...), Source: x.returned(is), Event: is[len(is)-1], From: from, To: to}
}

// returned is what some calls returned, in short: "204883 bytes (recvmsg × 4)".
func (x *exchange) returned(is []int) string {
	var names []string
	times := map[string]int{}
	for _, i := range is {
		name := x.Events[i].Name
		if times[name] == 0 {
			names = append(names, name)
		}
		times[name] += x.Events[i].count()
	}
	for i, name := range names {
		if n := times[name]; n > 1 {
			names[i] += fmt.Sprintf(" × %d", n)
		}
	}
	return fmt.Sprintf("%d bytes (%s)", x.sum(is), strings.Join(names, ", "))
}

func (x *exchange) handshake() Step {
	accept, connect := x.Events[x.accept], x.Events[x.connect]
	s := x.step("0", "the two kernels make the connection", []int{x.connect}, "connect returned before %s was called", accept.Name)
	s.Source = "connect before " + accept.Name
	if connect.Exit >= accept.Enter {
		s.Source = "connect"
		s.Evidence = fmt.Sprintf("connect returned; the server was in %s", accept.Name)
	} else if note := x.probe("TCP_INFO", int64(x.fd(x.accept)), connect.Exit, accept.Enter, false); note != "" {
		s.Evidence += "; TCP_INFO of the listener between them: " + note
	}
	return s
}

func (x *exchange) requested() Step {
	ask := []int{x.ask}
	s := x.step("1", "the client sends the request", ask, "%s of %d bytes", x.named(ask), x.sum(ask))
	if x.sent(x.fd(x.ask), "tx-sched") >= 0 && x.sent(x.fd(x.ask), "tx-software") >= 0 {
		s.Evidence += "; the kernel stamped when it handed them to the packet scheduler and to the device"
	}
	return s
}

func (x *exchange) network() Step {
	s := Step{N: "2", What: "the network card hands the packet to the kernel", By: Schematic, Event: -1}
	if !x.loopback() {
		s.Evidence, s.Source = "what the card and its driver do shows in no call of the program", "no call shows it"
		return s
	}
	s.Evidence, s.Source = "the loopback interface has no network card: the sending call runs the receiving side too", "loopback: no NIC in this run"
	ask, k := x.Events[x.ask], x.Events[x.request].Stamp
	if k != nil && k.At-Time(k.Uncertainty) >= ask.Enter && k.At+Time(k.Uncertainty) <= ask.Exit {
		s.Evidence += fmt.Sprintf(", and the %s stamp lies within the client's %s", k.Source, ask.Name)
	}
	return s
}

// loopback reports whether the connection is one of the machine with itself.
func (x *exchange) loopback() bool {
	args := x.Events[x.connect].Args
	return len(args) > 1 && (strings.Contains(args[1].Text, " 127.") || strings.Contains(args[1].Text, "[::1]"))
}

func (x *exchange) delivered() Step {
	e := x.Events[x.request]
	s := x.step("3", "the kernel finds the packet's socket and wakes the server", []int{x.request}, "")
	k, stamped := e.received()
	slept, measured := e.slept()
	var shown []string
	if stamped {
		s.From = k.At - Time(k.Uncertainty)
		s.Source = fmt.Sprintf("%s stamp ± %s", k.Source, FormatDuration(k.Uncertainty))
		shown = append(shown, fmt.Sprintf("%s stamp of the arrival (± %s)", k.Source, FormatDuration(k.Uncertainty)))
	} else {
		s.By, s.Source = Inferred, e.Name
		shown = append(shown, "no stamp: "+e.reason("arrival", "the call brought none"))
	}
	switch {
	case slept:
		shown = append(shown, fmt.Sprintf("the thread slept in %s (%s) and came back", e.Name, switches(e.Usage.Nvcsw)))
	case measured:
		shown = append(shown, fmt.Sprintf("nobody had to be woken: the thread did not sleep in %s", e.Name))
	default:
		shown = append(shown, fmt.Sprintf("that %s returned", e.Name))
	}
	s.Evidence = strings.Join(shown, "; ")
	return s
}

func (x *exchange) copiedRequest() Step {
	request := []int{x.request}
	s := x.step("3b", "the server's call copies the request out of the socket", request, "%s returned %d bytes", x.named(request), x.sum(request))
	if k, ok := x.Events[x.request].received(); ok {
		s.From = max(s.From, k.At-Time(k.Uncertainty))
	}
	return s
}

func (x *exchange) answered() Step {
	s := x.step("9", "the server makes an answer and a call that sends it", x.answers, "%s took the last of %d bytes",
		x.Events[x.answers[len(x.answers)-1]].Name, x.sum(x.answers))
	until := maxTime
	if len(x.received) > 0 {
		until = x.Events[x.received[0]].Enter
	}
	if note := x.probe("SIOCOUTQ", int64(x.conn()), s.To, until, true); note != "" {
		s.Evidence += "; when it had returned: " + note
	}
	return s
}

func (x *exchange) transmitted() Step {
	const what = "the kernel transmits the answer by the network card"
	sched, device := x.sent(x.conn(), "tx-sched"), x.sent(x.conn(), "tx-software")
	if sched < 0 || device < 0 {
		if len(x.received) == 0 {
			return Step{N: "10", What: what, By: Schematic, Event: -1, Evidence: "no stamps of what was sent", Source: "no stamps"}
		}
		s := x.step("10", what, x.answers, "no stamps of what was sent; the client received it")
		s.By, s.Source = Inferred, x.returned(x.received)
		_, s.To = x.span(x.received)
		return s
	}
	a, b := x.Events[sched].Stamp, x.Events[device].Stamp
	s := Step{N: "10", What: what, Event: device, From: a.At - Time(a.Uncertainty), To: b.At + Time(b.Uncertainty),
		Source:   fmt.Sprintf("tx-sched, tx-software stamps ± %s", FormatDuration(max(a.Uncertainty, b.Uncertainty))),
		Evidence: "stamps of the last byte: handed to the packet scheduler (tx-sched), and to the device (tx-software)"}
	if x.loopback() {
		s.Evidence += ", which is lo and no card"
	}
	return s
}

func (x *exchange) arrived() Step {
	const what = "the answer comes to the client, whose own call copies it out"
	ack := x.sent(x.conn(), "tx-ack")
	if len(x.received) == 0 {
		s := Step{N: "11", What: what, By: Schematic, Event: -1, Evidence: "what the client did was not recorded", Source: "the client was not recorded"}
		if ack >= 0 {
			k := x.Events[ack].Stamp
			s.By, s.Event, s.From, s.To = Inferred, ack, x.Events[x.answers[0]].Enter, k.At+Time(k.Uncertainty)
			s.Source = fmt.Sprintf("tx-ack stamp ± %s", FormatDuration(k.Uncertainty))
			s.Evidence += "; its kernel acknowledged the last byte (tx-ack)"
		}
		return s
	}
	s := x.step("11", what, x.received, "%s brought %d bytes", x.named(x.received), x.sum(x.received))
	if ack >= 0 {
		s.Evidence += "; its kernel acknowledged the last byte (tx-ack)"
	}
	return s
}
