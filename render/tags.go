package render

import (
	"regexp"
	"strings"
)

// proseTags are the tags that prose may hold, without attributes; outputTags those
// that HTML from a cell may. What is not in them is shown as text. A void tag has
// no end.
var (
	proseTags  = tagSet("details summary kbd sub sup br")
	inlineTags = tagSet("kbd sub sup br")
	outputTags = tagSet("b i em strong small mark code pre kbd samp var sub sup br hr p blockquote ul ol li dl dt dd " +
		"table caption thead tbody tfoot tr th td details summary h3 h4 h5 h6")
	voidTags = tagSet("br hr")
)

func tagSet(names string) map[string]bool {
	set := map[string]bool{}
	for name := range strings.FieldsSeq(names) {
		set[name] = true
	}
	return set
}

// piece is a part of raw HTML: a tag, or a text.
type piece struct {
	tag   string // "" for a text
	end   bool   // an end tag
	open  bool   // of details: shown open
	named bool   // of details: a summary stands first in it
	text  string // as it was written
	block int    // number of the block of HTML it stands in
}

var tagForm = regexp.MustCompile(`(?s)<!--.*?-->|<(/?)([A-Za-z][A-Za-z0-9]*)\s*(/?)>`)

// pieces splits raw HTML. Comments are dropped.
func pieces(raw string, allowed map[string]bool, block int) []piece {
	var list []piece
	at := 0
	add := func(text string) {
		if text != "" {
			list = append(list, piece{text: text, block: block})
		}
	}
	for _, m := range tagForm.FindAllStringSubmatchIndex(raw, -1) {
		if m[4] < 0 { // a comment
			add(raw[at:m[0]])
			at = m[1]
			continue
		}
		tag := strings.ToLower(raw[m[4]:m[5]])
		if !allowed[tag] {
			continue
		}
		add(raw[at:m[0]])
		list = append(list, piece{tag: tag, end: m[3] > m[2] && !voidTags[tag], text: raw[m[0]:m[1]], block: block})
		at = m[1]
	}
	add(raw[at:])
	return list
}

// pair turns tags that have no partner into text, so that what remains nests. Only
// details may reach from one block of HTML to another, and a summary is its first
// child or none; without one it gets a name of ours. It returns the partner of each
// start tag.
func pair(list []*piece) map[*piece]*piece {
	partner := map[*piece]*piece{}
	var open []*piece
	demote := func(list ...*piece) {
		for _, x := range list {
			x.tag = ""
		}
	}
	for i, x := range list {
		switch {
		case x.tag == "" || voidTags[x.tag]:
		case !x.end:
			if x.tag == "summary" && !firstInDetails(list[:i], open) {
				demote(x)
				continue
			}
			open = append(open, x)
		default:
			j := len(open) - 1
			for j >= 0 && open[j].tag != x.tag {
				j--
			}
			if j < 0 || x.tag != "details" && open[j].block != x.block {
				demote(x)
				continue
			}
			demote(open[j+1:]...)
			partner[open[j]] = x
			open = open[:j]
			if x.tag == "summary" {
				open[j-1].named = true
			}
		}
	}
	demote(open...)
	return partner
}

// firstInDetails reports whether what follows before stands first in a details.
func firstInDetails(before, open []*piece) bool {
	if len(open) == 0 || open[len(open)-1].tag != "details" {
		return false
	}
	for i := len(before) - 1; before[i] != open[len(open)-1]; i-- {
		if before[i].tag != "" || strings.TrimSpace(before[i].text) != "" {
			return false
		}
	}
	return true
}
