package render

import (
	"cmp"
	"slices"
	"strconv"

	"nbrun/render/notebook"
)

// covered is a section of a chapter with cells that say that they cover one thing.
type covered struct {
	chapter Chapter
	section section
	cells   []covering
}

// coverage writes the table of what the cells say that they cover: where, and what
// came of the checks there.
func (p *page) coverage() {
	m := p.m
	what, where := p.book.coverage()
	if len(what) == 0 {
		m.el("p", p.say("No cell says what it covers."), "class", "status")
		m.line()
		return
	}
	m.openScroll(p.say("What the cells cover"))
	m.open("table", "class", "coverage")
	m.line()
	m.open("thead")
	m.open("tr")
	for _, head := range []string{p.say("covers"), p.say("where"), p.say("checks there")} {
		m.el("th", head, "scope", "col")
	}
	m.shut("tr", "thead")
	m.line()
	for _, name := range what {
		m.open("tbody")
		m.line()
		for i, c := range where[name] {
			m.open("tr")
			if i == 0 {
				m.el("th", name, "scope", "rowgroup", "rowspan", strconv.Itoa(len(where[name])))
			}
			p.coveredWhere(c)
			p.coveredChecks(c)
			m.shut("tr")
			m.line()
		}
		m.shut("tbody")
		m.line()
	}
	m.shut("table", "div")
	m.line()
}

// coverage returns what is covered, in order, and where: on the page itself and those
// that it lists, or, of what these do not cover, on those in other languages.
func (b *Book) coverage() (what []string, where map[string][]covered) {
	where = coveredBy(append([]Chapter{b.home}, b.List...))
	for name, list := range coveredBy(b.All) {
		if where[name] == nil {
			where[name] = list
		}
	}
	for name := range where {
		what = append(what, name)
	}
	slices.SortFunc(what, byNumber)
	return what, where
}

// coveredBy returns where in these chapters what is covered.
func coveredBy(chapters []Chapter) map[string][]covered {
	where := map[string][]covered{}
	for _, chapter := range chapters {
		for _, s := range chapter.sections {
			for _, cell := range s.covers {
				for _, ref := range cell.what {
					name := ref.Name
					list := where[name]
					if n := len(list); n == 0 || list[n-1].chapter.File != chapter.File || list[n-1].section.anchor != s.anchor {
						list = append(list, covered{chapter: chapter, section: s})
					}
					last := &list[len(list)-1]
					last.cells = append(last.cells, cell)
					where[name] = list
				}
			}
		}
	}
	return where
}

// byNumber orders names as people do: F2 before F10.
func byNumber(a, b string) int {
	for a != "" && b != "" {
		i, j := digits(a), digits(b)
		if i > 0 && j > 0 {
			x, y := a[:i], b[:j]
			for len(x) > 1 && x[0] == '0' {
				x = x[1:]
			}
			for len(y) > 1 && y[0] == '0' {
				y = y[1:]
			}
			if c := cmp.Or(cmp.Compare(len(x), len(y)), cmp.Compare(x, y), cmp.Compare(i, j)); c != 0 {
				return c
			}
			a, b = a[i:], b[j:]
			continue
		}
		if a[0] != b[0] {
			return cmp.Compare(a[0], b[0])
		}
		a, b = a[1:], b[1:]
	}
	return cmp.Compare(len(a), len(b))
}

// digits is how many digits a text begins with.
func digits(s string) int {
	n := 0
	for n < len(s) && s[n] >= '0' && s[n] <= '9' {
		n++
	}
	return n
}

func (p *page) coveredWhere(c covered) {
	p.m.open("td")
	p.coveredPlace(c)
	p.m.shut("td")
}

// coveredPlace leads to a section, by one link: a table has many.
func (p *page) coveredPlace(c covered) {
	text := c.chapter.Title
	if c.section.anchor != "" {
		text += " › " + c.section.title
	}
	p.link(c.chapter.to(c.section), text)
}

// coveredChecks lists the checks of the cells, each with its verdict.
func (p *page) coveredChecks(c covered) {
	m := p.m
	m.open("td")
	m.open("ul", "class", "verdicts")
	said := false
	begin := func(class, sign string) {
		said = true
		m.open("li", "class", class)
		m.el("b", sign, "aria-hidden", "true")
		m.open("span")
	}
	line := func(class, sign, text string) {
		begin(class, sign)
		m.text(text)
		m.shut("span", "li")
	}
	for _, cell := range c.cells {
		for _, o := range cell.checks {
			v := verdicts[o.Verdict]
			begin(string(o.Verdict), v.sign)
			m.el("span", p.say(v.words), "class", "sr")
			m.el("span", cmp.Or(o.Claim, o.Text), p.otherLang(c.chapter.Lang)...)
			if o.Want != "" {
				m.text(" ")
				p.compared(o)
			}
			m.shut("span", "li")
		}
		switch cell.status {
		case notebook.Failed, notebook.Timeout:
			line("fail", "✗", p.say("a cell failed"))
		case notebook.Skipped, notebook.Refused:
			line("skip", "–", p.say("not run"))
		}
	}
	if !said {
		line("skip", "–", p.say("shown, not checked"))
	}
	m.shut("ul", "td")
}
