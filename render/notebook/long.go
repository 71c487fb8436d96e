package notebook

import (
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// maxParagraph is the most bytes that one paragraph may have. What goldmark needs
// for brackets and emphasis that do not match grows with the square of the
// paragraph: 64 KB of "_a*" take it more than a second.
const maxParagraph = 32 << 10

// maxDepth is how deep quotations and lists may lie in each other: each is looked
// at again for every line of those within it.
const maxDepth = 100

// reportLong reports paragraphs that are too long and blocks that are nested too
// deep, and whether there are any. It looks at blocks alone, not at what stands in
// them.
func reportLong(p *problems) bool {
	src := hideFront(p.nb.Source, p.nb.Front)
	if len(src) <= maxParagraph {
		return false
	}
	blocks := parser.NewParser(
		parser.WithBlockParsers(parser.DefaultBlockParsers()...),
		parser.WithParagraphTransformers(append(parser.DefaultParagraphTransformers(),
			util.Prioritized(extension.NewTableParagraphTransformer(), 200))...), // a table's rows are short
	)
	before := len(p.list)
	doc := blocks.Parse(text.NewReader(src))
	if deepest := deeper(doc, 0); deepest >= 0 {
		p.add(deepest, -1, "", "quotations and lists are nested more than %d deep here", maxDepth)
		return true
	}
	for _, n := range nodes(doc) {
		if n.Type() != ast.TypeBlock || n.IsRaw() || n.Lines() == nil || n.Lines().Len() == 0 {
			continue
		}
		first, last := n.Lines().At(0), n.Lines().At(n.Lines().Len()-1)
		if size := last.Stop - first.Start; size > maxParagraph {
			p.add(first.Start, -1, "divide it by empty lines",
				"this paragraph has %d KB; one may have %d KB", (size+1023)>>10, maxParagraph>>10)
		}
	}
	return len(p.list) > before
}

// deeper returns where the first block begins that lies deeper than maxDepth below
// n, which lies at depth; -1 when there is none.
func deeper(n ast.Node, depth int) int {
	if depth > maxDepth {
		for n != nil {
			if n.Lines() != nil && n.Lines().Len() > 0 {
				return n.Lines().At(0).Start
			}
			n = n.FirstChild()
		}
		return 0
	}
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if at := deeper(c, depth+1); at >= 0 {
			return at
		}
	}
	return -1
}
