package render

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"nbrun/render/notebook"
)

// cell writes a cell: its code, and under it what it did, in order.
func (p *page) cell(i int) {
	m, cell, result := p.m, p.x.Notebook.Cells[i], p.result(i)
	attrs := []string{"class", "cell", "id", fmt.Sprintf("cell.%d", i+1)}
	if label := cell.Options.Label; label != "" && p.claim(label) {
		attrs[3] = label
	}
	m.open("div", attrs...)
	m.line()
	if !cell.Options.NoEcho {
		p.code(i)
	}
	p.sources(i, result)
	p.problemsOf(i)
	p.status(i, result)
	p.outputs(i, result)
	m.shut("div")
	m.line()
}

// cellIsBad reports whether a cell shows a failure, which nothing may hide.
func (p *page) cellIsBad(i int) bool {
	r := p.result(i)
	if len(p.refused[i]) > 0 || failed(r) {
		return true
	}
	return slices.ContainsFunc(r.Outputs, func(o notebook.Output) bool {
		return o.Kind == notebook.Check && o.Verdict == notebook.Fail
	})
}

// code writes the code of a cell with its caption, folded when it asks for that.
func (p *page) code(i int) {
	m, cell := p.m, p.x.Notebook.Cells[i]
	code := p.x.Notebook.Text(cell.Body)
	if strings.TrimSpace(code) == "" {
		return
	}
	caption := cell.Options.ListingCap
	switch {
	case cell.Options.CodeFold:
		attrs := []string{"class", "fold"}
		if p.cellIsBad(i) {
			attrs = append(attrs, "open!", "")
		}
		m.open("details", attrs...)
		if caption == "" {
			caption = p.say("Code")
		}
		m.el("summary", caption)
		p.listing(i, code)
		m.shut("details")
	case caption != "":
		m.open("figure", "class", "captioned")
		m.el("figcaption", caption)
		p.listing(i, code)
		m.shut("figure")
	default:
		p.listing(i, code)
	}
	m.line()
}

// listing writes the code itself. Lines marked with OMIT are shown by a box to
// tick, which needs no script.
func (p *page) listing(i int, code string) {
	m := p.m
	m.open("div", "class", "listing")
	hidden := 0
	for line := range strings.Lines(code) {
		if omitted(line) {
			hidden++
		}
	}
	if hidden > 0 {
		id := "omit." + strconv.Itoa(i+1)
		m.open("input", "type", "checkbox", "class", "show-omitted", "id", id)
		m.el("label", p.say("show %s", p.count(hidden, "more line")), "for", id)
	}
	m.code(p.say("Code"), func() { m.goCode([]byte(code), p.lineMarks(i)) })
	m.shut("div")
}

func (p *page) lineMarks(i int) lineMarks {
	return lineMarks{bad: p.badLines(i), ids: p.lineIDs(i), calls: p.lineCalls(i)}
}

// badLines are the lines of a cell's code, from 0, that a problem or an error names:
// one of its own or one of a cell that calls what it declares.
func (p *page) badLines(i int) map[int]bool {
	nb := p.x.Notebook
	first := nb.Position(nb.Cells[i].Body.Start).Line
	last := nb.Position(nb.Cells[i].Body.End).Line
	bad := map[int]bool{}
	add := func(pos notebook.Position) {
		if pos.Line >= first && pos.Line <= last {
			bad[pos.Line-first] = true
		}
	}
	for _, problem := range p.refused[i] {
		add(problem.Pos)
	}
	for _, r := range p.x.Results {
		for _, o := range r.Outputs {
			if o.Kind == notebook.Error || o.Kind == notebook.Check && o.Verdict == notebook.Fail {
				add(o.Pos)
			}
			if n := len(o.Frames); n > 0 { // the cell's own statement
				add(o.Frames[n-1].Pos)
			}
		}
	}
	return bad
}

// lineIDs are the ids of the lines of a cell's code, from 0, to which something leads.
func (p *page) lineIDs(i int) map[int]string {
	nb := p.x.Notebook
	first := nb.Position(nb.Cells[i].Body.Start).Line
	last := nb.Position(nb.Cells[i].Body.End).Line
	ids := map[int]string{}
	for line, linked := range p.lines {
		if linked && line >= first && line <= last {
			ids[line-first] = lineAnchor(line)
		}
	}
	return ids
}

// lineCalls are where lines of a cell's code, from 0, lead: to the calls that they made.
func (p *page) lineCalls(i int) map[int]string {
	nb := p.x.Notebook
	first := nb.Position(nb.Cells[i].Body.Start).Line
	calls := map[int]string{}
	for line := range p.lineIDs(i) {
		calls[line] = p.calls[first+line]
	}
	return calls
}

// problemsOf writes what Go refused in a cell.
func (p *page) problemsOf(i int) {
	if len(p.refused[i]) == 0 {
		return
	}
	p.m.open("section", append([]string{"class", "failure", "aria-label", p.say("Refused by Go")}, p.anchor()...)...)
	p.m.el("p", p.say("Go refuses this cell"), "class", "failure-name")
	p.problems(p.refused[i])
	p.m.shut("section")
	p.m.line()
}

// status writes how a cell ended, unless that is what its outputs say anyway.
func (p *page) status(i int, r notebook.Result) {
	said := ""
	switch r.Status {
	case notebook.Skipped:
		said = p.say("skipped: an earlier cell failed")
	case notebook.Shown:
		said = p.say("shown only, not run")
	case notebook.Refused:
		if len(p.x.Problems) > 0 && len(p.refused[i]) == 0 {
			said = p.say("not run: Go refused the notebook")
		}
	}
	if said != "" {
		p.m.el("p", said, "class", "status")
		p.m.line()
	}
}
