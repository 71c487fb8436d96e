package render

import (
	"bytes"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"html"
	"strings"
	"sync"

	"nbrun/render/figure"
)

// What pages are styled by and what runs in them: each page has the parts of these that
// it needs. All together are at most 60 KB.
var (
	//go:embed style.css
	styleSource string
	//go:embed book.css
	bookStyleSource string
	//go:embed chinese.css
	chineseStyleSource string
	//go:embed script.js
	scriptSource string
	//go:embed tracetools.js
	traceToolsSource string
	//go:embed search.js
	searchSource string
)

// shell is those parts, ready for pages.
type shell struct {
	style, bookStyle, chineseStyle string
	script, traceTools, search     string
}

var pageShell = sync.OnceValue(func() shell {
	return shell{
		style:        squeezeStyle(styleSource) + columnStyle() + barFills() + figure.CSS(),
		bookStyle:    squeezeStyle(bookStyleSource),
		chineseStyle: squeezeStyle(chineseStyleSource),
		script:       squeeze(scriptSource),
		traceTools:   squeeze(traceToolsSource),
		search:       squeeze(searchSource),
	}
})

// style is the page's one style.
func (p *page) style() string {
	s := pageShell()
	style := s.style
	if p.book != nil {
		style += s.bookStyle
	}
	if strings.HasPrefix(strings.ToLower(p.lang()), "zh") {
		style += s.chineseStyle
	}
	return style
}

// script is the page's script; a book's first page has that of its search too.
func (p *page) script() string {
	s := pageShell()
	if p.rowsShown == 0 {
		return s.script
	}
	return s.script + s.traceTools
}

// policyStart begins the policy of every page.
const policyStart = "default-src 'none'; style-src "

// IsPage reports whether a file that begins so is a page that this package wrote.
func IsPage(head []byte) bool {
	return bytes.HasPrefix(head, []byte("<!DOCTYPE html>\n")) && bytes.Contains(head, []byte(html.EscapeString(policyStart)))
}

// policy lets the page's style and its scripts run, and nothing else.
func (p *page) policy() string {
	scripts := hash(p.script())
	if p.book != nil {
		scripts += " " + hash(pageShell().search)
	}
	return policyStart + hash(p.style()) + "; script-src " + scripts +
		"; img-src data:; base-uri 'none'; form-action 'none'"
}

// hash names a text to a Content-Security-Policy: W3C CSP3, section 2.3.1.
func hash(text string) string {
	sum := sha256.Sum256([]byte(text))
	return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}

// squeeze drops the indentation, the empty lines and the lines that are only a
// comment, which are for those who read the sources.
func squeeze(source string) string {
	var b strings.Builder
	for line := range strings.Lines(source) {
		line = strings.TrimSpace(line)
		comment := strings.HasPrefix(line, "//") || strings.HasPrefix(line, "/*") && strings.HasSuffix(line, "*/")
		if line != "" && !comment {
			b.WriteString(line)
			b.WriteByte('\n')
		}
	}
	return b.String()
}

// squeezeStyle is squeeze for a style sheet.
func squeezeStyle(source string) string { return tight.Replace(squeeze(source)) }

// tight drops the spaces of a style sheet that mean nothing to it, and so are in no
// text of it.
var tight = strings.NewReplacer(" { ", "{", " {", "{", "; }", "}", "; ", ";", ": ", ":", ", ", ",", " > ", ">")

// head writes everything before the body.
func (p *page) head(title string) {
	m, meta := p.m, p.x.Notebook.Meta
	m.trusted([]byte("<!DOCTYPE html>\n"))
	lang := meta.Lang
	if lang == "" {
		lang = "en"
	}
	m.open("html", "lang", lang)
	m.line()
	m.open("head")
	m.line()
	m.open("meta", "charset", "utf-8")
	m.line()
	m.open("meta", "http-equiv", "Content-Security-Policy", "content", p.policy())
	m.line()
	m.open("meta", "name", "viewport", "content", "width=device-width, initial-scale=1")
	m.line()
	m.open("meta", "name", "color-scheme", "content", "light dark")
	m.line()
	if meta.Description != "" {
		m.open("meta", "name", "description", "content", meta.Description)
		m.line()
	}
	if p.tally.bad() {
		m.el("title", "✗ "+title)
	} else {
		m.el("title", title)
	}
	m.line()
	p.placeHead(title)
	m.open("link", "rel", "icon", "href", "data:,")
	m.line()
	m.open("style")
	m.trusted([]byte(p.style()))
	m.shut("style")
	m.line()
	m.shut("head")
	m.line()
}

// foot writes the script and the end of the page.
func (p *page) foot() {
	p.m.open("script")
	p.m.trusted([]byte(p.script()))
	p.m.shut("script")
	p.m.line()
	p.searchScript()
	p.m.shut("body", "html")
	p.m.line()
}
