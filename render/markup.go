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

// trusted writes HTML that this program made.
func (m *markup) trusted(html []byte) { m.b.Write(html) }

// text writes a text. What would not be seen, or would make other text seem to
// stand elsewhere, is made visible: bytes that are not UTF-8, control characters,
// and those that turn the direction of writing.
func (m *markup) text(s string) {
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
		case r == utf8.RuneError && n == 1:
			fmt.Fprintf(&m.b, `\x%02x`, s[0])
		case r == '\r' && strings.HasPrefix(s, "\r\n"):
		case r < ' ' && r != '\n' && r != '\t':
			m.b.WriteRune('\u2400' + r) // the picture of the control character
		case r == 0x7f:
			m.b.WriteRune('\u2421')
		case r >= 0x80 && r < 0xa0, r >= 0x202a && r <= 0x202e, r >= 0x2066 && r <= 0x2069:
			fmt.Fprintf(&m.b, `\u%04x`, r)
		default:
			m.b.WriteString(s[:n])
		}
		s = s[n:]
	}
}
