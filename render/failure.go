package render

import (
	"fmt"

	"nbrun/render/notebook"
)

// failure writes an error so that nobody misses it: with its place, the lines of
// the notebook that led to it, and what to do.
func (p *page) failure(i int, r notebook.Result, o notebook.Output) {
	m := p.m
	wanted := r.Status == notebook.OK && p.x.Notebook.Cells[i].Options.Error != notebook.NoError
	name, class := p.say("This cell failed"), "failure"
	switch {
	case wanted:
		name, class = p.say("This cell fails, as it is meant to"), "failure wanted"
	case r.Status == notebook.Timeout:
		name = p.say("This cell did not end")
	}
	attrs := []string{"class", class, "aria-label", name}
	if !wanted {
		attrs = append(attrs, p.anchor()...)
	}
	m.open("section", attrs...)
	m.el("p", name, "class", "failure-name")
	if o.Pos.Line > 0 {
		m.el("p", p.place(o.Pos), "class", "place")
	}
	m.el("pre", o.Text)
	p.frames(o.Frames)
	if o.Hint != "" {
		m.el("p", p.say("hint: %s", o.Hint), "class", "hint")
	}
	m.shut("section")
	m.line()
}

// place writes a position as Go does.
func (p *page) place(pos notebook.Position) string {
	if pos.Column == 0 {
		return fmt.Sprintf("%s:%d", p.x.Notebook.Path, pos.Line)
	}
	return fmt.Sprintf("%s:%d:%d", p.x.Notebook.Path, pos.Line, pos.Column)
}
