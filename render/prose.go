package render

import (
	"fmt"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/renderer"
	goldhtml "github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/util"

	"nbrun/render/notebook"
)

// prepare changes the tree into what a page shows: callouts, the tags that are allowed,
// links to pages in place of those to notebooks, and ids of which none is there twice.
func (p *page) prepare(tree ast.Node) {
	markCallouts(tree, p.src)
	p.allowTags(tree)
	linkPages(tree)
	p.claimIDs(tree)
}

// prose renders a node, cells included.
func (p *page) prose(n ast.Node) error {
	r := renderer.NewRenderer(renderer.WithNodeRenderers(
		util.Prioritized(p, 100),
		util.Prioritized(extension.NewTableHTMLRenderer(), 500),
		util.Prioritized(extension.NewStrikethroughHTMLRenderer(), 500),
		util.Prioritized(extension.NewDefinitionListHTMLRenderer(), 500),
		util.Prioritized(extension.NewFootnoteHTMLRenderer(extension.WithFootnoteBacklinkTitle(p.say("Back to the text"))), 500),
		util.Prioritized(goldhtml.NewRenderer(), 1000),
	))
	if err := r.Render(&p.m.b, p.src, n); err != nil {
		return fmt.Errorf("rendering the prose of %s: %w", p.x.Notebook.Path, err)
	}
	return nil
}

// RegisterFuncs makes a page render the nodes that goldmark's own renderers do
// not know, or write with a style attribute, or write without an escape.
func (p *page) RegisterFuncs(reg renderer.NodeRendererFuncRegisterer) {
	both := func(kind ast.NodeKind, f func(n ast.Node, entering bool) ast.WalkStatus) {
		reg.Register(kind, func(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
			outer := p.m
			p.m = &markup{}
			status := f(n, entering)
			_, err := w.Write(p.m.b.Bytes())
			p.m = outer
			return status, err
		})
	}
	once := func(kind ast.NodeKind, f func(n ast.Node)) {
		both(kind, func(n ast.Node, entering bool) ast.WalkStatus {
			if entering {
				f(n)
			}
			return ast.WalkSkipChildren
		})
	}
	once(notebook.KindCell, func(n ast.Node) { p.cell(n.(*notebook.CellNode).Index) })
	once(notebook.KindInline, func(n ast.Node) { p.inline(n.(*notebook.InlineNode).Index) })
	once(ast.KindFencedCodeBlock, func(n ast.Node) { p.fenced(n.(*ast.FencedCodeBlock)) })
	once(ast.KindCodeBlock, func(n ast.Node) { p.plainCode(string(n.Lines().Value(p.src))) })
	once(ast.KindImage, func(n ast.Node) { p.image(n.(*ast.Image)) })
	once(ast.KindText, func(n ast.Node) { p.words(n.(*ast.Text)) })
	once(extast.KindTaskCheckBox, func(n ast.Node) { p.task(n.(*extast.TaskCheckBox).IsChecked) })
	once(kindBook, func(n ast.Node) { p.bookPart(n.(*bookNode).part) })
	once(kindShown, func(n ast.Node) { p.itemShown(n.(*shownNode).item) })
	once(kindTags, func(n ast.Node) { p.tags(n.(*tagsNode)) })
	both(ast.KindHeading, p.heading)
	both(kindCallout, p.callout)
	both(extast.KindTable, p.table)
	both(extast.KindTableCell, p.tableCell)
}

// table puts a table in a box of its own, which scrolls when it is wider than the page.
func (p *page) table(n ast.Node, entering bool) ast.WalkStatus {
	if entering {
		p.m.openScroll(p.say("Table"))
		if isCoverage(n) {
			p.m.open("table", "class", "items")
		} else {
			p.m.open("table")
		}
		p.m.line()
	} else {
		p.m.shut("table", "div")
		p.m.line()
	}
	return ast.WalkContinue
}

// tableCell writes the alignment of a column as a class: a style attribute would
// be against the page's policy.
func (p *page) tableCell(n ast.Node, entering bool) ast.WalkStatus {
	cell, tag := n.(*extast.TableCell), "td"
	attrs := []string{}
	if n.Parent().Kind() == extast.KindTableHeader {
		tag, attrs = "th", []string{"scope", "col"}
	}
	if a := cell.Alignment; a == extast.AlignRight || a == extast.AlignCenter {
		attrs = append(attrs, "class", a.String())
	}
	if entering {
		p.m.open(tag, attrs...)
	} else {
		p.m.shut(tag)
		p.m.line()
	}
	return ast.WalkContinue
}

// task writes the box of a task list, which nobody can tick on a page.
func (p *page) task(done bool) {
	sign, words := "☐", "to do: "
	if done {
		sign, words = "☑", "done: "
	}
	p.m.el("span", sign, "class", "task", "aria-hidden", "true")
	p.m.el("span", p.say(words), "class", "sr")
}

// fenced writes a fenced block that is no cell.
func (p *page) fenced(n *ast.FencedCodeBlock) {
	code := n.Lines().Value(p.src)
	if string(n.Language(p.src)) != "go" {
		p.plainCode(string(code))
		return
	}
	p.m.listing(p.say("Code"), func() { p.m.goCode(code, lineMarks{}) })
	p.m.line()
}

func (p *page) plainCode(code string) {
	p.m.listing(p.say("Code"), func() { p.m.text(strings.TrimRight(code, "\r\n")) })
	p.m.line()
}
