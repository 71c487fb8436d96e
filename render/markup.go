package render

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf8"
)

// markup collects HTML. Names of tags and attributes are taken as they are and
// are constants of this package; texts and values of attributes may hold anything
// and are always escaped.
type markup struct {
	b bytes.Buffer
}

// open writes a start tag with attributes, given as names and values in turn. A
// pair with an empty name is left out; so is the value of a name that ends in "!",
// which stands for an attribute that is merely there, as in <details open>.
func (m *markup) open(tag string, attrs ...string) {
	m.b.WriteByte('<')
	m.b.WriteString(tag)
	for i := 0; i+1 < len(attrs); i += 2 {
		name, flag := strings.CutSuffix(attrs[i], "!")
		if name == "" {
			continue
		}
		m.b.WriteByte(' ')
		m.b.WriteString(name)
		if !flag {
			m.b.WriteString(`="`)
			m.text(attrs[i+1])
			m.b.WriteByte('"')
		}
	}
	m.b.WriteByte('>')
}

// skipEmpty is an attribute, or none when its value is empty.
func skipEmpty(name, value string) []string {
	if value == "" {
		return nil
	}
	return []string{name, value}
}

// shut writes end tags.
func (m *markup) shut(tags ...string) {
	for _, tag := range tags {
		m.b.WriteString("</")
		m.b.WriteString(tag)
		m.b.WriteByte('>')
	}
}

// line ends a line of the source, for those who read it.
func (m *markup) line() { m.b.WriteByte('\n') }

// el writes an element that holds a text.
func (m *markup) el(tag, text string, attrs ...string) {
	m.open(tag, attrs...)
	m.text(text)
	m.shut(tag)
}

// listing writes a box of code, which scrolls when a line is too long.
func (m *markup) listing(name string, code func()) {
	m.open("div", "class", "listing")
	m.code(name, code)
	m.shut("div")
}

// code writes what is in such a box; the script puts a button to copy it beside it.
func (m *markup) code(name string, code func()) {
	m.open("pre", "class", "code", "tabindex", "0", "role", "group", "aria-label", name)
	m.open("code")
	code()
	m.shut("code", "pre")
}

// openScroll begins a box for a table, which scrolls when that is too wide.
func (m *markup) openScroll(name string) {
	m.open("div", "class", "scroll", "tabindex", "0", "role", "group", "aria-label", name)
}

// trusted writes HTML that this program made.
func (m *markup) trusted(html []byte) { m.b.Write(html) }

// mostText is how many bytes a page shows of one text: a browser needs minutes to lay
// out some megabytes on one line.
const mostText = 256 << 10

// cut returns what a page shows of a text, and how much it leaves out; "" for nothing.
func cut[T string | []byte](s T) (shown T, more string) {
	if len(s) <= mostText {
		return s, ""
	}
	n := mostText
	for n > mostText-utf8.UTFMax && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n], fmt.Sprintf(" … [+%.1f MB]", float64(len(s)-n)/1e6)
}

// text writes a text, with all in it visible. Of one that is very long it writes the
// beginning, and says how much it leaves out.
func (m *markup) text(s string) {
	s, more := cut(s)
	defer m.b.WriteString(more)
	for len(s) > 0 {
		r, n := utf8.DecodeRuneInString(s)
		switch {
		case r == '&':
			m.b.WriteString("&amp;")
		case r == '<':
			m.b.WriteString("&lt;")
		case r == '>':
			m.b.WriteString("&gt;")
		case r == '"':
			m.b.WriteString("&#34;")
		case r == '\'':
			m.b.WriteString("&#39;")
		case r == '\r' && strings.HasPrefix(s, "\r\n"):
		case r == utf8.RuneError || unseen(r):
			m.b.WriteString(picture(r, s[:n]))
		default:
			m.b.WriteString(s[:n])
		}
		s = s[n:]
	}
}
