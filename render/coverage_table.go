package render

import (
	"slices"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
)

// shownNode stands in a table's column {coverage}: in its head, where item is empty,
// and in each row.
type shownNode struct {
	ast.BaseInline
	item string
}

var kindShown = ast.NewNodeKind("Shown")

func (n *shownNode) Kind() ast.NodeKind         { return kindShown }
func (n *shownNode) Dump(src []byte, level int) { ast.DumpHelper(n, src, level, nil, nil) }

// item is a row of a table with a column {coverage}.
type item struct {
	name  string // what its first cell says
	start int    // of that cell, in the source
	shown *extast.TableCell
}

// items are the rows of those tables that have a column {coverage}, and the heads of
// these columns.
func (p *page) items(tree ast.Node) (list []item, heads []*extast.TableCell) {
	for _, n := range nodes(tree) {
		if n.Kind() != extast.KindTable {
			continue
		}
		column := slices.IndexFunc(tableCells(n.FirstChild()), func(cell *extast.TableCell) bool {
			return p.plain(cell) == coveragePart
		})
		if column < 0 {
			continue
		}
		heads = append(heads, tableCells(n.FirstChild())[column])
		for row := n.FirstChild().NextSibling(); row != nil; row = row.NextSibling() {
			cells := tableCells(row)
			if name := p.plain(cells[0]); name != "" && column < len(cells) {
				list = append(list, item{name, cells[0].Lines().At(0).Start, cells[column]})
			}
		}
	}
	return list, heads
}

func tableCells(row ast.Node) (list []*extast.TableCell) {
	for n := row.FirstChild(); n != nil; n = n.NextSibling() {
		list = append(list, n.(*extast.TableCell))
	}
	return list
}

// markItems has the tables of an index say what covers their rows.
func (p *page) markItems(tree ast.Node) {
	list, heads := p.items(tree)
	for _, head := range heads {
		head.RemoveChildren(head)
		head.AppendChild(head, &shownNode{})
	}
	for _, row := range list {
		row.shown.AppendChild(row.shown, &shownNode{item: row.name})
	}
}

// isCoverage reports whether a table is one that markItems has changed.
func isCoverage(table ast.Node) bool {
	return slices.ContainsFunc(tableCells(table.FirstChild()), func(cell *extast.TableCell) bool {
		return cell.LastChild() != nil && cell.LastChild().Kind() == kindShown
	})
}

// itemShown says where an item is covered, chapter by chapter, and what the checks of each
// section came to.
func (p *page) itemShown(item string) {
	m := p.m
	switch {
	case item == "" && p.book == nil:
		m.text(p.say("where, and the checks there: nbrun build fills this in"))
		return
	case item == "":
		m.text(p.say("where, and the checks there"))
		return
	case p.book == nil:
		return
	}
	_, where := p.book.coverage()
	list := where[item]
	if unchecked(list) {
		m.el("span", "✗ "+p.say("no check shows it"), "class", "bad")
		return
	}
	m.open("ul", "class", "shown")
	for i, c := range list {
		m.open("li")
		if i > 0 && list[i-1].chapter.File == c.chapter.File {
			m.text("› ")
			p.link(c.chapter.to(c.section), c.section.title)
		} else {
			p.coveredPlace(c)
		}
		m.text(" ")
		m.open("span", "class", "summary")
		p.verdict(c.tally(), p.parts())
		m.shut("span")
		m.shut("li")
	}
	m.shut("ul")
}

// tally is what the checks of the cells come to.
func (c covered) tally() (t tally) {
	for _, cell := range c.cells {
		t.add(cell.tally)
	}
	return t
}

// unchecked reports whether no check was made in any of these sections, though their
// cells ran.
func unchecked(list []covered) bool {
	for _, c := range list {
		if t := c.tally(); t.passed+t.falsified+t.skipped+t.failed+t.notRun+t.refused > 0 {
			return false
		}
	}
	return true
}
