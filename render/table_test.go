package render

import "testing"

// A column of numbers stands to the right, whatever their units; one of which some cell
// is text stands to the left.
func TestNumbers(t *testing.T) {
	for _, tt := range []struct {
		cells []string
		want  bool
	}{
		{[]string{"1", "1,024", "−3", "+4"}, true},
		{[]string{"22.1 ms", "0 ns", "≤ 4.50 µs", "–", ""}, true},
		{[]string{"7 → 1007", "20.0 → 40.0 MB"}, true},
		{[]string{"3.10 µs", "300 µs *"}, true},
		{[]string{"1.5e-3", "12 %", "× 8"}, true},
		{[]string{"143 256 789 012 345"}, true},
		{[]string{"1", "7002 (4503–7791)"}, false},
		{[]string{"7002 (4503–7791)", "1"}, false},
		{[]string{"2 of 3"}, false},
		{[]string{"2026-01-02"}, false},
		{[]string{"2", "all"}, false},
		{[]string{"–", ""}, false},
	} {
		rows := [][]string{{"head"}}
		for _, cell := range tt.cells {
			rows = append(rows, []string{cell})
		}
		if got := numbers(rows)[0]; got != tt.want {
			t.Errorf("%q: to the right %v, want %v", tt.cells, got, tt.want)
		}
	}
}
