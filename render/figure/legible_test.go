package figure_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"nbrun/iomodels/trace"
	"nbrun/render/figure"
)

// load reads a stored trace of this package or of package trace.
func load(t testing.TB, name string) trace.Trace {
	t.Helper()
	for _, dir := range []string{"testdata", "../../iomodels/trace/testdata"} {
		text, err := os.ReadFile(filepath.Join(dir, name+".trace"))
		if os.IsNotExist(err) {
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		tr, err := trace.ParseText(text)
		if err != nil {
			t.Fatal(err)
		}
		return tr
	}
	t.Fatalf("there is no trace %s", name)
	return trace.Trace{}
}

// drawn draws a figure of that kind, twice, and holds it to what all figures must be:
// the same each time, told in words, its texts legible, its marks events of the traces.
func drawn(t *testing.T, kind string, in figure.Input) figure.Figure {
	t.Helper()
	f, err := figure.Draw(kind, in)
	if err != nil {
		t.Fatal(err)
	}
	again, err := figure.Draw(kind, in)
	if svg := f.SVG("p"); err != nil || !bytes.Equal(svg, again.SVG("p")) {
		t.Errorf("%q: two drawings differ, %v", f.Title, err)
	} else if err := wellFormed(svg); err != nil {
		t.Errorf("%q: %v", f.Title, err)
	}
	if f.Kind != kind || f.Title == "" || f.Caption == "" || f.Alt == "" || len(f.Data) < 2 {
		t.Errorf("%s %q lacks words: %q, %q, %d rows", f.Kind, f.Title, f.Caption, f.Alt, len(f.Data))
	}
	for i, row := range f.Data {
		if len(row) != len(f.Data[0]) {
			t.Errorf("%q: row %d has %d columns of %d", f.Title, i, len(row), len(f.Data[0]))
		}
	}
	for _, m := range f.Marks {
		if m.Trace >= len(in.Traces) || m.Label == "" || !hasEvent(in.Traces[m.Trace], m.Ref) {
			t.Errorf("%q: the mark %+v is of no event", f.Title, m)
		}
	}
	legible(t, &f)
	return f
}

func hasEvent(tr trace.Trace, ref string) bool {
	for i := range tr.Events {
		if e := &tr.Events[i]; ref == figure.Ref(e) {
			return true
		}
	}
	return false
}

// legible fails the test where a text lies over another, is cut, shortened or too small
// to read, and where a shape lies outside of the figure.
func legible(t *testing.T, f *figure.Figure) {
	t.Helper()
	var texts []*figure.Shape
	for i := range f.Shapes {
		s := &f.Shapes[i]
		for _, p := range s.Points {
			if !(p.X >= 0 && p.Y >= 0 && p.X <= f.Width && p.Y <= f.Height) {
				t.Errorf("%q: a shape %+v lies outside of %v × %v", f.Title, s, f.Width, f.Height)
			}
		}
		if s.Event >= len(f.Marks) {
			t.Errorf("%q: a shape is of mark %d of %d", f.Title, s.Event, len(f.Marks))
		}
		if s.Form == figure.Text {
			texts = append(texts, s)
		}
	}
	for i, s := range texts {
		x0, y0, x1, y1 := s.Box()
		switch {
		case x0 < 0 || y0 < 0 || x1 > f.Width || y1 > f.Height:
			t.Errorf("%q: %q is cut: %.0f,%.0f to %.0f,%.0f in %.0f × %.0f", f.Title, s.Text, x0, y0, x1, y1, f.Width, f.Height)
		case s.Size < 12 || s.Text == "":
			t.Errorf("%q: %q is %v px high", f.Title, s.Text, s.Size)
		case strings.HasSuffix(s.Text, "…") && s.Size < 15:
			t.Errorf("%q: %q is shortened", f.Title, s.Text)
		}
		for _, other := range texts[:i] {
			u0, v0, u1, v1 := other.Box()
			if x0 < u1-0.01 && u0 < x1-0.01 && y0 < v1-0.01 && v0 < y1-0.01 {
				t.Errorf("%q: %q lies over %q", f.Title, s.Text, other.Text)
			}
		}
	}
}
