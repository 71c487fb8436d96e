package render

import (
	"fmt"

	"nbrun/render/figure"
	"nbrun/render/notebook"
)

// HTML writes x as one self-contained page. An image that cannot be had, a trace
// that cannot be drawn and whatever else is wrong with the content are shown on
// the page; the error is of the page as a whole, and is nil for every Execution
// that keeps the promises of its type.
func HTML(x *notebook.Execution) ([]byte, error) { return Page(x, Place{}) }

// Page is HTML for a page of a book.
func Page(x *notebook.Execution, place Place) ([]byte, error) {
	p := newPage(x)
	p.at = place
	return p.html()
}

func (p *page) html() ([]byte, error) {
	x := p.x
	tree := x.Notebook.Tree()
	p.prepare(tree)
	heading := takeTitle(tree)
	toc := p.contents(tree)
	p.markBook(tree)

	var body markup
	p.m = &body
	if err := p.prose(tree); err != nil {
		return nil, err
	}

	var m markup
	p.m = &m
	title := p.titleText(heading)
	p.head(title)
	m.open("body", p.scriptWords()...)
	if p.rowsShown > 0 {
		m.trusted(figure.Swatches(swatchPrefix))
	}
	m.el("a", p.say("Skip to the content"), "class", "skip-link", "href", "#"+contentAnchor)
	m.line()
	m.open("div", "class", "page")
	m.line()
	p.asideContents(toc)
	m.open("main", "id", contentAnchor)
	m.line()
	m.open("header")
	m.line()
	p.placeNav()
	if err := p.title(heading, title); err != nil {
		return nil, err
	}
	if d := x.Notebook.Meta.Description; d != "" {
		m.el("p", d, "class", "lead")
		m.line()
	}
	p.bookSummary()
	p.summary()
	p.banner()
	p.searchForm()
	p.inlineContents(toc)
	m.shut("header")
	m.line()
	p.withDrawings(body.b.Bytes())
	p.glossary()
	p.turnNav()
	m.shut("main")
	m.line()
	p.provenance()
	m.shut("div")
	m.line()
	p.foot()
	return visible(m.b.Bytes()), nil
}

// page is one page in the making.
type page struct {
	x         *notebook.Execution
	at        Place   // in a book
	book      *Book   // whose first page it is; nil of the others
	m         *markup // where it is being written to
	src       []byte
	chinese   bool // the page's own words are
	tally     tally
	failures  int                  // shown so far
	figures   int                  // shown so far
	drawings  []drawing            // of those figures that are drawn
	rowIDs    map[string]bool      // the names of the events that have a row
	rowsShown int                  // of traces, so far
	terms     map[string]bool      // of the glossary, that the rows have
	refused   [][]notebook.Problem // by cell
	elsewhere []notebook.Problem   // those of no cell
	ids       map[string]bool      // in use
	lines     map[int]bool         // of the notebook, to which something leads
	listed    map[int]bool         // traces whose rows it shows; made when a figure is
	calls     map[int]string       // of lines of the notebook, where the page shows them
}

func newPage(x *notebook.Execution) *page {
	p := &page{
		x:       x,
		src:     x.Notebook.Source,
		chinese: simplified(x.Notebook.Meta.Lang),
		tally:   count(x),
		rowIDs:  map[string]bool{},
		terms:   map[string]bool{},
		refused: make([][]notebook.Problem, len(x.Notebook.Cells)),
		ids:     map[string]bool{},
		lines:   linkedLines(x),
		calls:   callsOfLines(x),
	}
	for _, problem := range x.Problems {
		if problem.Cell >= 0 && problem.Cell < len(p.refused) {
			p.refused[problem.Cell] = append(p.refused[problem.Cell], problem)
		} else {
			p.elsewhere = append(p.elsewhere, problem)
		}
	}
	return p
}

// result returns what a cell did. When Go refused the notebook no cell did anything.
func (p *page) result(cell int) notebook.Result {
	if cell < len(p.x.Results) {
		return p.x.Results[cell]
	}
	return notebook.Result{Status: notebook.Refused}
}

// anchor returns the attributes that make an element the anchor of the next failure.
func (p *page) anchor() []string {
	p.failures++
	return []string{"id", failureID(p.failures)}
}

// failureID is the id of the n-th failure on a page, from 1.
func failureID(n int) string {
	if n == 1 {
		return failureAnchor
	}
	return fmt.Sprintf("%s.%d", failureAnchor, n)
}

// Where the banner leads, and the link that skips the contents. The ids of headings
// and labels do not begin so.
const (
	failureAnchor = ".failure"
	contentAnchor = ".content"
)
