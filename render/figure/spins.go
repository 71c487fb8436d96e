package figure

import "nbrun/iomodels/trace"

// spins returns the stretches of like questions answered "not now": the first and the
// last item of each, how many questions they were.
func (s *scene) spins() []spin {
	var spins []spin
	var open *spin
	for _, it := range s.items {
		ps := s.phases[it.event]
		if it.lane != s.app {
			continue
		}
		if len(ps) == 0 || ps[0].Name != trace.PhaseSpin || it.hidden > 0 && !it.alike {
			open = nil
			continue
		}
		if open == nil {
			spins = append(spins, spin{first: it})
			open = &spins[len(spins)-1]
		}
		open.last = it
		open.count += max(1, it.hidden)
	}
	n := 0
	for _, sp := range spins {
		if sp.count > 1 {
			spins[n] = sp
			n++
		}
	}
	return spins[:n]
}

type spin struct {
	first, last *item
	count       int
}
