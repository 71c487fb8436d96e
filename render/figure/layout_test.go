package figure

import (
	"math"
	"strconv"
	"testing"
	"time"
)

func TestStretch(t *testing.T) {
	for d, want := range map[time.Duration]float64{
		100 * time.Nanosecond: 25, 10 * time.Microsecond: 51, time.Millisecond: 102, 50 * time.Millisecond: 146, time.Hour: 150, 0: 24,
	} {
		if got := stretch(d); got != want {
			t.Errorf("stretch(%s) = %v, want %v", d, got, want)
		}
	}
}

func TestAxis(t *testing.T) {
	var a axis
	late, early, middle := a.add(50_000_000), a.add(0), a.add(1000)
	a.measure()
	if early.i != 0 || middle.i != 1 || late.i != 2 {
		t.Fatalf("rows are at %d, %d, %d", early.i, middle.i, late.i)
	}
	if a.broken(0) || !a.broken(1) {
		t.Errorf("broken: %v, %v; want only the long stretch", a.broken(0), a.broken(1))
	}
	a.require(early, middle, 77)
	if bottom := a.place(10); early.y != 10 || middle.y != 87 || late.y != bottom {
		t.Errorf("rows lie at %v, %v, %v", early.y, middle.y, late.y)
	}
	if got, want := a.y(500), (early.y+middle.y)/2; got != want {
		t.Errorf("y(500) = %v, want %v", got, want)
	}
	if a.y(-5) != early.y || a.y(1<<40) != late.y {
		t.Errorf("outside of the rows: %v, %v", a.y(-5), a.y(1<<40))
	}
}

func TestSpread(t *testing.T) {
	labels := []*label{
		{x: 0, y: 10, lines: []string{"first", "of two"}, size: 12},
		{x: 0, y: 12, lines: []string{"second"}, size: 12},
		{x: 500, y: 12, lines: []string{"elsewhere"}, size: 12},
		{x: 0, y: 30, lines: []string{"fixed"}, size: 12, fixed: true},
	}
	elsewhere, fixed := labels[2], labels[3]
	spread(labels)
	if elsewhere.y != 12 || fixed.y != 30 {
		t.Errorf("moved without need: %v, %v", elsewhere.y, fixed.y)
	}
	for i, a := range labels {
		for _, b := range labels[:i] {
			if overlap(a, b) > 0 {
				t.Errorf("%q lies over %q", a.lines, b.lines)
			}
		}
	}
}

func TestTextWidth(t *testing.T) {
	if got := textWidth("阻塞", 10, false, false); got != 20 {
		t.Errorf("two Han glyphs are %v px wide at 10 px", got)
	}
	if got := textWidth("recv", 10, true, false); math.Abs(got-24.08) > 0.01 {
		t.Errorf("four monospaced glyphs are %v px wide at 10 px", got)
	}
	for _, s := range []string{"a_system_call_with_a_long_name(3, …)", "阻塞式接收一个数据报"} {
		if short := fit(s, 60, 12, false, false); textWidth(short, 12, false, false) > 60 || short == s {
			t.Errorf("fit(%q) = %q", s, short)
		}
	}
}

// Colours that mean something can be told from their ground (WCAG 1.4.11: 3:1), and
// text can be read (4.5:1).
func TestContrast(t *testing.T) {
	for _, ink := range inks {
		least := 3.0
		switch ink {
		case Solid:
			least = 4.5
		case Paper, Tint:
			continue
		}
		for _, tt := range []struct{ colour, ground string }{
			{palette[ink].light, palette[Paper].light}, {palette[ink].dark, palette[Paper].dark},
		} {
			if got := contrast(t, tt.colour, tt.ground); got < least {
				t.Errorf("%s: %s on %s has a contrast of %.2f, want %.1f", ink, tt.colour, tt.ground, got, least)
			}
		}
	}
}

// contrast is WCAG's contrast ratio of two colours.
func contrast(t *testing.T, a, b string) float64 {
	la, lb := luminance(t, a), luminance(t, b)
	return (max(la, lb) + 0.05) / (min(la, lb) + 0.05)
}

func luminance(t *testing.T, colour string) float64 {
	t.Helper()
	n, err := strconv.ParseUint(colour[1:], 16, 32)
	if err != nil {
		t.Fatal(err)
	}
	channel := func(shift uint) float64 {
		v := float64(n>>shift&0xff) / 255
		if v <= 0.04045 {
			return v / 12.92
		}
		return math.Pow((v+0.055)/1.055, 2.4)
	}
	return 0.2126*channel(16) + 0.7152*channel(8) + 0.0722*channel(0)
}
