package render

import (
	"encoding/base64"
	"fmt"
	"regexp"

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
	if !explained && (r.Status == notebook.Failed || r.Status == notebook.Timeout) {
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
		m.outputHTML(o.Text)
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
		m.el("p", fmt.Sprintf("an output of an unknown kind %q", o.Kind), "class", "broken")
	}
	m.line()
}

// rows writes a table in a box of its own, which scrolls when it is too wide. The
// first row is the head; there is one.
func (m *markup) rows(rows [][]string, name string) {
	m.open("div", "class", "scroll", "tabindex", "0", "role", "group", "aria-label", name)
	m.open("table")
	m.open("thead")
	m.open("tr")
	right := numbers(rows)
	align := func(i int) string {
		if right[i] {
			return "class"
		}
		return ""
	}
	for i, cell := range rows[0] {
		m.el("th", cell, "scope", "col", align(i), "right")
	}
	m.shut("tr", "thead")
	m.line()
	m.open("tbody")
	for _, row := range rows[1:] {
		m.open("tr")
		for i, cell := range row {
			m.el("td", cell, align(i), "right")
		}
		m.shut("tr")
		m.line()
	}
	m.shut("tbody", "table", "div")
	m.line()
}

// numbers says which columns hold nothing but numbers and dashes for what there is
// not, and some number.
func numbers(rows [][]string) map[int]bool {
	columns := map[int]bool{}
	for _, row := range rows[1:] {
		for i, cell := range row {
			before, seen := columns[i]
			if cell != "" && cell != "–" {
				columns[i] = numeric(cell) && (before || !seen)
			}
		}
	}
	return columns
}

// numeric reports whether a cell of a table is a number, with a unit or without, or goes
// from one number to another.
func numeric(s string) bool { return numbersOnly.MatchString(s) }

// amount is a number: it may have a sign, a sign of relation, separators of thousands, a
// unit of one word, and a mark that leads to a note.
const (
	blank  = `[ \x{a0}\x{2009}\x{202f}]?`
	amount = `(?:[≤≥<>≈±×~]` + blank + `)?[-+−]?\d(?:[.,'’_ \x{a0}\x{2009}\x{202f}]?\d)*(?:[eE][-+]?\d+)?` + blank + `(?:[%‰×]|[\pL/]{1,8})?(?: \*)?`
)

var numbersOnly = regexp.MustCompile(`^` + amount + `(?: → ` + amount + `)?$`)

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

// size writes a number of bytes for people.
func (p *page) size(n int64) string {
	switch {
	case n < 1000:
		return p.count(int(n), "byte")
	case n < 999_950:
		return fmt.Sprintf("%.1f kB", float64(n)/1e3)
	}
	return fmt.Sprintf("%.1f MB", float64(n)/1e6)
}
