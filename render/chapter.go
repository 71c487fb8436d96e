package render

import (
	"cmp"
	"strings"

	"github.com/yuin/goldmark/ast"

	"nbrun/render/notebook"
)

// Chapter is what the first page of a book knows of another.
type Chapter struct {
	Link
	Description string
	Languages   []Link // see Place
	path        string // of the notebook
	tally       tally
	sections    []section
}

// section is a piece of a page that has an anchor: from one heading to the next.
type section struct {
	anchor string // "" for what stands above the first heading
	title  string
	text   string
	covers []covering
}

// covering is a cell that says what it covers.
type covering struct {
	index  int // of the cell
	what   []notebook.Reference
	status notebook.Status
	tally  tally
	checks []notebook.Output
}

// ChapterOf is the chapter whose page is that of x at place.
func ChapterOf(x *notebook.Execution, place Place) Chapter {
	p := newPage(x)
	tree := x.Notebook.Tree()
	p.prepare(tree)
	title := p.titleText(takeTitle(tree))
	return Chapter{
		Link:        Link{File: place.File, Title: title, Lang: p.lang()},
		Description: x.Notebook.Meta.Description,
		Languages:   place.Languages,
		path:        x.Notebook.Path,
		tally:       p.tally,
		sections:    p.sections(tree),
	}
}

// Title is what the page of a notebook is headed by.
func Title(nb *notebook.Notebook) string {
	if nb.Meta.Title != "" {
		return nb.Meta.Title
	}
	p := newPage(&notebook.Execution{Notebook: nb})
	return p.titleText(takeTitle(nb.Tree()))
}

// titleText is the title of the page, whose heading is h, or none.
func (p *page) titleText(h *ast.Heading) string {
	title := p.x.Notebook.Meta.Title
	if title == "" && h != nil {
		title = p.plain(h)
	}
	return cmp.Or(title, p.x.Notebook.Path)
}

// sections cuts the prose at its headings.
func (p *page) sections(tree ast.Node) []section {
	list := []section{{}}
	var text strings.Builder
	end := func() {
		list[len(list)-1].text = strings.Join(strings.Fields(text.String()), " ")
		text.Reset()
	}
	// The function below returns no error, so there is none to pass on.
	_ = ast.Walk(tree, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if n.Type() != ast.TypeInline {
			text.WriteByte(' ') // between blocks
		}
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.Heading:
			if id := headingID(n); id != "" {
				end()
				list = append(list, section{anchor: id, title: p.plain(n)})
				return ast.WalkSkipChildren, nil
			}
		case *notebook.CellNode:
			o := p.x.Notebook.Cells[n.Index].Options
			for _, caption := range []string{o.ListingCap, o.FigureCap} {
				if caption != "" {
					text.WriteString(" " + strings.TrimRight(caption, ".。") + p.say(".") + " ")
				}
			}
			if len(o.Covers) > 0 {
				last := &list[len(list)-1]
				last.covers = append(last.covers, p.covering(n.Index))
			}
		default:
			text.WriteString(p.letters(n))
		}
		return ast.WalkContinue, nil
	})
	end()
	return list
}

// covering is what cell i shows of what it says that it covers.
func (p *page) covering(i int) covering {
	r := p.result(i)
	c := covering{index: i, what: p.x.Notebook.Cells[i].Options.Covers, status: r.Status}
	c.tally.cell(r)
	if r.Status == notebook.Refused {
		c.tally.refused++
	}
	for _, o := range r.Outputs {
		switch o.Verdict {
		case notebook.Pass, notebook.Fail, notebook.Skip:
			c.checks = append(c.checks, o)
		}
	}
	return c
}

// to is where a section of the chapter begins.
func (c Chapter) to(s section) Link {
	return Link{File: c.File, Anchor: s.anchor, Title: s.title, Lang: c.Lang}
}
