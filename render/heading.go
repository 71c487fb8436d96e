package render

import (
	"fmt"
	"slices"
	"strings"

	"github.com/yuin/goldmark/ast"
)

// takeTitle removes the heading that the document begins with from the tree, when
// it is of the first level, since a page shows it above its summary.
func takeTitle(tree ast.Node) *ast.Heading {
	h, ok := tree.FirstChild().(*ast.Heading)
	if !ok || h.Level != 1 {
		return nil
	}
	tree.RemoveChild(tree, h)
	return h
}

// title writes the page's only heading of the first level: that of the document,
// which may hold markup, or else a text.
func (p *page) title(h *ast.Heading, text string) error {
	if h == nil {
		p.m.el("h1", text)
		p.m.line()
		return nil
	}
	return p.prose(h)
}

// heading writes a heading and its anchor; of the attributes that an author may
// give, only the id is kept.
func (p *page) heading(n ast.Node, entering bool) ast.WalkStatus {
	h := n.(*ast.Heading)
	tag := fmt.Sprintf("h%d", h.Level)
	id := headingID(h)
	if entering {
		p.m.open(tag, skipEmpty("id", id)...)
		return ast.WalkContinue
	}
	if id != "" && h.Level > 1 {
		p.m.el("a", "#", "class", "anchor", "href", "#"+id, "aria-hidden", "true", "tabindex", "-1")
	}
	p.m.shut(tag)
	p.m.line()
	return ast.WalkContinue
}

func headingID(h *ast.Heading) string {
	if id, ok := h.AttributeString("id"); ok {
		switch id := id.(type) {
		case []byte:
			return string(id)
		case string:
			return id
		}
	}
	return ""
}

// claimIDs makes the ids of headings unique; labels of cells take what is left.
func (p *page) claimIDs(tree ast.Node) {
	for _, n := range nodes(tree) {
		h, ok := n.(*ast.Heading)
		if !ok {
			continue
		}
		id := headingID(h)
		h.RemoveAttributes()
		if id != "" && p.claim(id) {
			h.SetAttributeString("id", id)
		}
	}
}

// own are the beginnings of the ids that a page gives of itself: to cells, to the
// boxes that show omitted lines, to figures, to rows, to footnotes and their marks, to
// places.
var own = []string{"cell.", "omit.", figurePrefix, rowPrefix, "fn:", "fnref", "."}

// claim reports whether an id is still free, and takes it.
func (p *page) claim(id string) bool {
	if p.ids[id] || slices.ContainsFunc(own, func(prefix string) bool { return strings.HasPrefix(id, prefix) }) {
		return false
	}
	p.ids[id] = true
	return true
}
