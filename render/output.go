package render

import (
	"encoding/base64"

	"nbrun/render/notebook"
)

// outputs writes what a cell produced, in order. An option may hide it, but never
// a false check or an error.
func (p *page) outputs(i int, r notebook.Result) {
	m, options := p.m, p.x.Notebook.Cells[i].Options
	list := withoutSources(r.Outputs)
	if options.NoOutput {
		list = nil
		for _, o := range r.Outputs {
			if o.Kind == notebook.Error || o.Kind == notebook.Check && o.Verdict == notebook.Fail {
				list = append(list, o)
			}
		}
	}
	captions := captions{caption: options.FigureCap, alt: options.FigureAlt}
	explained := false
	for len(list) > 0 {
		n := 1
		switch o := list[0]; o.Kind {
		case notebook.Check:
			for n < len(list) && list[n].Kind == notebook.Check {
				n++
			}
			p.checks(list[:n])
		case notebook.Error:
			p.failure(i, r, o)
			explained = true
		case notebook.Traced:
			p.shown(i, o, &captions)
		case notebook.Series:
			p.series(*o.Series, &captions)
		case notebook.Figure:
			p.figureOutput(o, &captions)
		default:
			p.output(o, &captions)
		}
		list = list[n:]
	}
	if r.Dropped > 0 && !options.NoOutput {
		m.el("p", p.say("%s more not kept", p.size(r.Dropped)), "class", "status")
		m.line()
	}
	if !explained && failed(r) {
		p.failure(i, r, notebook.Output{Text: p.say("the cell ended without saying why")})
	}
}

// output writes an output that needs no other.
func (p *page) output(o notebook.Output, c *captions) {
	m := p.m
	switch o.Kind {
	case notebook.Stdout:
		m.el("pre", o.Text, "class", "out")
	case notebook.Stderr:
		m.open("div", "class", "out stderr")
		m.el("span", "stderr", "class", "tag")
		m.el("pre", o.Text)
		m.shut("div")
	case notebook.Value:
		m.open("div", "class", "out result")
		m.el("pre", o.Text)
		m.el("span", o.Type, "class", "tag")
		m.shut("div")
	case notebook.HTML:
		m.open("div", "class", "out html")
		m.outputHTML(o.Text, p.say("Details"))
		m.shut("div")
	case notebook.SVG:
		p.picture("image/svg+xml", base64.StdEncoding.EncodeToString([]byte(o.Text)), c)
	case notebook.PNG:
		if _, err := base64.StdEncoding.DecodeString(o.Text); err != nil {
			m.el("p", p.say("a picture in PNG that cannot be read: %v", err), "class", "broken")
			break
		}
		p.picture("image/png", o.Text, c)
	case notebook.Table:
		if len(o.Rows) == 0 {
			m.el("p", p.say("an empty table"), "class", "status")
			break
		}
		m.open("div", "class", "out")
		m.rows(o.Rows, p.say("Table"))
		m.shut("div")
	default:
		m.el("p", p.say("an output of an unknown kind: %s", o.Kind), "class", "broken")
	}
	m.line()
}
