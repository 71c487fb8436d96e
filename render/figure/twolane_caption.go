package figure

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"nbrun/iomodels/trace"
)

func ref(e *trace.Event) string { return fmt.Sprintf("%d.%d", e.Lane, e.Seq) }

// caption says how to read the figure and what it does not show. What the record says
// itself is in English: beside a caption in another language it is quoted apart.
func (d *twoLane) caption() (caption, quoted string) {
	s := []string{d.say("Time runs down: lengths are labels, not heights.")}
	for i := range d.axis.heights {
		if d.axis.broken(i) {
			s[0] = d.say("Time runs down; its axis is broken (≈): lengths are labels, not heights.")
			break
		}
	}
	if d.relative {
		s = append(s, d.say("A time after “…” counts from the row above."))
	}
	if first := d.t.Events[0].Enter; d.from != first {
		s = append(s, d.say("Its 0 is %s of the record.", trace.FormatDuration(d.from.Sub(first))))
	}
	if d.placeless() {
		s = append(s, d.say("Of a call's time off the processor only the length is known, not when in the call it was."))
	}
	if d.emulated() {
		s = append(s, d.sentence(d.say("Emulated: a thread of the program plays the part of the mechanism")))
	}
	said, quotes := d.recorded(d.t, d.t.DataNotes(), d.t.Doubts())
	s = append(s, said[0]...)
	s = append(s, d.notes...)
	s = append(s, said[1]...)
	lane := d.t.Lanes[d.app]
	if lane.Level > 0 && lane.Level < len(d.t.Overhead) && d.t.Overhead[lane.Level] > 0 {
		s = append(s, d.say("A recorded call that does nothing takes %s.", trace.FormatDuration(d.t.Overhead[lane.Level])))
	}
	return d.joined(s), strings.Join(quotes, " ")
}

// placeless reports whether a phase is shown of which only the length is known.
func (d *twoLane) placeless() bool {
	for _, it := range d.items {
		for _, p := range d.phases[it.event] {
			if it.hidden == 0 && isDisk(p) {
				return true
			}
		}
	}
	return false
}

// sentence gives a text a full stop.
func sentence(s string) string { return strings.TrimSuffix(s, ".") + "." }

// capital gives a text a capital, unless it begins with a name of the trace.
func capital(t *trace.Trace, s string) string {
	first, _, _ := strings.Cut(s, " ")
	for i := range t.Events {
		if t.Events[i].Name == first {
			return s
		}
	}
	if r, n := utf8.DecodeRuneInString(s); n > 0 {
		return string(unicode.ToUpper(r)) + s[n:]
	}
	return s
}
