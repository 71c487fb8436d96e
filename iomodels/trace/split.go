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
	source := fmt.Sprintf("; %d blocks of 512 bytes read from the device", e.Usage.Inblock)
	if !direct {
		return offCPU(p, e, source, PhaseCopy)
	}
	ps := offCPU(p, e, source, PhaseCall)
	rest := &ps[len(ps)-1]
	rest.Source += "; " + noCopy
	return ps
}

// flushPhases divides a call that returns when data are on the disk.
func flushPhases(p Phase, e *Event) []Phase {
	slept, measured := e.slept()
	switch {
	case slept:
		return offCPU(p, e, "; "+sleptFor(e)+" until the data were on the disk", PhaseCall)
	case measured:
		p.Why = "the thread did not sleep"
	default:
		p.Why = e.reason("rusage", sleepUnknown)
	}
	return []Phase{p}
}

// workPhases are those of the program's own computing, and of its accesses to memory.
func workPhases(p Phase, e *Event) []Phase {
	p.Name, p.Source = PhaseWork, fmt.Sprintf("%d rounds counted", e.Work)
	if !e.Touches() {
		return []Phase{p}
	}
	slept, measured := e.slept()
	switch faults := e.Usage.Minflt + e.Usage.Majflt; {
	case !measured:
		p.Source, p.Why = "", e.reason("rusage", "whether a page was missing was not measured")
	case e.Usage.Inblock > 0:
		return offCPU(p, e, fmt.Sprintf("; %d blocks of 512 bytes read from the device by a page fault", e.Usage.Inblock), PhaseFault)
	case slept:
		return offCPU(p, e, "; "+sleptFor(e)+" in a page fault, and no block was read on its behalf", PhaseFault)
	case faults > 0:
		p.Name, p.AtMost, p.Source = PhaseFault, true, fmt.Sprintf("%d minor and %d major faults; nothing was read", e.Usage.Minflt, e.Usage.Majflt)
	default:
		p.Source = "no page was missing"
	}
	return []Phase{p}
}

// offCPU divides a stretch of a thread that had to do with a disk into its time off the
// processor and on it, which is called rest. Which came when is not known. The latter is
// an upper bound of a copy, and of nothing when it is just the rest of a call.
func offCPU(p Phase, e *Event, source string, rest PhaseName) []Phase {
	p.Source = "off-CPU time" + source
	if n := e.Usage.Nivcsw; n > 0 {
		p.Source += fmt.Sprintf("; another thread was given the processor %s", times(n))
	}
	on := Time(min(max(e.Usage.CPU, 0), p.Length()))
	off, last := p, p
	off.Name, off.To, off.AtMost = PhaseOff, p.To-on, true
	last.Name, last.From, last.AtMost = rest, off.To, rest != PhaseCall
	if off.Length() == 0 {
		return []Phase{last}
	}
	return []Phase{off, last}
}

func times(n int64) string {
	if n == 1 {
		return "once"
	}
	return fmt.Sprintf("%d times", n)
}
