package render

import (
	"html"
	"regexp"
	"strings"

	"github.com/yuin/goldmark/ast"

	"nbrun/render/notebook"
)

// proseTags are the tags that prose may hold, without attributes; outputTags those
// that HTML from a cell may. What is not in them is shown as text. A void tag has
// no end.
var (
	proseTags  = tagSet("details summary kbd sub sup br")
	inlineTags = tagSet("kbd sub sup br")
	outputTags = tagSet("b i em strong small mark code pre kbd samp var sub sup br hr p blockquote ul ol li dl dt dd " +
		"table caption thead tbody tfoot tr th td details summary h3 h4 h5 h6")
	voidTags = tagSet("br hr")
)

func tagSet(names string) map[string]bool {
	set := map[string]bool{}
	for name := range strings.FieldsSeq(names) {
		set[name] = true
	}
	return set
}

// piece is a part of raw HTML: a tag, or a text.
type piece struct {
	tag   string // "" for a text
	end   bool   // an end tag
	open  bool   // of details: shown open
	named bool   // of details: a summary stands first in it
	text  string // as it was written
	block int    // number of the block of HTML it stands in
}

var tagForm = regexp.MustCompile(`(?s)<!--.*?-->|<(/?)([A-Za-z][A-Za-z0-9]*)\s*(/?)>`)

// pieces splits raw HTML. Comments are dropped.
func pieces(raw string, allowed map[string]bool, block int) []piece {
	var list []piece
	at := 0
	add := func(text string) {
		if text != "" {
			list = append(list, piece{text: text, block: block})
		}
	}
	for _, m := range tagForm.FindAllStringSubmatchIndex(raw, -1) {
		if m[4] < 0 { // a comment
			add(raw[at:m[0]])
			at = m[1]
			continue
		}
		tag := strings.ToLower(raw[m[4]:m[5]])
		if !allowed[tag] {
			continue
		}
		add(raw[at:m[0]])
		list = append(list, piece{tag: tag, end: m[3] > m[2] && !voidTags[tag], text: raw[m[0]:m[1]], block: block})
		at = m[1]
	}
	add(raw[at:])
	return list
}

// pair turns tags that have no partner into text, so that what remains nests. Only
// details may reach from one block of HTML to another, and a summary is its first
// child or none; without one it gets a name of ours. It returns the partner of each
// start tag.
func pair(list []*piece) map[*piece]*piece {
	partner := map[*piece]*piece{}
	var open []*piece
	demote := func(list ...*piece) {
		for _, x := range list {
			x.tag = ""
		}
	}
	for i, x := range list {
		switch {
		case x.tag == "" || voidTags[x.tag]:
		case !x.end:
			if x.tag == "summary" && !firstInDetails(list[:i], open) {
				demote(x)
				continue
			}
			open = append(open, x)
		default:
			j := len(open) - 1
			for j >= 0 && open[j].tag != x.tag {
				j--
			}
			if j < 0 || x.tag != "details" && open[j].block != x.block {
				demote(x)
				continue
			}
			demote(open[j+1:]...)
			partner[open[j]] = x
			open = open[:j]
			if x.tag == "summary" {
				open[j-1].named = true
			}
		}
	}
	demote(open...)
	return partner
}

// firstInDetails reports whether what follows before stands first in a details.
func firstInDetails(before, open []*piece) bool {
	if len(open) == 0 || open[len(open)-1].tag != "details" {
		return false
	}
	for i := len(before) - 1; before[i] != open[len(open)-1]; i-- {
		if before[i].tag != "" || strings.TrimSpace(before[i].text) != "" {
			return false
		}
	}
	return true
}

// tagsNode is raw HTML of which only allowed tags are left.
type tagsNode struct {
	ast.BaseInline
	list  []*piece
	block bool // it stands where paragraphs do
}

var kindTags = ast.NewNodeKind("AllowedTags")

func (n *tagsNode) Kind() ast.NodeKind         { return kindTags }
func (n *tagsNode) Dump(src []byte, level int) { ast.DumpHelper(n, src, level, nil, nil) }

// allowTags replaces the raw HTML below n. Tags are paired among the children of
// one node, so a tag never reaches out of a list item or a quotation. A details
// element in which a cell failed is open.
func (p *page) allowTags(n ast.Node) {
	var all []*piece
	cells := map[*piece][]int{} // the cells that follow a piece
	for child := n.FirstChild(); child != nil; child = child.NextSibling() {
		switch c := child.(type) {
		case *ast.HTMLBlock:
			raw := string(c.Lines().Value(p.src))
			if c.HasClosure() {
				raw += string(c.ClosureLine.Value(p.src))
			}
			child = p.replace(n, c, pieces(raw, proseTags, len(all)), true, &all)
		case *ast.RawHTML:
			child = p.replace(n, c, pieces(string(c.Segments.Value(p.src)), inlineTags, 0), false, &all)
		case *notebook.CellNode:
			if len(all) > 0 {
				last := all[len(all)-1]
				cells[last] = append(cells[last], c.Index)
			}
		default:
			p.allowTags(child)
		}
	}
	if all == nil {
		return
	}
	for start, end := range pair(all) {
		if start.tag != "details" {
			continue
		}
		within := false
		for _, x := range all {
			within = (within || x == start) && x != end
			for _, cell := range cells[x] {
				start.open = start.open || within && p.cellIsBad(cell)
			}
		}
	}
}

// replace puts the pieces in the place of a node, and adds them to all.
func (p *page) replace(parent, old ast.Node, list []piece, block bool, all *[]*piece) ast.Node {
	node := &tagsNode{block: block}
	for i := range list {
		node.list = append(node.list, &list[i])
	}
	*all = append(*all, node.list...)
	parent.ReplaceChild(parent, old, node)
	return node
}

// tags writes raw HTML: allowed tags as such, and the rest as text.
func (p *page) tags(n *tagsNode) {
	p.m.pieces(n.list, p.say("Details"), n.block)
}

// pieces writes pieces that [pair] has seen. Where paragraphs stand, texts outside
// of phrases become paragraphs. What is folded away without a summary has the name.
func (m *markup) pieces(list []*piece, name string, block bool) {
	phrase := 0
	var text strings.Builder
	flush := func() {
		s := text.String()
		text.Reset()
		switch {
		case !block || phrase > 0:
			m.text(s)
		case strings.TrimSpace(s) != "":
			m.el("p", strings.TrimSpace(s))
			m.line()
		}
	}
	for _, x := range list {
		if x.tag == "" {
			text.WriteString(html.UnescapeString(x.text))
			continue
		}
		flush()
		switch {
		case x.end:
			m.shut(x.tag)
		case x.open:
			m.open(x.tag, "open!", "")
		default:
			m.open(x.tag)
		}
		if x.tag != "details" && !voidTags[x.tag] {
			if x.end {
				phrase--
			} else {
				phrase++
			}
		}
		if x.tag == "details" {
			if !x.end && !x.named {
				m.el("summary", name)
			}
			m.line()
		}
	}
	flush()
}

// mostHTML is how many bytes of HTML are read; more are shown as a text.
const mostHTML = 1 << 20

// outputHTML writes HTML that came from a cell: what it may hold is shown as it
// asks, and the rest as text; what it folds away without a summary has the name.
func (m *markup) outputHTML(raw, name string) {
	if len(raw) > mostHTML {
		m.text(raw)
		return
	}
	list := pieces(raw, outputTags, 0)
	pointers := make([]*piece, len(list))
	for i := range list {
		pointers[i] = &list[i]
	}
	pair(pointers)
	m.pieces(pointers, name, false)
}
