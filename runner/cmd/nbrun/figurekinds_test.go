//go:build linux

package main

import (
	"fmt"
	"os"
	"regexp"
	"slices"
	"testing"

	"nbrun/iomodels"
	"nbrun/iomodels/trace"
	"nbrun/render/figure"
	"nbrun/render/notebook"
	"nbrun/runner/nb"
)

// TestFigureKinds holds together what cells may ask for (package nb), what check and the
// option views know (render/notebook), and what is drawn (render/figure), which may not
// import each other: the kinds, and from how many traces each is.
func TestFigureKinds(t *testing.T) {
	blocking, err := iomodels.Blocking(iomodels.Scenario{})
	if err != nil {
		t.Fatal(err)
	}
	doc, err := os.ReadFile("../../nb/figure.go")
	if err != nil {
		t.Fatal(err)
	}
	nb.SetSink(func(nb.Entry) {})
	kinds := append(figure.Kinds(), "no-such-figure")
	for _, k := range notebook.FigureKinds {
		if !slices.Contains(kinds, k.Name) {
			t.Errorf("nothing draws %q", k.Name)
		}
		if !regexp.MustCompile(`(?m)^//.*"` + k.Name + `"`).Match(doc) {
			t.Errorf("the doc comment of nb.Figure lacks %q", k.Name)
		}
	}
	wrongNumber := regexp.MustCompile(`drawn from (1|one) trace|from nothing else`)
	for _, kind := range kinds {
		for n := range 4 {
			traces := slices.Repeat([]trace.Trace{blocking}, n)
			checked, _ := notebook.UnknownFigure(kind, n)
			asked := panicOf(func() { nb.Figure(kind, traces...) })
			if asked != "" && asked != "nb.Figure: "+checked || asked == "" && checked != "" {
				t.Errorf("%s from %d traces: check says %q, and nb.Figure %q", kind, n, checked, asked)
			}
			_, err := figure.Draw(kind, figure.Input{Traces: traces})
			if refused := err != nil && (kind == "no-such-figure" || wrongNumber.MatchString(err.Error())); refused != (checked != "") {
				t.Errorf("%s from %d traces: check says %q, and the drawing %v", kind, n, checked, err)
			}
		}
	}
}

// panicOf returns what f panics with, as text.
func panicOf(f func()) (text string) {
	defer func() {
		if r := recover(); r != nil {
			text = fmt.Sprint(r)
		}
	}()
	f()
	return ""
}
