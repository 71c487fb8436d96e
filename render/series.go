package render

import (
	"nbrun/iomodels/trace"
	"nbrun/render/figure"
)

// series writes a measurement of growth: charts of what it cost and of what the process
// held, the numbers of each folded away below it, then what the reader must know, and
// folded away all that was measured.
func (p *page) series(s trace.Series, c *captions) {
	m := p.m
	if err := s.Check(); err != nil {
		m.el("p", p.say("a series that is not shown: %v", err), "class", "broken")
		m.line()
		return
	}
	m.open("div", "class", "series")
	m.line()
	remarks := s.Notes // the charts tell the others
	kinds := chartsOf(&s)
	if kinds == nil {
		remarks = s.Remarks()
	}
	for _, kind := range kinds {
		f, err := figure.Draw(kind, figure.Input{Series: &s, Lang: p.x.Notebook.Meta.Lang})
		if err != nil {
			m.el("p", p.say("not drawn (%s): %v", kind, err), "class", "broken")
			m.line()
			remarks = s.Remarks()
			continue
		}
		taken := c.take()
		if taken.caption == "" {
			taken.caption = f.Title
		}
		p.figure(&f, taken)
	}
	p.seriesRemarks(remarks)
	m.open("details", "class", "data")
	m.el("summary", p.say("All that was measured"))
	m.rows(s.Details(), p.say("%s: all that was measured", s.Title))
	m.shut("details", "div")
	m.line()
}

// chartsOf are the kinds of charts that show something of a series.
func chartsOf(s *trace.Series) (kinds []string) {
	actives := map[int]int{} // by number of descriptors, one of the numbers of active ones
	costs, several, held := false, false, false
	for _, l := range s.Lines {
		for _, p := range l.Points {
			held = held || p.Footprint != nil
			if p.Cost == nil {
				continue
			}
			costs = true
			if m, seen := actives[p.N]; seen && m != p.Active {
				several = true
			}
			actives[p.N] = p.Active
		}
	}
	if costs && (len(actives) > 1 || !several) {
		kinds = append(kinds, "scaling")
	}
	if several {
		kinds = append(kinds, "scaling-active")
	}
	if held {
		kinds = append(kinds, "scaling-threads", "scaling-memory")
	}
	return kinds
}

func (p *page) seriesRemarks(remarks []string) {
	m := p.m
	if len(remarks) == 0 {
		return
	}
	m.open("ul", "class", "trace-notes")
	for _, text := range remarks {
		m.el("li", text, p.recorded()...)
	}
	m.shut("ul")
	m.line()
}
