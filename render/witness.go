package render

import (
	"nbrun/render/notebook"
)

// stamp says, above the prose, that the run was watched and what that does to it.
func (p *page) stamp() {
	w := p.x.Witness
	if w == nil {
		return
	}
	m := p.m
	m.open("p", "class", "stamp-note")
	m.el("strong", p.witnessCount()+p.say("."))
	m.text(" " + p.say("It stopped the threads at the entry and the exit of each call, so that times on this page are longer than this machine's usual ones, "+
		"and what such stops spoil was not measured and not judged."))
	m.shut("p")
	m.line()
}

// witnessCount is what came of the witness's comparison.
func (p *page) witnessCount() string {
	w := p.x.Witness
	return p.say("%s of %s confirmed by %s", grouped(int64(w.Confirmed)), p.count(w.Recorded, "recorded call"), w.By)
}

// beside is what the count leaves out.
func (p *page) beside() string {
	n := outside(p.x.Witness)
	if n == 0 {
		return ""
	}
	return p.say("; %s (–) outside of what it can confirm", p.count(n, "row"))
}

// witness names the witness in a sentence.
func (p *page) witness() string {
	if p.x.Witness == nil {
		return ""
	}
	return p.x.Witness.By
}

// outside is how many rows of the page's traces are beyond the witness's sight.
func outside(w *notebook.Witness) (n int) {
	for _, row := range w.Rows {
		for _, seen := range row {
			if seen == notebook.Outside {
				n++
			}
		}
	}
	return n
}

// seen is what the witness says of an event; nil where there was none.
func (p *page) seen(index, event int) *notebook.Seen {
	if p.x.Witness == nil {
		return nil
	}
	return &p.x.Witness.Rows[index][event]
}

// witnessed writes it in the event's row.
func (p *page) witnessed(seen *notebook.Seen) {
	if seen == nil {
		return
	}
	m := p.m
	sign, class, words := "✓", "seen", p.say("confirmed by %s", p.witness())
	switch *seen {
	case notebook.Outside:
		sign, class, words = "–", "outside", p.say("outside of what %s can confirm: no system call, or one recorded without its arguments", p.witness())
	case notebook.Different:
		sign, class, words = "✗", "unseen", p.say("%s saw another call", p.witness())
	case notebook.Unseen:
		sign, class, words = "✗", "unseen", p.say("%s saw no such call", p.witness())
	}
	m.open("span", "class", class, "title", words)
	m.el("span", sign, "aria-hidden", "true")
	m.el("span", words, "class", "sr")
	m.shut("span")
}

// differences lists, in the banner, what the witness does not confirm.
func (p *page) differences() {
	if p.tally.differences == 0 {
		return
	}
	m := p.m
	m.open("ul", "class", "problems")
	for _, d := range p.x.Witness.Differences {
		m.open("li")
		if title := p.traceTitle(d.Trace); title != "" {
			m.text(title + p.say(": "))
		}
		m.el("code", d.Text)
		m.shut("li")
	}
	m.shut("ul")
}
