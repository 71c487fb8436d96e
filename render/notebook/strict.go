package notebook

import (
	"regexp"

	"github.com/yuin/goldmark/ast"
)

// measurement matches a number with a unit of time or size, in English or in Chinese:
// what prose must not hold as typed words, since the next run measures another. Han
// letters stand beside a number without a space. It matches an
// ordinal too, 第 3 个字节, of which neither group has anything.
var measurement = regexp.MustCompile(`(?:^|[^\pL\pN_.]|\p{Han})(?:` +
	`(` + number + `(?:` + gap + `(?:ns|[µμ]s|us|ms|[kKMG]i?B|bytes?|[%％])|[ \x{a0}](?:s|seconds?)))(?:$|[^\pL\pN]|\p{Han})|` +
	`(` + number + gap + `个?(?:[纳微毫]?秒|[千兆吉]?字节|兆)|百分之` + gap + number + `)|` +
	`第` + gap + number + `)`)

const (
	number = `[\d０-９][\d０-９.,]*`
	gap    = `[ \x{a0}]?`
)

// reportMeasurements reports what a strict notebook's prose claims in figures that
// nothing holds to the record; captions are reported as their cells are read.
func reportMeasurements(p *problems, tree ast.Node) {
	var run Span // of text nodes that follow each other without a gap
	check := func() {
		reportMeasured(p, run, -1, "show the value itself, as in `{go} b.Wall()`, or put a literal in backticks")
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

// reportMeasured reports the measurements in a piece of text, which is a cell's when
// that is not -1.
func reportMeasured(p *problems, s Span, cell int, hint string) {
	text := p.nb.Text(s)
	for _, m := range measurement.FindAllStringSubmatchIndex(text, -1) {
		start, end := max(m[2], m[4]), max(m[3], m[5])
		if start < 0 {
			continue // an ordinal
		}
		p.add(s.Start+start, cell, hint, "strict: a typed measurement, %q", text[start:end])
	}
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
