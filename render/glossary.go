package render

import (
	"slices"
	"strings"
)

// A term is a word that a trace's rows use: a system call, a flag or a value of an
// argument, an error.
type term struct {
	name string
	man  string // the manual page that says more: "recvmsg(2)"
	text string // one sentence
}

// glossaries are the groups that a page lists its terms in.
var glossaries = []struct {
	name    string
	terms   []term            // sorted by name
	chinese map[string]string // their texts, by name
}{
	{"Calls and requests", callTerms, callsInChinese},
	{"Flags and values", flagTerms, flagsInChinese},
	{"Errors", errorTerms, errorsInChinese},
}

// explained returns the term of a name.
func explained(name string) (term, bool) {
	for _, g := range glossaries {
		if i, ok := slices.BinarySearchFunc(g.terms, name, func(t term, name string) int { return strings.Compare(t.name, name) }); ok {
			return g.terms[i], true
		}
	}
	return term{}, false
}

func termAnchor(name string) string { return ".term." + name }

// term writes a name. If it is one that can be explained, the page's glossary does so;
// the first time that a trace has it, it leads there.
func (r *rows) term(name string) {
	if _, ok := explained(name); ok {
		r.terms[name] = true
		if !r.linked[name] && !r.unlinked {
			r.linked[name] = true
			r.m.el("a", name, "href", "#"+termAnchor(name))
			return
		}
	}
	r.m.text(name)
}

// glossary writes what the page's rows mention.
func (p *page) glossary() {
	if len(p.terms) == 0 {
		return
	}
	m := p.m
	const name = ".glossary"
	m.open("section", "class", "glossary", "aria-labelledby", name)
	m.el("h2", p.say("Words in the traces"), "id", name)
	m.line()
	m.el("p", p.say("Each names the page of the Linux manual that says more: “man 2 recvmsg” shows recvmsg(2)."), "class", "status")
	m.line()
	english := p.recorded()
	if p.chinese {
		english = nil
	}
	for _, g := range glossaries {
		head := g.name
		for _, t := range g.terms {
			if !p.terms[t.name] {
				continue
			}
			if head != "" {
				m.el("h3", p.say(head))
				m.open("dl", english...)
				m.line()
				head = ""
			}
			m.open("div")
			m.open("dt", "id", termAnchor(t.name))
			m.el("code", t.name)
			m.el("small", " "+t.man)
			m.shut("dt")
			text := t.text
			if p.chinese {
				text = g.chinese[t.name]
			}
			m.el("dd", text)
			m.shut("div")
			m.line()
		}
		if head == "" {
			m.shut("dl")
			m.line()
		}
	}
	m.shut("section")
	m.line()
}
