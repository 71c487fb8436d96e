package render

import (
	"github.com/yuin/goldmark/ast"

	"nbrun/render/notebook"
)

// entry is one line of the list of contents.
type entry struct {
	level    int
	id, text string
	bad      bool // a cell of the section failed, or a check of it is false
}

// fewest is how many headings a page has before it gets a list of them.
const fewest = 3

// contents lists the headings of the second and third level, nil when there are
// too few for a list.
func (p *page) contents(tree ast.Node) []entry {
	var list []entry
	for n := tree.FirstChild(); n != nil; n = n.NextSibling() {
		if cell, ok := n.(*notebook.CellNode); ok && len(list) > 0 && p.cellIsBad(cell.Index) {
			list[len(list)-1].bad = true
		}
		h, ok := n.(*ast.Heading)
		if !ok || h.Level > 3 || headingID(h) == "" {
			continue
		}
		list = append(list, entry{level: h.Level, id: headingID(h), text: p.plain(h)})
	}
	if len(list) < fewest {
		return nil
	}
	return list
}

// asideContents writes the list beside the text, for wide screens.
func (p *page) asideContents(list []entry) {
	if list == nil {
		return
	}
	m := p.m
	m.open("nav", "class", "toc aside", "aria-label", p.say("Contents"))
	m.el("p", p.say("Contents"), "class", "toc-head", "aria-hidden", "true")
	p.entries(list)
	m.shut("nav")
	m.line()
}

// inlineContents writes the list above the text, folded, for narrow screens. Of
// the two lists the style shows one.
func (p *page) inlineContents(list []entry) {
	if list == nil {
		return
	}
	m := p.m
	m.open("nav", "class", "toc inline", "aria-label", p.say("Sections of this page"))
	m.open("details")
	m.el("summary", p.say("Contents"))
	p.entries(list)
	m.shut("details", "nav")
	m.line()
}

func (p *page) entries(list []entry) {
	m := p.m
	m.open("ul")
	m.line()
	for _, e := range list {
		attrs := []string{}
		if e.level == 3 {
			attrs = []string{"class", "sub"}
		}
		m.open("li", attrs...)
		m.open("a", "href", "#"+e.id)
		m.text(e.text)
		if e.bad {
			m.el("span", "✗", "class", "bad", "aria-hidden", "true")
			m.el("span", p.say(" (with a failure)"), "class", "sr")
		}
		m.shut("a")
		m.shut("li")
		m.line()
	}
	m.shut("ul")
}
