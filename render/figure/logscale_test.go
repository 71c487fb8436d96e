package figure

import (
	"slices"
	"strings"
	"testing"
)

func TestTicks(t *testing.T) {
	for name, tt := range map[string]struct {
		values []float64
		counts bool
		room   float64
		want   string
	}{
		"one point":      {[]float64{700}, false, 20, "200 ns, 500 ns, 1 µs, 2 µs"},
		"a power of ten": {[]float64{1000}, false, 20, "200 ns, 500 ns, 1 µs, 2 µs"},
		"a decade":       {[]float64{1e6, 1e7}, false, 20, "1 ms, 2 ms, 5 ms, 10 ms"},
		"three":          {[]float64{1e6, 9e8}, false, 20, "1 ms, 2 ms, 5 ms, 10 ms, 20 ms, 50 ms, 100 ms, 200 ms, 500 ms, 1 s"},
		"nine":           {[]float64{1, 2e9}, false, 20, "1 ns, 10 ns, 100 ns, 1 µs, 10 µs, 100 µs, 1 ms, 10 ms, 100 ms, 1 s"},
		"nine, narrow":   {[]float64{1, 2e9}, false, 60, "1 ns, 100 ns, 10 µs, 1 ms, 100 ms"},
		"only zeros":     {[]float64{0, 0}, false, 20, "1 ns, 2 ns, 5 ns, 10 ns"},
		"none":           {nil, false, 20, "1 ns, 2 ns, 5 ns, 10 ns"},
		"twos":           {[]float64{1, 64, 16384}, true, 20, "1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16384"},
		"twos, narrow":   {[]float64{1, 64, 16384}, true, 30, "1, 4, 16, 64, 256, 1024, 4096, 16384"},
		"one count":      {[]float64{8}, true, 20, "4, 8, 16"},
		"tens":           {[]float64{3, 700}, true, 20, "5, 10, 20, 50, 100, 200, 500"},
	} {
		s, format := newLogScale(tt.values, 0, 300), shortDuration
		if tt.counts {
			s, format = newCountScale(tt.values, 0, 300), func(v float64) string { return number(v) }
		}
		var got []string
		for _, v := range s.ticks(func(float64) float64 { return tt.room }) {
			got = append(got, format(v))
		}
		if text := strings.Join(got, ", "); text != tt.want {
			t.Errorf("%s: ticks %s, want %s", name, text, tt.want)
		}
		for _, v := range tt.values {
			if at := s.at(v); at < 0 || at > 300 {
				t.Errorf("%s: %v lies at %v", name, v, at)
			}
		}
	}
}

func TestShortDuration(t *testing.T) {
	for ns, want := range map[float64]string{0: "0 ns", 1: "1 ns", 200: "200 ns", 1e3: "1 µs", 1.5e3: "1.5 µs", 1e5: "100 µs", 2e7: "20 ms", 3.6e12: "3600 s"} {
		if got := shortDuration(ns); got != want {
			t.Errorf("shortDuration(%v) = %q, want %q", ns, got, want)
		}
	}
}

// Zero and less lie before the axis, and no value does.
func TestZeroLiesOutside(t *testing.T) {
	for _, tt := range []struct{ from, to float64 }{{0, 300}, {300, 0}} {
		s := newLogScale([]float64{-3, 0, 40, 5000}, tt.from, tt.to)
		places := []float64{s.at(-3), s.at(0), s.at(20), s.at(5000)}
		if tt.from > tt.to {
			slices.Reverse(places)
		}
		if s.zeroText() != "≤ 0" || !slices.IsSorted(places) || s.at(0) == s.at(20) || s.at(-3) != s.at(0) {
			t.Errorf("places %v, %q", places, s.zeroText())
		}
	}
}

func TestApart(t *testing.T) {
	for _, tt := range []struct{ centres, want []float64 }{
		{[]float64{10, 100}, []float64{10, 95}},
		{[]float64{50, 50}, []float64{45, 55}},
		{[]float64{52, 50, 51}, []float64{61, 41, 51}},
		{[]float64{0, 2}, []float64{5, 15}},
		{[]float64{98, 99, 40}, []float64{85, 95, 40}},
	} {
		if got := apart(tt.centres, 10, 0, 100); !slices.Equal(got, tt.want) {
			t.Errorf("apart(%v) = %v, want %v", tt.centres, got, tt.want)
		}
	}
}
