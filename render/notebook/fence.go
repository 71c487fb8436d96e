package notebook

import (
	"regexp"
	"slices"
	"strings"
)

var (
	// cellOfOthers is a language by which other programs mark a cell: {go} and go,ignore.
	cellOfOthers = regexp.MustCompile(`^\{+\.?go\b|^go[{,:;]`)
	// optionOfOthers is an option where other programs have it, behind the language.
	optionOfOthers = regexp.MustCompile(`[\w-]+[ \t]*[=:]`)
)

// checkFence reports what a block's first line asks for in the way of other programs, and
// that nbrun would not do.
func checkFence(p *problems, start, cell int, language string) {
	line := strings.TrimRight(p.nb.Text(Span{start, lineEnd(p.nb.Source, start)}), " \t\r\n")
	at := strings.Index(line, language)
	if cell < 0 {
		if cellOfOthers.MatchString(language) {
			p.add(start+at, -1, "write go, and options as lines //| key: value at the head of the cell",
				"a cell's language is go, not %q", language)
		}
		return
	}
	rest := line[at+len(language):]
	for _, m := range optionOfOthers.FindAllStringIndex(rest, -1) {
		key := strings.TrimRight(rest[m[0]:m[1]], " \t=:")
		if slices.Contains(optionKeys, key) {
			p.add(start+at+len(language)+m[0], cell, "write a line //| "+key+": value at the head of the cell",
				"option %q does not stand on the line of the fence", key)
		}
	}
}

// swallowed reports the first line within a top-level block that would begin another one
// if the block had ended before: its own end is missing. It returns whether there is one.
func swallowed(p *problems, start, cell int, code Span) bool {
	src := p.nb.Source
	fence := fenceOf(p.nb.Text(Span{start, lineEnd(src, start)}))
	for at := code.Start; at < code.End; at = lineEnd(src, at) {
		line := p.nb.Text(Span{at, lineEnd(src, at)})
		inner := fenceOf(line)
		info := strings.TrimSpace(strings.TrimLeft(strings.TrimLeft(line, " "), "`~"))
		if inner == "" || inner[0] != fence[0] || len(inner) < len(fence) || info == "" || strings.Contains(info, "`") {
			continue
		}
		p.add(start, cell, "end it with a line "+fence+", or let more than "+fence+" begin and end it",
			"the block that begins here has no closing fence before line %d, where another begins", p.nb.Position(at).Line)
		return true
	}
	return false
}

// fenceOf returns the run of backticks or tildes that makes a line the begin of a fenced
// block, "" when it is none.
func fenceOf(line string) string {
	text := strings.TrimLeft(line, " ")
	if len(line)-len(text) > 3 || !strings.HasPrefix(text, "```") && !strings.HasPrefix(text, "~~~") {
		return ""
	}
	return text[:len(text)-len(strings.TrimLeft(text, text[:1]))]
}
