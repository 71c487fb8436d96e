package render

import (
	"cmp"
	"net/url"
	"strings"
)

// Place is where a page stands in a book. The zero Place is that of a page by itself.
type Place struct {
	File string // of this page: "aio.html"
	Base string // address of the book's folder, with a slash at the end; "" when it is not known
	Site string // the book's title

	Home           *Link // the book's first page; nil on that page
	Previous, Next *Link
	Languages      []Link // the pages of this notebook, this one too, when it is there in several languages

	Reused bool // the record is of an earlier run
}

// Link is another page of the book, or a place in it.
type Link struct{ File, Anchor, Title, Lang string }

// href is the link as a browser takes it.
func href(file string) string { return (&url.URL{Path: file}).String() }

// Address is where the book's page lies on the network; its first page is the folder's own.
func (pl Place) Address(file string) string {
	return pl.Base + strings.TrimSuffix(href(file), "index.html")
}

// placeHead writes what the head of the page says of its place: to search engines,
// and to those who show a card for a link.
func (p *page) placeHead(title string) {
	m, pl := p.m, p.at
	link := func(attrs ...string) {
		m.open("link", attrs...)
		m.line()
	}
	for _, l := range pl.Languages {
		to := href(l.File)
		if pl.Base != "" {
			to = pl.Address(l.File)
		}
		link("rel", "alternate", "hreflang", l.Lang, "href", to)
	}
	if pl.Base == "" {
		return
	}
	link("rel", "canonical", "href", pl.Address(pl.File))
	for _, property := range [][2]string{
		{"og:type", "article"}, {"og:title", title}, {"og:description", p.x.Notebook.Meta.Description},
		{"og:url", pl.Address(pl.File)}, {"og:site_name", pl.Site},
	} {
		if property[1] != "" {
			m.open("meta", "property", property[0], "content", property[1])
			m.line()
		}
	}
}

// placeNav leads to the book's first page, and to this one in other languages.
func (p *page) placeNav() {
	m, pl := p.m, p.at
	if pl.Home == nil && len(pl.Languages) == 0 {
		return
	}
	m.open("nav", "class", "place", "aria-label", p.say("Book"))
	if pl.Home != nil {
		p.link(*pl.Home, pl.Home.Title)
	}
	if len(pl.Languages) > 0 {
		m.open("ul", "class", "languages")
		for _, l := range pl.Languages {
			m.open("li")
			if l.File == pl.File {
				m.el("span", languageName(l.Lang), "aria-current", "page", "lang", l.Lang)
			} else {
				m.el("a", languageName(l.Lang), "href", href(l.File), "hreflang", l.Lang, "lang", l.Lang, "rel", "alternate")
			}
			m.shut("li")
		}
		m.shut("ul")
	}
	m.shut("nav")
	m.line()
}

// turnNav leads to the pages before and after this one.
func (p *page) turnNav() {
	m, pl := p.m, p.at
	if pl.Previous == nil && pl.Next == nil {
		return
	}
	m.open("nav", "class", "place turn", "aria-label", p.say("Previous and next"))
	for _, turn := range []struct {
		to        *Link
		rel, word string
	}{{pl.Previous, "prev", "Previous"}, {pl.Next, "next", "Next"}} {
		if turn.to == nil {
			continue
		}
		m.open("p", "class", turn.rel)
		m.el("span", p.say(turn.word), "class", "turn-word")
		m.text(" ")
		p.link(*turn.to, turn.to.Title, "rel", turn.rel)
		m.shut("p")
	}
	m.shut("nav")
	m.line()
}

// link writes a link to a page of the book, whose language it names when it is
// not this page's.
func (p *page) link(l Link, text string, attrs ...string) {
	to := url.URL{Path: l.File, Fragment: l.Anchor}
	attrs = append([]string{"href", to.String()}, attrs...)
	if l.Lang != "" && l.Lang != p.lang() {
		attrs = append(attrs, "hreflang", l.Lang, "lang", l.Lang)
	}
	p.m.el("a", text, attrs...)
}

// lang is the language of the page's prose.
func (p *page) lang() string { return cmp.Or(p.x.Notebook.Meta.Lang, "en") }

// languageName is a language's own name for itself, or its tag.
func languageName(tag string) string {
	if name, ok := languageNames[tag]; ok {
		return name
	}
	primary, _, _ := strings.Cut(tag, "-")
	return cmp.Or(languageNames[strings.ToLower(primary)], tag)
}

var languageNames = map[string]string{
	"en": "English", "zh": "中文", "zh-Hant": "繁體中文", "zh-TW": "繁體中文", "de": "Deutsch", "fr": "Français", "es": "Español", "pt": "Português",
	"it": "Italiano", "nl": "Nederlands", "pl": "Polski", "ru": "Русский", "uk": "Українська", "tr": "Türkçe", "ja": "日本語", "ko": "한국어",
	"vi": "Tiếng Việt", "id": "Bahasa Indonesia", "cs": "Čeština", "sv": "Svenska",
}
