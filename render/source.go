package render

import (
	"fmt"
	"slices"
	"strings"

	"nbrun/render/notebook"
)

// sources writes the declarations that a cell's option source names, as they were
// when nbrun was compiled. Beneath code of the cell's own they are folded away; in
// a cell without any they are what it is there for.
func (p *page) sources(i int, r notebook.Result) {
	options := p.x.Notebook.Cells[i].Options
	if options.NoEcho && options.NoOutput { // include: false
		return
	}
	code := strings.TrimSpace(p.x.Notebook.Text(p.x.Notebook.Cells[i].Body))
	alone := code == "" || options.NoEcho
	caption := ""
	if alone {
		caption = options.ListingCap
	}
	for _, o := range r.Outputs {
		if o.Kind == notebook.Source {
			p.source(o, caption, options.CodeFold || !alone)
			caption = ""
		}
	}
}

func (p *page) source(o notebook.Output, caption string, folded bool) {
	m, box, head := p.m, "figure", "figcaption"
	if folded {
		box, head = "details", "summary"
	}
	m.open(box, "class", "source")
	m.open(head)
	if caption != "" {
		m.text(caption + " ")
	}
	m.el("code", o.Name)
	m.text(" ")
	m.el("span", fmt.Sprintf("%s:%d", o.File, o.Pos.Line), "class", "place")
	m.shut(head)
	m.listing(p.say("Code"), func() { m.goCode([]byte(o.Text), lineMarks{}) })
	m.shut(box)
	m.line()
}

// isSource reports whether an output stands with the code and not below it.
func isSource(o notebook.Output) bool { return o.Kind == notebook.Source }

// withoutSources are the outputs that a cell made by running.
func withoutSources(list []notebook.Output) []notebook.Output {
	if !slices.ContainsFunc(list, isSource) {
		return list
	}
	return slices.DeleteFunc(slices.Clone(list), isSource)
}
