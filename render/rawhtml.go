package render

import (
	"html"
	"slices"
	"strings"

	"github.com/yuin/goldmark/ast"

	"nbrun/render/notebook"
)

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
// element in which something failed is open.
func (p *page) allowTags(n ast.Node) {
	var all []*piece
	bad := map[*piece]bool{} // a failure follows the piece
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
		default:
			p.allowTags(child)
			if len(all) > 0 && p.showsFailure(child) {
				bad[all[len(all)-1]] = true
			}
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
			start.open = start.open || within && bad[x]
		}
	}
}

// showsFailure reports whether a node is a cell that shows a failure, or holds a value
// that could not be had.
func (p *page) showsFailure(n ast.Node) bool {
	return slices.ContainsFunc(nodes(n), func(n ast.Node) bool {
		switch n := n.(type) {
		case *notebook.CellNode:
			return p.cellIsBad(n.Index)
		case *notebook.InlineNode:
			return n.Index < len(p.x.Values) && failed(p.x.Values[n.Index])
		}
		return false
	})
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
