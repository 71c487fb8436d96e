package render

import "encoding/json"

// searchForm writes where to ask and where the answers will be. The script shows it:
// without one there is no search.
func (p *page) searchForm() {
	if p.book == nil {
		return
	}
	m := p.m
	m.open("form", "class", "search tools", "role", "search", "id", ".search", "hidden!", "",
		"data-none", p.say("Nothing found."), "data-one", p.say("1 place"), "data-many", p.say("# places"), "data-more", p.say("# places; the first are:"))
	m.line()
	m.el("label", p.say("Search this book"), "for", ".query")
	m.open("span", "class", "ask")
	m.open("input", "type", "search", "id", ".query", "autocomplete", "off", "spellcheck", "false")
	m.el("button", p.say("Search"), "type", "submit")
	m.shut("span")
	m.line()
	m.open("p", "role", "status")
	m.shut("p")
	m.open("ol")
	m.shut("ol", "form")
	m.line()
}

// searched is a page as the script has it.
type searched struct {
	File     string      `json:"f"`
	Lang     string      `json:"l,omitempty"` // when it is not that of the first page
	Sections [][3]string `json:"s"`           // anchor, title, text; the first section has the page's title
}

// searchScript writes what there is to search in, as data that no browser executes,
// and the script that does it.
func (p *page) searchScript() {
	if p.book == nil {
		return
	}
	var all []searched
	for _, c := range p.book.All {
		one := searched{File: href(c.File)}
		if c.Lang != p.lang() {
			one.Lang = c.Lang
		}
		for i, s := range c.sections {
			if i == 0 {
				s.title = c.Title
			}
			one.Sections = append(one.Sections, [3]string{s.anchor, string(visible([]byte(s.title))), string(visible([]byte(s.text)))})
		}
		all = append(all, one)
	}
	// Marshal writes < as an escape, so that no text can end the element; it cannot
	// fail on strings.
	data, err := json.Marshal(all)
	if err != nil {
		panic(err)
	}
	m := p.m
	m.open("script", "type", "application/json", "id", ".texts")
	m.trusted(data)
	m.shut("script")
	m.line()
	m.open("script")
	m.trusted([]byte(pageShell().search))
	m.shut("script")
	m.line()
}
