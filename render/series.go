package render

import "nbrun/iomodels/trace"

// series writes a measurement of growth as tables: what it cost, what the process
// held, and below, folded away, all that was measured.
func (p *page) series(s trace.Series) {
	m := p.m
	if err := s.Check(); err != nil {
		m.el("p", "a series that is not shown: "+err.Error(), "class", "broken")
		m.line()
		return
	}
	m.open("div", "class", "series")
	m.line()
	m.el("p", s.Title, "class", "series-title")
	m.line()
	for _, t := range []struct {
		name string
		rows [][]string
	}{
		{"Median duration of a round", s.Costs()},
		{"More threads than before", s.Threads()},
		{"More resident memory than before", s.Memory()},
	} {
		if t.rows != nil {
			m.el("p", t.name, "class", "status")
			m.rows(t.rows, s.Title+": "+t.name)
		}
	}
	p.seriesRemarks(s)
	m.open("details", "class", "data")
	m.el("summary", "All that was measured")
	m.rows(s.Details(), s.Title+": all that was measured")
	m.shut("details", "div")
	m.line()
}

func (p *page) seriesRemarks(s trace.Series) {
	m := p.m
	remarks := s.Remarks()
	if len(remarks) == 0 {
		return
	}
	m.open("ul", "class", "trace-notes")
	for _, text := range remarks {
		m.el("li", text)
	}
	m.shut("ul")
	m.line()
}
