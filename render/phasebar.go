package render

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"nbrun/iomodels/trace"
	"nbrun/render/figure"
)

// A bar in a row shows how long a phase took. Its axis is logarithmic, since a wait
// takes a hundred thousand times as long as a copy, and the same in all rows of all
// pages: from barFrom on, each decade is decadeWidth pixels wide, so that each three
// decades, where the unit of time changes, are a quarter of it.
const (
	barFrom     = time.Nanosecond
	decadeWidth = 8
	barWidth    = 12 * decadeWidth
)

// barLength is the length of a bar in pixels.
func barLength(d time.Duration) float64 {
	if d <= barFrom {
		return 1
	}
	return min(max(1, decadeWidth*math.Log10(float64(d)/float64(barFrom))), barWidth)
}

// swatchPrefix begins the ids of what bars are painted with.
const swatchPrefix = ".ink"

// bar writes one bar. It only repeats what is written beside it.
func (m *markup) bar(d time.Duration, ink figure.Ink) {
	class := ""
	if ink != figure.None {
		class = "f-" + string(ink) // as figures have it
	}
	m.open("svg", append(skipEmpty("class", class), "aria-hidden", "true")...)
	m.trusted(fmt.Appendf(nil, `<rect width="%.1f"/>`, barLength(d)))
	m.shut("svg")
}

// barFills are the rules that paint bars.
func barFills() string {
	var b strings.Builder
	for _, w := range inkWords {
		if w.ink != figure.None {
			fmt.Fprintf(&b, ":is(.events,.key) .f-%s{fill:url(#%s-%[1]s)}", w.ink, swatchPrefix)
		}
	}
	return b.String() + "\n"
}

// bars draws the phases of a trace's events, and keeps what must be explained.
type bars struct {
	phases []trace.Phase
	used   map[figure.Ink]bool
}

// newBars derives the phases of a trace. One that cannot have happened has none.
func newBars(t trace.Trace) *bars {
	b := &bars{used: map[figure.Ink]bool{}}
	if t.Check() == nil {
		b.phases = t.Phases()
	}
	return b
}

// of returns the phases of an event.
func (b *bars) of(event int) []trace.Phase {
	from, _ := slices.BinarySearchFunc(b.phases, event, func(p trace.Phase, event int) int { return p.Event - event })
	to := from
	for to < len(b.phases) && b.phases[to].Event == event {
		to++
	}
	return b.phases[from:to]
}

// draw writes a bar.
func (b *bars) draw(m *markup, d time.Duration, ink figure.Ink) {
	b.used[ink] = true
	m.bar(d, ink)
}

// inkWords say what a fill means, in the order of the legend.
var inkWords = []struct {
	ink   figure.Ink
	words string
}{
	{figure.Wait, "waiting"},
	{figure.Copy, "copying, with waking before it"},
	{figure.Spin, "asking in vain"},
	{figure.Idle, "off the processor"},
	{figure.Held, "in flight, or in a buffer"},
	{figure.Work, "own work"},
	{figure.None, "a call, not divided"},
}

// legend explains the bars that were drawn.
func (r *rows) legend() {
	m, used := r.m, r.bars.used
	if len(used) == 0 {
		return
	}
	m.open("p", "class", "legend")
	for _, w := range inkWords {
		if used[w.ink] {
			m.open("span", "class", "key")
			m.bar(1000, w.ink)
			m.text(r.say(w.words))
			m.shut("span")
			m.text(" ")
		}
	}
	m.text(r.say("The lengths are logarithmic; the lines stand at 1\u00a0µs, 1\u00a0ms and 1\u00a0s."))
	m.shut("p")
	m.line()
}
