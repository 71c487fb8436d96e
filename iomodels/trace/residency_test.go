package trace_test

import (
	"reflect"
	"testing"

	"nbrun/iomodels/trace"
)

// What a look's note says is read again as it was, or as a count alone.
func TestResidency(t *testing.T) {
	many := []trace.Pages{}
	for i := range 33 {
		many = append(many, trace.Pages{First: 2 * i, Last: 2 * i})
	}
	for _, c := range []struct {
		r      trace.Residency
		note   string
		which  []trace.Pages
		mapped bool
	}{
		{trace.Residency{Probe: "mincore", All: 50}, "0 of 50 pages resident (mincore)", nil, true},
		{trace.Residency{Probe: "mincore", Pages: 50, All: 50, Which: []trace.Pages{{0, 49}}}, "50 of 50 pages resident (mincore)", []trace.Pages{{0, 49}}, true},
		{trace.Residency{Probe: "cachestat", Pages: 50, All: 50}, "50 of 50 pages resident (cachestat)", []trace.Pages{{0, 49}}, true},
		{trace.Residency{Probe: "mincore", Pages: 3, All: 50, Which: []trace.Pages{{0, 1}, {9, 9}}}, "3 of 50 pages resident (mincore): pages 0-1, 9", []trace.Pages{{0, 1}, {9, 9}}, true},
		{trace.Residency{Probe: "mincore", Pages: 33, All: 99, Which: many}, "33 of 99 pages resident (mincore)", nil, false},
		{trace.Residency{Probe: "cachestat", Pages: 3, All: 50}, "3 of 50 pages resident (cachestat)", nil, false},
	} {
		note := c.r.Note()
		if note != c.note {
			t.Errorf("note %q, want %q", note, c.note)
		}
		e := trace.Event{Kind: trace.Probe, Name: trace.PageCacheProbe, Note: note}
		got, ok := e.Residency()
		want := c.r
		want.Which = c.which
		if !ok || !reflect.DeepEqual(got, want) || got.Mapped() != c.mapped {
			t.Errorf("%s: read as %+v, %v, mapped %v", note, got, ok, got.Mapped())
		}
	}
}

func TestResidencyOfOtherNotes(t *testing.T) {
	for note, want := range map[string]trace.Residency{
		"not known":                        {},
		"":                                 {},
		"3 of 50 pages resident":           {},
		"9 of 5 pages resident (mincore)":  {},
		"-1 of 5 pages resident (mincore)": {},
		"0 of 9223372036854775807 pages resident (mincore)": {},
		"50 of 50 pages resident (x), look 2":               {Probe: "x", Pages: 50, All: 50, Which: []trace.Pages{{0, 49}}},
		// runs that are not what was counted, not in order or not of the file are not shown
		"3 of 50 pages resident (mincore): pages 0-3":      {Probe: "mincore", Pages: 3, All: 50},
		"3 of 50 pages resident (mincore): pages 9, 0-1":   {Probe: "mincore", Pages: 3, All: 50},
		"3 of 50 pages resident (mincore): pages 48-50":    {Probe: "mincore", Pages: 3, All: 50},
		"3 of 50 pages resident (mincore): pages 0-1, x":   {Probe: "mincore", Pages: 3, All: 50},
		"2 of 50 pages resident (mincore): pages -1-0":     {Probe: "mincore", Pages: 2, All: 50},
		"3 of 50 pages resident (mincore): pages 0-1, 1-1": {Probe: "mincore", Pages: 3, All: 50},
	} {
		e := trace.Event{Kind: trace.Probe, Name: trace.PageCacheProbe, Note: note}
		if got, ok := e.Residency(); !reflect.DeepEqual(got, want) || ok != (want.Probe != "") {
			t.Errorf("%q: read as %+v, %v, want %+v", note, got, ok, want)
		}
	}
	other := trace.Event{Kind: trace.Probe, Name: "SIOCINQ", Note: "3 of 50 pages resident (mincore)"}
	if _, ok := other.Residency(); ok {
		t.Error("a look at something else is read as one at the page cache")
	}
}

// A note that anybody wrote is read or is not, and what was read from one is written so
// that it is read again as the same.
func FuzzResidency(f *testing.F) {
	for _, note := range []string{
		"32 of 4096 pages resident (mincore): pages 0-31", "0 of 256 pages resident (cachestat)", "3 of 8 pages resident (mincore): pages 0, 2, 7",
		"1 of 1 pages resident (), in look 3", "9 of 8 pages resident (mincore)", "-1 of 8 pages resident (mincore)", "2 of 8 pages resident (mincore): pages 1-0",
	} {
		f.Add(note)
	}
	read := func(note string) (trace.Residency, bool) {
		return (&trace.Event{Kind: trace.Probe, Name: trace.PageCacheProbe, Note: note}).Residency()
	}
	f.Fuzz(func(t *testing.T, note string) {
		r, ok := read(note)
		if !ok {
			return
		}
		if r.Pages < 0 || r.Pages > r.All {
			t.Errorf("%q: %+v", note, r)
		}
		if again, ok := read(r.Note()); len(r.Which) <= 32 && (!ok || !reflect.DeepEqual(again, r)) {
			t.Errorf("%q: %+v is written %q and read as %+v", note, r, r.Note(), again)
		}
	})
}
