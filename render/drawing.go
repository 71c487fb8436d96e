package render

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"nbrun/render/figure"
	"nbrun/render/notebook"
)

// captions are what an author says of a cell's first figure; the others have only
// what they say themselves.
type captions struct{ caption, alt string }

// take returns what is there, and leaves nothing.
func (c *captions) take() captions {
	taken := *c
	*c = captions{}
	return taken
}

// figureOutput writes a figure of one or more traces, and folds away below it the rows of
// those that the page lists nowhere else, so that its marks have somewhere to lead.
func (p *page) figureOutput(o notebook.Output, c *captions) {
	if !p.draw(o.Name, o.Traces, c) {
		return
	}
	if p.listed == nil {
		p.listed = listed(p.x)
	}
	for _, t := range o.Traces {
		if p.listed[t] {
			continue
		}
		p.listed[t] = true
		p.m.open("details", "class", "own-calls")
		p.m.el("summary", p.say("What was recorded: %s", p.traceTitle(t)))
		p.events(t, nil)
		p.m.shut("details")
		p.m.line()
	}
}

// listed returns the traces whose rows the page shows because a cell showed them.
func listed(x *notebook.Execution) map[int]bool {
	list := map[int]bool{}
	for i, r := range x.Results {
		options := x.Notebook.Cells[i].Options
		if options.NoOutput || options.Views != nil && !slices.Contains(options.Views, "table") {
			continue
		}
		for _, o := range r.Outputs {
			for _, t := range o.Traces {
				list[t] = list[t] || o.Kind == notebook.Traced
			}
		}
	}
	return list
}

// draw writes the figure of that kind of the traces of these indexes. One that cannot
// be drawn truthfully is not drawn, and the page says why; draw reports whether it was.
func (p *page) draw(kind string, traces []int, c *captions) bool {
	in := figure.Input{Lang: p.x.Notebook.Meta.Lang}
	for _, t := range traces {
		in.Traces = append(in.Traces, p.x.Traces[t])
	}
	f, err := figure.Draw(kind, in)
	if err != nil {
		p.m.el("p", p.say("not drawn (%s): %v", kind, err), "class", "broken")
		p.m.line()
		return false
	}
	p.figure(&f, c.take(), traces...)
	return true
}

// figurePrefix begins the ids within figures: the second's is "fig.2-title".
const figurePrefix = "fig."

// figure writes a figure with its caption, and what it shows as a table. It is drawn
// from the traces of these indexes.
func (p *page) figure(f *figure.Figure, c captions, traces ...int) {
	m := p.m
	p.figures++
	if c.alt != "" {
		f.Alt = c.alt
	}
	m.open("div", "class", "drawing")
	m.open("figure")
	p.keepPlace(f, traces)
	m.line()
	p.figcaption(c.caption, f.Caption, f.Quoted, p.otherLang(cmp.Or(f.Lang, "en"))...)
	m.shut("figure")
	m.line()
	if len(f.Data) > 0 {
		m.open("details", append([]string{"class", "data"}, p.otherLang(cmp.Or(f.Lang, "en"))...)...)
		m.el("summary", p.say("Data of this figure"), p.ownLang(f)...)
		m.rows(f.Data, p.say("Data of figure %d", p.figures))
		m.shut("details")
	}
	m.shut("div")
	m.line()
}

// ownLang are the attributes of the page's words within a figure that has its own.
func (p *page) ownLang(f *figure.Figure) []string {
	if p.otherLang(cmp.Or(f.Lang, "en")) == nil {
		return nil
	}
	return []string{"lang", p.lang()}
}

// figcaption writes the number of the figure, what its author says that it is a picture
// of, and how it is to be read, which nothing may take the place of and which may be in
// another language; then what the record says itself, in English.
func (p *page) figcaption(caption, reading, quoted string, lang ...string) {
	m := p.m
	m.open("figcaption")
	m.el("span", p.say("Figure %d", p.figures), "class", "number")
	if caption != "" {
		m.text(" " + caption)
	}
	if r, _ := utf8.DecodeLastRuneInString(caption); caption != "" && reading != "" && !strings.ContainsRune(".!?。！？", r) {
		m.text(p.say("."))
	}
	if reading != "" {
		if !p.chinese || caption == "" {
			m.text(" ")
		}
		m.el("span", reading, lang...)
	}
	if quoted != "" {
		m.text(" ")
		m.el("span", quoted, "lang", "en")
	}
	m.shut("figcaption")
	m.line()
}

// picture writes a picture that a cell made. As an image, SVG runs no script and
// fetches nothing.
func (p *page) picture(mediaType, data string, c *captions) {
	m, taken := p.m, c.take()
	p.figures++
	alt := taken.alt
	if alt == "" {
		alt = taken.caption
	}
	if alt == "" {
		alt = p.say("a picture without a description, made by the cell above")
	}
	m.open("figure", "class", "drawing")
	m.open("img", "alt", alt, "src", "data:"+mediaType+";base64,"+data)
	m.line()
	p.figcaption(taken.caption, "", "")
	m.shut("figure")
}
