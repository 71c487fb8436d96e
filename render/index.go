package render

import (
	"path"
	"slices"
	"strings"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"

	"nbrun/render/notebook"
)

// Book is what the first page of a folder of notebooks tells of the others.
type Book struct {
	List []Chapter // each notebook once, in reading order
	All  []Chapter // in every language: what is searched

	home Chapter // the first page itself
}

// bad reports whether the run of the notebook of that page failed.
func (b *Book) bad(file string) bool {
	return slices.ContainsFunc(b.All, func(c Chapter) bool { return c.File == file && c.tally.bad() })
}

// Index is the first page of a book: the page of x with the list of the chapters and
// a search in them. A paragraph that is {contents} has its place taken by the list,
// which otherwise stands at the end; one that is {coverage}, by a table of what the
// cells say that they cover. In a table that has a column {coverage} each row is told
// which cells cover what its first cell names.
//
// The problems are what such a table names and no check shows, and what cells say that
// they cover and no such table names.
func Index(x *notebook.Execution, place Place, book Book) (html []byte, wrong []notebook.Problem, err error) {
	book.home = ChapterOf(x, place)
	p := newPage(x)
	p.at, p.book = place, &book
	html, err = p.html()
	return html, book.uncovered(x), err
}

// empty reports whether the page is a first page of which nothing was executed.
func (p *page) empty() bool {
	return p.book != nil && len(p.x.Notebook.Cells)+len(p.x.Notebook.Inlines)+len(p.x.Problems) == 0
}

// bookNode stands for what an index is asked to show.
type bookNode struct {
	ast.BaseBlock
	part string // "{contents}", "{coverage}"
}

var kindBook = ast.NewNodeKind("Book")

func (n *bookNode) Kind() ast.NodeKind         { return kindBook }
func (n *bookNode) Dump(src []byte, level int) { ast.DumpHelper(n, src, level, nil, nil) }

const contentsPart, coveragePart = "{contents}", "{coverage}"

// markBook replaces the paragraphs of an index that ask for a part of it.
func (p *page) markBook(tree ast.Node) {
	if p.book == nil && !p.home() {
		return
	}
	p.markItems(tree)
	listed := false
	for _, n := range nodes(tree) {
		para, ok := n.(*ast.Paragraph)
		if !ok {
			continue
		}
		part := strings.TrimSpace(string(para.Lines().Value(p.src)))
		if part == contentsPart || part == coveragePart {
			listed = listed || part == contentsPart
			para.Parent().ReplaceChild(para.Parent(), para, &bookNode{part: part})
		}
	}
	if listed || p.book == nil {
		return
	}
	list := &bookNode{part: contentsPart}
	if last := tree.LastChild(); last != nil && last.Kind() == extast.KindFootnoteList {
		tree.InsertBefore(tree, last, list)
	} else {
		tree.AppendChild(tree, list)
	}
}

// home reports whether a notebook is by its name the first page of its folder's book,
// which it is made as when there is a book.
func (p *page) home() bool {
	name, _, _ := strings.Cut(path.Base(p.x.Notebook.Path), ".")
	return name == "index"
}

func (p *page) bookPart(part string) {
	switch {
	case p.book == nil && part == coveragePart:
		p.m.el("p", p.say("This page was made by itself: nbrun build puts here what the cells of the folder's notebooks cover."), "class", "status")
	case p.book == nil:
		p.m.el("p", p.say("This page was made by itself: nbrun build puts the list of the folder's notebooks here."), "class", "status")
	case part == coveragePart:
		p.coverage()
	default:
		p.chapters()
	}
}

// bookSummary says what all the runs of a book came to.
func (p *page) bookSummary() {
	if p.book == nil {
		return
	}
	m := p.m
	var all tally
	failed := 0
	for _, c := range p.book.All {
		all.add(c.tally)
		if c.tally.bad() {
			failed++
		}
	}
	m.open("p", "class", "summary")
	part := p.parts()
	part("plain", p.count(len(p.book.List), "notebook"))
	all.refused = 0 // one of many
	p.verdict(all, part)
	if failed > 0 {
		part("bad", "✗ "+p.say("%s failed", p.count(failed, "notebook")))
	}
	m.shut("p")
	m.line()
}

// chapters writes the list of the book's pages.
func (p *page) chapters() {
	m := p.m
	if len(p.book.List) == 0 {
		m.el("p", p.say("There are no notebooks here yet."), "class", "status")
		m.line()
		return
	}
	m.open("ol", "class", "chapters")
	m.line()
	for _, c := range p.book.List {
		m.open("li")
		m.open("p", "class", "chapter")
		p.link(c.Link, c.Title)
		if c.Lang != p.lang() {
			m.text(" ")
			m.el("span", languageName(c.Lang), "class", "language", "lang", c.Lang)
		}
		for _, l := range c.Languages {
			if l.File != c.File {
				m.text(" ")
				p.link(l, languageName(l.Lang), "class", "language", "title", l.Title)
				if p.book.bad(l.File) {
					m.text(" ")
					m.el("span", "✗ "+p.say("failed"), "class", "bad")
				}
			}
		}
		m.shut("p")
		m.line()
		if c.Description != "" {
			m.open("p", append([]string{"class", "about"}, p.otherLang(c.Lang)...)...)
			m.text(c.Description)
			m.shut("p")
			m.line()
		}
		m.open("p", "class", "summary")
		p.state(c.tally)
		m.shut("p")
		m.shut("li")
		m.line()
	}
	m.shut("ol")
	m.line()
}

// otherLang are the attributes of a text in a language, when it is not the page's.
func (p *page) otherLang(lang string) []string {
	if lang == p.lang() {
		return nil
	}
	return []string{"lang", lang}
}

// state writes what the run of a notebook came to.
func (p *page) state(t tally) {
	part := p.parts()
	p.verdict(t, part)
	if t.failed > 0 {
		part("bad", "✗ "+p.say("%s failed", p.count(t.failed, "cell")))
	}
	if t.values > 0 {
		part("bad", "✗ "+p.say("%s could not be had", p.count(t.values, "value")))
	}
	if t.differences > 0 {
		part("bad", "✗ "+p.say("%s not confirmed", p.count(t.differences, "call")))
	}
}
