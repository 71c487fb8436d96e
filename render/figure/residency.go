package figure

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"nbrun/iomodels/trace"
)

const (
	residencyWidth = 784.0
	stripHeight    = 18.0
	mostBins       = 128
	mostLooks      = 16
	mostDeeds      = 16 // between two looks
)

// residency is a figure of that kind while it is laid out.
type residency struct {
	tongue
	width, x0, x1 float64 // of the figure, and where the strips lie
	files         []cachedFile
	shapes        []Shape
	marks         []Mark
	used          struct{ pages, count bool }
	parts         bool // a part of a strip stands for more than one page
}

// cachedFile is what a trace tells of the pages of a file.
type cachedFile struct {
	tongue
	t     *trace.Trace
	index int // of the trace
	looks []look
	left  int // how many looks in the middle are left out, before looks[rest]
	rest  int
}

// look is a look at the page cache, and the calls that were made of the file since the
// one before.
type look struct {
	event int
	saw   trace.Residency
	since []deed
}

// deed is a call, or calls alike, of a file. Without a text it stands for calls that are
// left out.
type deed struct {
	event, count int
	text         string
}

// drawResidency draws which pages of a file were in the page cache, in one strip for
// each look at it, of one trace or of several.
func drawResidency(in Input) (Figure, error) {
	if len(in.Traces) == 0 {
		return Figure{}, errors.New("a residency figure is drawn from 1 trace or more, not from 0")
	}
	d := &residency{tongue: tongueOf(in.Lang)}
	for i := range in.Traces {
		t := &in.Traces[i]
		if err := t.Check(); err != nil {
			return Figure{}, fmt.Errorf("a figure of what cannot have happened: %w", err)
		}
		f := cachedFile{tongue: d.tongue, t: t, index: i}
		if err := f.find(); err != nil {
			return Figure{}, err
		}
		f.shorten()
		d.files = append(d.files, f)
	}
	return d.draw(), nil
}

// find gathers the looks at the page cache.
func (f *cachedFile) find() error {
	var why []string
	from := 0
	for i := range f.t.Events {
		e := &f.t.Events[i]
		if e.Kind != trace.Probe || e.Name != trace.PageCacheProbe {
			continue
		}
		saw, ok := e.Residency()
		if !ok {
			why = append(why, e.Why...)
			continue
		}
		f.looks = append(f.looks, look{event: i, saw: saw, since: f.deeds(from, i)})
		from = i + 1
	}
	switch {
	case len(f.looks) > 0:
		return nil
	case len(why) > 0:
		return NotMeasured{fmt.Sprintf("residency figure: nothing of the page cache was seen in the trace %q: %s", f.t.Title, why[0])}
	}
	return fmt.Errorf("residency figure: the trace %q has no look at the page cache; those of the models of files have", f.t.Title)
}

// deeds are the calls of events from..to that have to do with the file that the event
// at to looks at.
func (f *cachedFile) deeds(from, to int) (deeds []deed) {
	file := wholeName(&f.t.Events[to])
	for i := from; i < to; i++ {
		e := &f.t.Events[i]
		text := f.deed(e, file)
		if text == "" {
			continue
		}
		n := 1
		if e.Run != nil {
			n = e.Run.Count
		}
		if last := len(deeds) - 1; last >= 0 && deeds[last].text == text {
			deeds[last].count += n
			continue
		}
		deeds = append(deeds, deed{event: i, count: n, text: text})
	}
	return shortened(deeds)
}

// shortened leaves out the middle of more deeds than can be shown.
func shortened(deeds []deed) []deed {
	const half = mostDeeds / 2
	n := len(deeds)
	if n <= mostDeeds+1 {
		return deeds
	}
	left := deed{event: deeds[half].event}
	for _, d := range deeds[half : n-half] {
		left.count += d.count
	}
	return slices.Concat(deeds[:half], []deed{left}, deeds[n-half:])
}

// deed names an event that may change which pages of the file are resident, or show
// that it doesn't; it is "" for another.
func (f *cachedFile) deed(e *trace.Event, file string) string {
	ofFile := file != "" && slices.ContainsFunc(e.Args, func(a trace.Arg) bool { return strings.HasSuffix(a.Text, " <"+file+">") })
	switch {
	case e.Touches():
		return f.accessed(e)
	case !ofFile, e.Name == "close", e.Name == "fstat":
		return ""
	case e.Kind == trace.SQE:
		return f.say("request %s", e.Name)
	case e.Kind != trace.Syscall && e.Kind != trace.CQE:
		return ""
	case e.Name == "fadvise64" && len(e.Args) == 4 && e.Errno.Num == 0:
		return e.Name + " " + e.Args[3].Text
	}
	return e.Name + " = " + result(e)
}

// shorten leaves out the middle of more looks than can be shown.
func (f *cachedFile) shorten() {
	f.rest = len(f.looks)
	if n := len(f.looks); n > mostLooks {
		f.left, f.rest = n-mostLooks, mostLooks/2
		f.looks = append(f.looks[:f.rest:f.rest], f.looks[n-mostLooks/2:]...)
	}
}

// at writes when a look was, counted from the first.
func (f *cachedFile) at(l look) string {
	by := f.t.Events[l.event].Enter.Sub(f.t.Events[f.looks[0].event].Enter)
	if by == 0 {
		return "0"
	}
	return "+" + trace.FormatDuration(by)
}

// done is a deed with how often it was done.
func (d *residency) done(l deed) string {
	switch {
	case l.text == "":
		return d.say("⋮ %s calls not shown", thousands(int64(l.count)))
	case l.count > 1:
		return l.text + " × " + thousands(int64(l.count))
	}
	return l.text
}
