package notebook

import (
	"regexp"

	"github.com/yuin/goldmark/ast"
)

// measurement matches a number with a unit of time or size: what prose must not
// hold as typed words, since the next run measures another.
var measurement = regexp.MustCompile(`(?:^|[^\pL\pN_.])(\d[\d.,]*(?:[ \x{a0}]?(?:ns|µs|us|ms|[kKMG]i?B|bytes?|%)|[ \x{a0}](?:s|seconds?)))(?:$|[^\pL\pN])`)

// reportMeasurements reports what a strict notebook's prose claims in figures that
// nothing holds to the record.
func reportMeasurements(p *problems, tree ast.Node) {
	var run Span // of text nodes that follow each other without a gap
	check := func() {
		text := p.nb.Text(run)
		for _, m := range measurement.FindAllStringSubmatchIndex(text, -1) {
			p.add(run.Start+m[2], -1, "show the value itself, as in `{go} b.Wall()`, or put a literal in backticks",
				"strict: a typed measurement, %q", text[m[2]:m[3]])
		}
	}
	for _, n := range nodes(tree) {
		text, ok := n.(*ast.Text)
		if !ok || inCode(n) {
			continue
		}
		if text.Segment.Start != run.End {
			check()
			run.Start = text.Segment.Start
		}
		run.End = text.Segment.Stop
	}
	check()
}

// inCode reports whether n stands in a code span.
func inCode(n ast.Node) bool {
	for ; n != nil; n = n.Parent() {
		if n.Kind() == ast.KindCodeSpan {
			return true
		}
	}
	return false
}
