package notebook

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
)

// MaxSize is the most bytes that a notebook may have.
const MaxSize = 10 << 20

// Parse reads a notebook. It returns one whatever src holds, and with it all that
// is wrong with it, in the order of the lines; a notebook with problems should
// not be run. src becomes the notebook's Source and must not change any more.
func Parse(path string, src []byte) (*Notebook, []Problem) {
	nb := &Notebook{Path: path, Source: src}
	if problem := nb.notText(); problem != nil {
		return nb, []Problem{*problem}
	}
	p := &problems{nb: nb}
	nb.Front = findFront(p)
	parseFront(p)
	if reportLong(p) {
		return nb, p.sorted()
	}
	tree := nb.Tree()
	addCells(p, tree)
	addInlines(p, tree)
	if nb.Meta.Strict {
		reportMeasurements(p, tree)
	}
	return nb, p.sorted()
}

// bomOf returns the byte order mark that src begins with, if it does.
func bomOf(src []byte) []byte {
	if bytes.HasPrefix(src, []byte("\uFEFF")) {
		return src[:3]
	}
	return nil
}

// notText says why the source can't be read as Markdown at all, nil when it can.
func (nb *Notebook) notText() *Problem {
	at := func(offset int, hint, msg string) *Problem {
		return &Problem{Path: nb.Path, Pos: nb.Position(offset), Cell: -1, Msg: msg, Hint: hint}
	}
	if n := len(nb.Source); n > MaxSize {
		return &Problem{Path: nb.Path, Cell: -1,
			Msg: "the file has " + megabytes(n) + " MB; a notebook may have " + megabytes(MaxSize) + " MB"}
	}
	if bytes.HasPrefix(nb.Source, []byte("\xff\xfe")) || bytes.HasPrefix(nb.Source, []byte("\xfe\xff")) {
		return at(0, "save the file as UTF-8", "not UTF-8 text: it begins as UTF-16 does")
	}
	if i := bytes.IndexByte(nb.Source, 0); i >= 0 {
		return at(i, "", "not a text file: it has a zero byte here")
	}
	if i := bytes.IndexByte(nb.Source, '\r'); i >= 0 && bytes.IndexByte(nb.Source, '\n') < 0 {
		return at(i, "save the file with line feeds", "lines end in a carriage return alone here")
	}
	if utf8.Valid(nb.Source) {
		return nil
	}
	for i := 0; ; {
		r, n := utf8.DecodeRune(nb.Source[i:])
		if r == utf8.RuneError && n == 1 {
			return at(i, "save the file as UTF-8", fmt.Sprintf("not UTF-8 text: byte %#02x", nb.Source[i]))
		}
		i += n
	}
}

// megabytes writes a number of bytes in units of 2^20, with one digit behind the
// point where it isn't whole. It rounds up, so that more than the limit never
// reads like the limit.
func megabytes(n int) string {
	tenths := (n*10 + 1<<20 - 1) >> 20
	s := strconv.Itoa(tenths / 10)
	if tenths%10 != 0 {
		s += "." + strconv.Itoa(tenths%10)
	}
	return s
}

// addCells fills Cells from the tree, and reports blocks that never end.
func addCells(p *problems, tree ast.Node) {
	nb := p.nb
	labels := map[string]Position{}
	for n := tree.FirstChild(); n != nil; n = n.NextSibling() {
		switch n := n.(type) {
		case *CellNode:
			cell := Cell{Block: n.Block, Body: n.Code}
			parseOptions(p, n, &cell, labels)
			nb.Cells = append(nb.Cells, cell)
			checkBlock(p, n.Index, n.Block.Start, n.Code, n.Closed, "go")
		case *ast.FencedCodeBlock:
			whole, code, closed := fences(n, nb.Source)
			checkBlock(p, -1, whole.Start, code, closed, string(n.Language(nb.Source)))
		}
	}
}

// checkBlock reports slips at the fences of a top-level block; cell is -1 when it is none.
func checkBlock(p *problems, cell, start int, code Span, closed bool, language string) {
	checkFence(p, start, cell, language)
	if !swallowed(p, start, cell, code) && !closed {
		reportOpen(p, start, cell)
	}
}

// reportOpen says that a block swallows all that follows it: a slip that would
// otherwise silently turn later cells into text.
func reportOpen(p *problems, start, cell int) {
	fence := fenceOf(p.nb.Text(Span{start, lineEnd(p.nb.Source, start)}))
	p.add(start, cell, "end it with a line "+fence, "the block that begins here has no closing fence")
}

// addInlines fills Inlines from the tree.
func addInlines(p *problems, tree ast.Node) {
	nb := p.nb
	var found []*InlineNode
	for _, n := range nodes(tree) {
		if inline, ok := n.(*InlineNode); ok {
			found = append(found, inline)
		}
	}
	if found == nil {
		return
	}
	nb.Inlines = make([]Inline, len(found))
	for _, n := range found {
		inline := Inline{Span: n.Span, Expr: n.Expr}
		for inline.After < len(nb.Cells) && nb.Cells[inline.After].Block.End <= n.Span.Start {
			inline.After++
		}
		nb.Inlines[n.Index] = inline
		if strings.ContainsAny(nb.Text(n.Expr), "\r\n") {
			p.add(n.Span.Start, -1, "", "the expression of an inline value stands on one line")
		}
	}
}
