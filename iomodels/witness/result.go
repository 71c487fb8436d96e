package witness

import (
	"errors"
	"fmt"
)

// A Verdict is what a witness says of a row.
type Verdict uint8

const (
	Confirmed Verdict = iota // strace saw the same call
	Different                // strace saw another one in its place
	Unseen                   // strace saw none
	Outside                  // it is not of those that strace can see as they are recorded
)

// Row is what the witness says of one event of a trace.
type Row struct {
	Verdict Verdict
	Why     string // a sentence when the verdict is another than Confirmed
	Calls   int    // how many calls the event stands for
}

// Result is what came of a comparison.
type Result struct {
	Rows   []Row  // Rows[i] is of Events[i]
	Only   []Call // calls that a lane announced, among those of the trace, and that are not in the record
	Before int    // how many calls the lanes of package functions announced before those of the trace
	After  int    // how many calls the lanes announced after those of the trace
	Left   Left
}

// Recorded is how many of the record's calls strace can confirm; an event with a Run
// counts as the calls that it stands for.
func (r Result) Recorded() int { return r.count(Confirmed) + r.count(Different) + r.count(Unseen) }

// Confirmed is how many of them it confirms.
func (r Result) Confirmed() int { return r.count(Confirmed) }

// Seen is how many calls strace saw where the record's are.
func (r Result) Seen() int { return r.count(Confirmed) + r.count(Different) + len(r.Only) }

func (r Result) count(v Verdict) (n int) {
	for _, row := range r.Rows {
		if row.Verdict == v {
			n += row.Calls
		}
	}
	return n
}

// Err is nil when strace confirms the record: each of its calls, and that there are
// no others. It has a line for each of the first few differences.
func (r Result) Err() error {
	const most = 8
	var errs []error
	for _, row := range r.Rows {
		if row.Verdict == Different || row.Verdict == Unseen {
			errs = append(errs, errors.New(row.Why))
		}
	}
	for _, c := range r.Only {
		errs = append(errs, fmt.Errorf("thread %d: strace saw %v, which is not in the record", c.TID, c))
	}
	if n := len(errs) - most; n > 0 {
		errs = append(errs[:most], fmt.Errorf("and %d more", n))
	}
	return errors.Join(errs...)
}
