package notebook

import (
	"encoding/json"
	"fmt"
)

// Witness is what an observer beside the run says of its record. It has seen the
// system calls too, and by other means.
type Witness struct {
	By        string // "strace 6.1"
	Recorded  int    // how many of the calls in Traces it could confirm; one in two traces counts once, a Run as the calls it stands for
	Confirmed int    // how many of them it confirms
	Rows      [][]Seen
	// Differences say what it does not confirm, one sentence each.
	Differences []Difference
}

// Seen is what the witness says of an event: Rows[i][j] is of Traces[i].Events[j].
type Seen uint8

const (
	Confirmed Seen = iota // it saw the same call
	Different             // it saw another
	Unseen                // it saw none
	Outside               // it cannot see such a thing, or not as it is recorded
)

// Difference is of a trace, by its index in Execution.Traces.
type Difference struct {
	Trace int
	Text  string
}

// witnessWire is a Witness in the record. Rows are runs, one list for each trace: a
// verdict and how often it comes, and again.
type witnessWire struct {
	By          wireText         `json:"by"`
	Recorded    int              `json:"recorded"`
	Confirmed   int              `json:"confirmed"`
	Rows        [][]int          `json:"rows"`
	Differences []differenceWire `json:"differences,omitempty"`
}

type differenceWire struct {
	Trace int      `json:"trace"`
	Text  wireText `json:"text"`
}

// MarshalJSON writes a witness as the record has it, see [Execution.Encode].
func (w Witness) MarshalJSON() ([]byte, error) {
	rows := make([][]int, len(w.Rows))
	for i, row := range w.Rows {
		rows[i] = []int{}
		for _, seen := range row {
			if n := len(rows[i]); n > 0 && rows[i][n-2] == int(seen) {
				rows[i][n-1]++
			} else {
				rows[i] = append(rows[i], int(seen), 1)
			}
		}
	}
	var differences []differenceWire
	for _, d := range w.Differences {
		differences = append(differences, differenceWire{d.Trace, wireText(d.Text)})
	}
	return marshal(witnessWire{wireText(w.By), w.Recorded, w.Confirmed, rows, differences})
}

// UnmarshalJSON reads what [Witness.MarshalJSON] writes.
func (w *Witness) UnmarshalJSON(data []byte) error {
	var wire witnessWire
	if err := json.Unmarshal(data, &wire); err != nil {
		return err
	}
	*w = Witness{By: string(wire.By), Recorded: wire.Recorded, Confirmed: wire.Confirmed}
	for _, d := range wire.Differences {
		w.Differences = append(w.Differences, Difference{d.Trace, string(d.Text)})
	}
	for _, runs := range wire.Rows {
		row := []Seen{}
		for ; len(runs) >= 2; runs = runs[2:] {
			if runs[0] < int(Confirmed) || runs[0] > int(Outside) || runs[1] < 1 || runs[1] > maxEvents-len(row) {
				return fmt.Errorf("a witness says %d of %d events", runs[0], runs[1])
			}
			for range runs[1] {
				row = append(row, Seen(runs[0]))
			}
		}
		w.Rows = append(w.Rows, row)
	}
	return nil
}

// maxEvents is more than a trace of a record can have, so that a few bytes cannot ask
// for all memory.
const maxEvents = 1 << 24

// check establishes that the witness speaks of these traces.
func (w *Witness) check(x *Execution) error {
	if w == nil {
		return nil
	}
	if len(w.Rows) != len(x.Traces) {
		return fmt.Errorf("a witness speaks of %d traces of %d", len(w.Rows), len(x.Traces))
	}
	for i, row := range w.Rows {
		if n := len(x.Traces[i].Events); len(row) != n {
			return fmt.Errorf("a witness speaks of %d events of %d in trace %d", len(row), n, i)
		}
	}
	for _, d := range w.Differences {
		if d.Trace < 0 || d.Trace >= len(x.Traces) {
			return fmt.Errorf("a witness speaks of trace %d of %d", d.Trace, len(x.Traces))
		}
	}
	return nil
}
