package notebook

import (
	"encoding/json"
	"errors"
)

// lineRuns are the lines of a trace's events as JSON: runs of a line and how many
// events in a row have it.
type lineRuns []int

// maxLines is how many events a trace may have whose lines are read.
const maxLines = 1 << 24

func (l lineRuns) MarshalJSON() ([]byte, error) {
	var runs []int
	for _, line := range l {
		if n := len(runs); n > 0 && runs[n-2] == line {
			runs[n-1]++
		} else {
			runs = append(runs, line, 1)
		}
	}
	return json.Marshal(runs)
}

func (l *lineRuns) UnmarshalJSON(data []byte) error {
	var runs []int
	if err := json.Unmarshal(data, &runs); err != nil {
		return err
	}
	if len(runs)%2 != 0 {
		return errors.New("lines: a run has a line and a count")
	}
	*l = nil
	for i := 0; i < len(runs); i += 2 {
		if runs[i] < 0 || runs[i+1] < 1 || runs[i+1] > maxLines-len(*l) {
			return errors.New("lines: a run that cannot be")
		}
		for range runs[i+1] {
			*l = append(*l, runs[i])
		}
	}
	return nil
}
