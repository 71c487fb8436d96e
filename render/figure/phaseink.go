package figure

import "nbrun/iomodels/trace"

// PhaseInk returns what a phase of an event is painted with, in all figures and beside
// rows; None when nothing is known of it but its length.
func PhaseInk(p trace.Phase, e *trace.Event) Ink {
	switch p.Name {
	case trace.PhaseWait, trace.PhaseNews, trace.PhaseRoom:
		return Wait
	case trace.PhaseCopy, trace.PhaseWakeCopy, trace.PhaseWake, trace.PhaseSeen:
		return Copy
	case trace.PhaseOff, trace.PhaseSleep:
		return Idle
	case trace.PhaseSpin:
		return Spin
	case trace.PhaseWork:
		return Work
	case trace.PhaseBuffered, trace.PhaseQueued, trace.PhaseFlight:
		return Held
	case trace.PhaseCall, trace.PhaseSubmit:
		if asleep(e) && (p.Why != "" || p.Name == trace.PhaseSubmit) {
			return Wait
		}
	}
	return None
}

// groundInk is PhaseInk with the ground where only the length is known.
func groundInk(p trace.Phase, e *trace.Event) Ink {
	if ink := PhaseInk(p, e); ink != None {
		return ink
	}
	return Paper
}
