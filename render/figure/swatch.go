package figure

import (
	"bytes"
	"fmt"

	"nbrun/iomodels/trace"
)

// Swatches returns an svg element that shows nothing and defines the palette's
// fills, for what else of a page is painted as figures are: url(#PREFIX-wait) and so on.
func Swatches(prefix string) []byte {
	w := &svgWriter{prefix: prefix}
	w.WriteString(`<svg class="figure swatches" width="0" height="0" aria-hidden="true"><defs>`)
	for _, i := range []Ink{Wait, Copy, Spin, Idle, Work, Held} {
		path := fmt.Sprintf(`%s class="s-%s" stroke-width="%s"/>`, patterns[i], i, patternWidths[i])
		if !hasPattern(i) {
			path = fmt.Sprintf(`<path d="M0,0H6V6H0Z" class="f-%s"/>`, i)
		}
		fmt.Fprintf(w, `<pattern id="%s-%s" width="6" height="6" patternUnits="userSpaceOnUse">%s</pattern>`, escape(prefix), i, path)
	}
	w.WriteString("</defs></svg>")
	return bytes.Clone(w.Bytes())
}

// PhaseLength writes how long a phase took, as far as that is known: "≤ 62.0 µs".
func PhaseLength(p trace.Phase) string { return lengthText(p) }

// TitleWords is the title of a trace in a language, where it is known in that.
func TitleWords(title, lang string) string { return tongueOf(lang).modelTitle(title) }

// LaneWords is the name of a thread in a language, where it is known in that.
func LaneWords(name, lang string) string { return tongueOf(lang).lane(name) }

// NoteWords is a note of a record, or what a look saw, in a language; it reports whether
// it is known in that, and otherwise returns it as it is.
func NoteWords(note, lang string) (string, bool) {
	z := tongueOf(lang)
	if said, ok := z.inWords(note); ok {
		return said, true
	}
	said := z.looked(z.why(note))
	return said, said != note
}

// PhaseWords is what a phase is called in a language.
func PhaseWords(name trace.PhaseName, lang string) string { return tongueOf(lang).say(string(name)) }
