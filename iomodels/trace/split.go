package trace

import "fmt"

// splitAt divides p at the arrival k. Its second part is called second when the
// wait before it was real, and a plain copy when the data were there already; for a
// call that copies nothing (PhaseWake) the name stays. A stamp from which nothing is
// left, as far as its ± says, splits nothing.
func splitAt(p Phase, k *Stamp, source string, second PhaseName) []Phase {
	bound := min(p.To.Sub(k.At)+k.Uncertainty, p.Length())
	if bound <= 0 {
		p.Why = "the " + source + " is not earlier than the end"
		return []Phase{p}
	}
	p.Source = source
	mid := min(max(p.From, k.At), p.To)
	wait, rest := p, p
	wait.Name, wait.To = PhaseWait, mid
	rest.Name, rest.From, rest.AtMost = second, mid, true
	rest.slack = bound - rest.Length()
	switch {
	case k.At < p.From:
		if second == PhaseWakeCopy {
			rest.Name = PhaseCopy
		}
		kept := p
		kept.Name, kept.From, kept.To = PhaseBuffered, k.At, p.From
		return []Phase{kept, rest}
	case k.At == p.From:
		return []Phase{rest}
	}
	return []Phase{wait, rest}
}

// diskPhases divides a call that read a device into its time off the processor and on
// it. Past the page cache (direct) the latter is no copy.
func diskPhases(p Phase, e *Event, direct bool) []Phase {
	p.Source = fmt.Sprintf("off-CPU time; %d blocks of 512 bytes read from the device", e.Usage.Inblock)
	if n := e.Usage.Nivcsw; n > 0 {
		p.Source += fmt.Sprintf("; another thread was given the processor %s", times(n))
	}
	on := Time(min(max(e.Usage.CPU, 0), p.Length()))
	off, rest := p, p
	off.Name, off.To, off.AtMost = PhaseOff, p.To-on, true
	rest.Name, rest.From, rest.AtMost = PhaseCopy, off.To, true
	if direct {
		rest.Name, rest.AtMost = PhaseCall, false
		rest.Source += "; " + noCopy
	}
	if off.Length() == 0 {
		return []Phase{rest}
	}
	return []Phase{off, rest}
}

func times(n int64) string {
	if n == 1 {
		return "once"
	}
	return fmt.Sprintf("%d times", n)
}
