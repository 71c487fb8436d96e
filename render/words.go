package render

import (
	"bytes"
	"html"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	goldhtml "github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/util"

	"nbrun/render/notebook"
)

// words writes a piece of prose. A line break between two Chinese or Japanese
// letters is not a space (CSS Text 3, section 4.1.3); goldmark has an option for
// that, which loses the space before markup: "calls it\n*blocking*".
func (p *page) words(n *ast.Text) {
	value := n.Segment.Value(p.src)
	if n.IsRaw() {
		p.m.text(string(value))
		return
	}
	value, more := cut(value)
	p.m.trusted(escaped(value))
	p.m.text(more)
	switch {
	case n.HardLineBreak():
		p.m.open("br")
		p.m.line()
	case n.SoftLineBreak() && !p.joined(p.runeBefore(n), p.runeAfter(n)):
		p.m.line()
	}
}

// joined reports whether a line break between two letters is no space. Marks that
// other scripts have too, such as quotation marks and dashes, are wide beside a wide
// letter on a page in Chinese or Japanese (CSS Text 4, section 4.1.3). A mark of full
// width has its own space, whatever stands on its other side.
func (p *page) joined(before, after rune) bool {
	if wide(before) && wide(after) || fullMark(before) || fullMark(after) {
		return true
	}
	lang, _, _ := strings.Cut(strings.ToLower(p.lang()), "-")
	return (lang == "zh" || lang == "ja") && (wide(before) && wideMark(after) || wideMark(before) && wide(after))
}

// fullMark reports whether a letter is a mark of full width.
func fullMark(r rune) bool { return wide(r) && unicode.IsPunct(r) }

func wideMark(r rune) bool { return r != 0 && strings.ContainsRune("·—‘’“”…", r) }

// escaped is Markdown's text as HTML: backslashes before punctuation are gone,
// and entities are what they stand for.
func escaped(value []byte) []byte {
	var b memory
	goldhtml.DefaultWriter.Write(&b, value)
	return b.Bytes()
}

// memory is a buffer as goldmark's writers want one.
type memory struct{ bytes.Buffer }

func (m *memory) Buffered() int { return 0 }
func (m *memory) Flush() error  { return nil }

// wide reports whether lines of a script break between any two of its letters, marks of
// full width among them.
func wide(r rune) bool {
	return util.IsEastAsianWideRune(r) && !unicode.Is(unicode.Hangul, r) || 0x3001 <= r && r <= 0x303f || 0xff01 <= r && r <= 0xff60
}

// runeBefore returns the last letter of a text, or of the markup before it when it
// is an empty one that stands there for its line break; 0 when there is none.
func (p *page) runeBefore(n *ast.Text) rune {
	if n.Segment.Len() > 0 {
		r, _ := utf8.DecodeLastRune(n.Segment.Value(p.src))
		return r
	}
	for last := n.PreviousSibling(); last != nil; last = last.LastChild() {
		if text, ok := last.(*ast.Text); ok {
			r, _ := utf8.DecodeLastRune(text.Segment.Value(p.src))
			return r
		}
	}
	return 0
}

// runeAfter returns the first letter behind a node of a paragraph, whatever markup
// it stands in; 0 when there is none.
func (p *page) runeAfter(n ast.Node) rune {
	for next := n.NextSibling(); next != nil; next = next.FirstChild() {
		if text, ok := next.(*ast.Text); ok {
			r, _ := utf8.DecodeRune(text.Segment.Value(p.src))
			return r
		}
	}
	return 0
}

// plain is the text of a node without its markup.
func (p *page) plain(n ast.Node) string {
	var b strings.Builder
	for _, n := range nodes(n) {
		b.WriteString(p.letters(n))
	}
	return strings.TrimSpace(b.String())
}

// letters are what one node, without those below it, adds to a text.
func (p *page) letters(n ast.Node) string {
	switch n := n.(type) {
	case *ast.Text:
		value, end := string(n.Segment.Value(p.src)), ""
		if !n.IsRaw() {
			value = html.UnescapeString(string(escaped([]byte(value))))
		}
		if n.HardLineBreak() || n.SoftLineBreak() && !p.joined(p.runeBefore(n), p.runeAfter(n)) {
			end = " "
		}
		return value + end
	case *ast.AutoLink:
		return string(n.Label(p.src))
	case *notebook.InlineNode:
		text, _, _ := p.value(n.Index)
		return text
	}
	return ""
}

// nodes returns n and all nodes below it, in order, so that the caller may change
// the tree while it goes through them.
func nodes(n ast.Node) []ast.Node {
	var list []ast.Node
	// The function below returns no error, so there is none to pass on.
	_ = ast.Walk(n, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if entering {
			list = append(list, n)
		}
		return ast.WalkContinue, nil
	})
	return list
}
