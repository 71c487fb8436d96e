package render

import (
	"strings"

	"github.com/yuin/goldmark/ast"
)

// calloutNode is a quotation that begins with a line such as [!NOTE], as GitHub
// has them.
type calloutNode struct {
	ast.BaseBlock
	name string // "Note"
}

var kindCallout = ast.NewNodeKind("Callout")

func (n *calloutNode) Kind() ast.NodeKind         { return kindCallout }
func (n *calloutNode) Dump(src []byte, level int) { ast.DumpHelper(n, src, level, nil, nil) }

var calloutNames = map[string]string{
	"[!NOTE]":      "Note",
	"[!TIP]":       "Tip",
	"[!IMPORTANT]": "Important",
	"[!WARNING]":   "Warning",
	"[!CAUTION]":   "Caution",
}

// markCallouts replaces the quotations that are callouts.
func markCallouts(tree ast.Node, src []byte) {
	for _, n := range nodes(tree) {
		quote, ok := n.(*ast.Blockquote)
		if !ok {
			continue
		}
		name := takeMark(quote, src)
		if name == "" {
			continue
		}
		callout := &calloutNode{name: name}
		quote.Parent().ReplaceChild(quote.Parent(), quote, callout)
		for child := quote.FirstChild(); child != nil; child = quote.FirstChild() {
			callout.AppendChild(callout, child)
		}
	}
}

// takeMark removes the line that makes a quotation a callout and returns the
// callout's name; "" when there is no such line.
func takeMark(quote *ast.Blockquote, src []byte) string {
	para, ok := quote.FirstChild().(*ast.Paragraph)
	if !ok || para.Lines().Len() == 0 {
		return ""
	}
	line := para.Lines().At(0)
	name := calloutNames[strings.ToUpper(strings.TrimSpace(string(line.Value(src))))]
	if name == "" {
		return ""
	}
	for n := para.FirstChild(); n != nil; n = para.FirstChild() {
		if text, ok := n.(*ast.Text); !ok || text.Segment.Start >= line.Stop {
			break
		}
		para.RemoveChild(para, n)
	}
	if !para.HasChildren() {
		quote.RemoveChild(quote, para)
	}
	return name
}

func (p *page) callout(n ast.Node, entering bool) ast.WalkStatus {
	c := n.(*calloutNode)
	if entering {
		p.m.open("div", "class", "callout "+strings.ToLower(c.name), "role", "note", "aria-label", p.say(c.name))
		p.m.el("p", p.say(c.name), "class", "callout-name", "aria-hidden", "true")
		p.m.line()
	} else {
		p.m.shut("div")
		p.m.line()
	}
	return ast.WalkContinue
}
