package render

import (
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"strings"
	"sync"

	"nbrun/render/figure"
)

//go:embed style.css
var styleSource string

//go:embed script.js
var scriptSource string

//go:embed tracetools.js
var traceToolsSource string

// shell is what every page has, whatever its content: one style, one script, and
// the policy that lets these two run and nothing else. It is at most 60 KB.
type shell struct {
	style, script, policy string
}

var pageShell = sync.OnceValue(func() shell {
	s := shell{style: tight.Replace(squeeze(styleSource)) + columnStyle() + barFills() + figure.CSS(), script: squeeze(scriptSource) + squeeze(traceToolsSource)}
	s.policy = "default-src 'none'; style-src " + hash(s.style) + "; script-src " + hash(s.script) +
		"; img-src data:; base-uri 'none'; form-action 'none'"
	return s
})

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

// tight drops the spaces of a style sheet that mean nothing to it, and so are in no
// text of it.
var tight = strings.NewReplacer(" { ", "{", " {", "{", "; }", "}", "; ", ";", ": ", ":", ", ", ",", " > ", ">")

// head writes everything before the body.
func (p *page) head(title string) {
	m, meta, s := p.m, p.x.Notebook.Meta, pageShell()
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
	m.trusted([]byte(s.style))
	m.shut("style")
	m.line()
	m.shut("head")
	m.line()
}

// foot writes the script and the end of the page.
func (p *page) foot() {
	p.m.open("script")
	p.m.trusted([]byte(pageShell().script))
	p.m.shut("script")
	p.m.line()
	p.searchScript()
	p.m.shut("body", "html")
	p.m.line()
}
