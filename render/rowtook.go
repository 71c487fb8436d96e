package render

import (
	"time"

	"nbrun/iomodels/trace"
	"nbrun/render/figure"
)

// took writes how long an event took, its phases, and what the thread spent.
func (r *rows) took(i int) {
	m, e := r.m, &r.t.Events[i]
	phases := r.bars.of(i)
	switch {
	case e.Run != nil:
		r.tookRun(e, phases)
	case e.Kind == trace.CQE:
		m.text(r.say("seen within %s", trace.FormatDuration(e.Duration())))
		r.phaseList(e, phases)
	case len(phases) > 1:
		m.text(trace.FormatDuration(e.Duration()))
		r.phaseList(e, phases)
	case len(phases) == 1:
		p := phases[0]
		r.bars.draw(m, p.Length(), figure.PhaseInk(p, e))
		m.text(trace.FormatDuration(e.Duration()))
		if telling(p) {
			m.el("small", " "+r.phaseName(p.Name))
		}
	case e.Kind == trace.Syscall:
		r.bars.draw(m, e.Duration(), figure.None)
		m.text(trace.FormatDuration(e.Duration()))
	case e.Kind != trace.Mark:
		m.text(trace.FormatDuration(e.Duration()))
	}
	if u := e.Usage; u != nil {
		spent := " CPU " + trace.FormatDuration(u.CPU)
		if u.Rusage {
			spent += r.say(", ") + r.switches(u)
		}
		m.el("small", spent)
	}
}

// tookRun writes how long the calls of a run took: the bar is of their mean.
func (r *rows) tookRun(e *trace.Event, phases []trace.Phase) {
	m, run := r.m, e.Run
	ink := figure.None
	if len(phases) == 1 {
		ink = figure.PhaseInk(phases[0], e)
	}
	r.bars.draw(m, meanOf(run), ink)
	m.text(trace.FormatDuration(meanOf(run)))
	for _, text := range []string{
		r.say("mean; median %s", trace.FormatDuration(run.Median)),
		r.say("%s to %s", trace.FormatDuration(run.Min), trace.FormatDuration(run.Max)),
		r.say("together %s", trace.FormatDuration(run.Sum)),
	} {
		m.el("small", " "+text)
	}
}

// meanOf is the mean duration of a run's calls. It is often below a microsecond,
// where whole nanoseconds are all that the clock gives.
func meanOf(run *trace.Run) time.Duration {
	if run.Count == 0 {
		return 0
	}
	return run.Sum / time.Duration(run.Count)
}

// switches says how often the thread left the processor: of its own accord, since
// it had to wait, and because another thread's turn had come.
func (r *rows) switches(u *trace.Usage) string {
	if u.Nvcsw == trace.Unknown {
		return r.say("switches not known")
	}
	text := r.say("%s switches", grouped(u.Nvcsw))
	if u.Nvcsw == 1 {
		text = r.say("1 switch")
	}
	if u.Nivcsw > 0 {
		text += r.say(", %s forced", grouped(u.Nivcsw))
	}
	return text
}

// telling reports whether the name of a call's only phase says more than its row does.
func telling(p trace.Phase) bool {
	switch p.Name {
	case trace.PhaseCall, trace.PhaseSpin, trace.PhaseSubmit, trace.PhaseWork:
		return false
	}
	return true
}

// phaseList writes the phases of an event that has several, one to a line.
func (r *rows) phaseList(e *trace.Event, phases []trace.Phase) {
	m := r.m
	for _, p := range phases {
		m.open("span", "class", "phase")
		r.bars.draw(m, p.Length(), figure.PhaseInk(p, e))
		m.text(figure.PhaseLength(p))
		name := r.phaseName(p.Name)
		if p.Name == trace.PhaseBuffered {
			name = r.say("in the kernel's buffer before")
		}
		m.el("small", " "+name)
		m.shut("span")
	}
}

// phaseName is what a phase is called in the page's language, as in its figures.
func (p *page) phaseName(name trace.PhaseName) string {
	return figure.PhaseWords(name, p.x.Notebook.Meta.Lang)
}
