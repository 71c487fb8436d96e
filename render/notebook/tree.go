package notebook

import (
	"bytes"
	"cmp"
	"slices"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// CellNode stands in a notebook's tree where a cell does.
type CellNode struct {
	ast.BaseBlock
	Index  int  // into Notebook.Cells
	Block  Span // with its fences
	Code   Span // between the fences, option lines included
	Closed bool // it has a closing fence
}

// InlineNode stands in a notebook's tree where an inline value does.
type InlineNode struct {
	ast.BaseInline
	Index int  // into Notebook.Inlines
	Span  Span // with its backticks
	Expr  Span
}

// KindCell and KindInline are the kinds of this package's nodes.
var (
	KindCell   = ast.NewNodeKind("NotebookCell")
	KindInline = ast.NewNodeKind("NotebookInline")
)

// Kind implements [ast.Node].
func (n *CellNode) Kind() ast.NodeKind { return KindCell }

// IsRaw implements [ast.Node]: code is not prose.
func (n *CellNode) IsRaw() bool { return true }

// Dump implements [ast.Node].
func (n *CellNode) Dump(src []byte, level int) { ast.DumpHelper(n, src, level, nil, nil) }

// Kind implements [ast.Node].
func (n *InlineNode) Kind() ast.NodeKind { return KindInline }

// Dump implements [ast.Node].
func (n *InlineNode) Dump(src []byte, level int) { ast.DumpHelper(n, src, level, nil, nil) }

// Tree parses the prose: CommonMark with GitHub's extensions, footnotes,
// definition lists and attributes of headings. Segments of the tree are offsets
// into Source. Each cell is a [CellNode], each inline value an [InlineNode]; the
// tree is the caller's to change. A source that is not text gives an empty tree.
func (nb *Notebook) Tree() ast.Node {
	if nb.notText() != nil {
		return ast.NewDocument()
	}
	md := goldmark.New(
		goldmark.WithExtensions(
			extension.GFM,
			extension.Footnote,
			extension.DefinitionList,
		),
		goldmark.WithParserOptions(parser.WithAttribute(), parser.WithAutoHeadingID()),
	)
	src := hideFront(nb.Source, nb.Front)
	ctx := parser.NewContext(parser.WithIDs(newSlugs()))
	doc := md.Parser().Parse(text.NewReader(src), parser.WithContext(ctx))
	markCells(doc, src)
	markInlines(doc, src)
	return doc
}

// hideFront returns src with the byte order mark and the front matter turned
// into empty lines, so that offsets into what follows stay what they are.
func hideFront(src []byte, front Span) []byte {
	end := max(front.End, len(bomOf(src)))
	if end == 0 {
		return src
	}
	hidden := bytes.Clone(src)
	for i := range hidden[:end] {
		hidden[i] = '\n'
	}
	return hidden
}

// markCells replaces the document's fenced blocks of Go by cell nodes.
func markCells(doc ast.Node, src []byte) {
	index := 0
	for n := doc.FirstChild(); n != nil; n = n.NextSibling() {
		block, ok := n.(*ast.FencedCodeBlock)
		if !ok || string(block.Language(src)) != "go" {
			continue
		}
		cell := &CellNode{Index: index}
		cell.Block, cell.Code, cell.Closed = fences(block, src)
		doc.ReplaceChild(doc, block, cell)
		n = cell
		index++
	}
}

// fences returns where a top-level fenced block lies, where the text between its
// fences does, and whether it has a closing fence.
func fences(block *ast.FencedCodeBlock, src []byte) (whole, code Span, closed bool) {
	whole.Start = lineStart(src, block.Pos())
	code.Start = lineEnd(src, whole.Start)
	code.End = code.Start
	if lines := block.Lines(); lines.Len() > 0 {
		code.End = min(lines.At(lines.Len()-1).Stop, len(src))
	}
	whole.End = code.End
	opening := bytes.TrimLeft(src[whole.Start:code.Start], " ")
	last := src[code.End:lineEnd(src, code.End)]
	if closing := bytes.Trim(last, " \t\r\n"); len(closing) > 0 && len(opening) > 0 {
		n := len(opening) - len(bytes.TrimLeft(opening, string(opening[:1])))
		if len(closing) >= n && len(bytes.Trim(closing, string(opening[:1]))) == 0 {
			return Span{whole.Start, code.End + len(bytes.TrimRight(last, "\r\n"))}, code, true
		}
	}
	return whole, code, false
}

// lineStart returns where the line that holds offset begins.
func lineStart(src []byte, offset int) int {
	return bytes.LastIndexByte(src[:offset], '\n') + 1
}

// lineEnd returns where the line that holds offset ends, behind its line feed.
func lineEnd(src []byte, offset int) int {
	if i := bytes.IndexByte(src[offset:], '\n'); i >= 0 {
		return offset + i + 1
	}
	return len(src)
}

// markInlines replaces code spans that hold Go by inline nodes, numbered in the
// order in which they stand in the source (a footnote's text stands elsewhere in
// the tree).
func markInlines(doc ast.Node, src []byte) {
	var found []*InlineNode
	for _, n := range nodes(doc) {
		span, ok := n.(*ast.CodeSpan)
		if !ok {
			continue
		}
		if inline := inlineOf(span, src); inline != nil {
			span.Parent().ReplaceChild(span.Parent(), span, inline)
			found = append(found, inline)
		}
	}
	slices.SortFunc(found, func(a, b *InlineNode) int { return cmp.Compare(a.Span.Start, b.Span.Start) })
	for i, inline := range found {
		inline.Index = i
	}
}
