package trace

import (
	"fmt"
	"strconv"
	"strings"
)

// PageCacheProbe is the name of the events that are looks at the page cache.
const PageCacheProbe = "page cache"

// Residency is what a look at the page cache saw of a file.
type Residency struct {
	Probe      string // "mincore" or "cachestat"
	Pages, All int    // how many are resident, of how many
	Which      []Pages
}

// Pages is a run of pages of a file, the first and the last.
type Pages struct{ First, Last int }

// Residency returns what the event saw of the page cache. It is false when the event is
// no look at it, or one that saw nothing.
//
// Which pages are resident is known when none is or all are, and of others when the
// probe told and they lay in few enough runs to be recorded; otherwise Which is nil and
// Pages alone is known.
func (e *Event) Residency() (Residency, bool) {
	if e.Kind != Probe || e.Name != PageCacheProbe {
		return Residency{}, false
	}
	return parseResidency(e.Note)
}

// parseResidency reads what [Residency.Note] wrote, and what may stand behind it.
func parseResidency(note string) (r Residency, ok bool) {
	if n, _ := fmt.Sscanf(note, "%d of %d pages resident", &r.Pages, &r.All); n != 2 || r.Pages < 0 || r.All < max(1, r.Pages) || r.All > mostPages {
		return Residency{}, false
	}
	_, rest, _ := strings.Cut(note, "(")
	if r.Probe, rest, ok = strings.Cut(rest, ")"); !ok {
		return Residency{}, false
	}
	if rest, ok = strings.CutPrefix(rest, ": pages "); ok {
		r.Which = parsePages(rest, r.All)
	} else if r.Pages == r.All && r.All > 0 {
		r.Which = []Pages{{0, r.All - 1}}
	}
	if count(r.Which) != r.Pages {
		r.Which = nil
	}
	return r, true
}

// parsePages reads runs of pages, "0-15, 32"; it is nil when they are none, or not in
// order, or not of a file of so many pages.
func parsePages(text string, all int) (runs []Pages) {
	next := 0
	for _, part := range strings.Split(text, ", ") {
		first, last, isRun := strings.Cut(part, "-")
		if !isRun {
			last = first
		}
		a, err := strconv.Atoi(first)
		b, err2 := strconv.Atoi(last)
		if err != nil || err2 != nil || a < next || b < a || b >= all {
			return nil
		}
		runs = append(runs, Pages{a, b})
		next = b + 1
	}
	return runs
}

func count(runs []Pages) (n int) {
	for _, r := range runs {
		n += r.Last - r.First + 1
	}
	return n
}

// mostPages are more than any file has.
const mostPages = 1 << 51

// mostRuns are so many runs of pages that a note has them all.
const mostRuns = 32

// Note writes what was seen for an [Event.Note]: "32 of 4096 pages resident (mincore):
// pages 0-31". Runs that are more than a few are left out.
func (r Residency) Note() string {
	note := fmt.Sprintf("%s resident (%s)", r, r.Probe)
	if len(r.Which) == 0 || len(r.Which) > mostRuns || r.Full() {
		return note
	}
	var runs []string
	for _, p := range r.Which {
		run := strconv.Itoa(p.First)
		if p.Last > p.First {
			run += "-" + strconv.Itoa(p.Last)
		}
		runs = append(runs, run)
	}
	return note + ": pages " + strings.Join(runs, ", ")
}

// Mapped reports whether it is known which pages are resident.
func (r Residency) Mapped() bool { return r.Pages == 0 || r.Which != nil }

// Full reports whether all pages are resident.
func (r Residency) Full() bool { return r.Probe != "" && r.Pages == r.All }

// String writes the count: "16 of 4096 pages".
func (r Residency) String() string { return fmt.Sprintf("%d of %d pages", r.Pages, r.All) }
