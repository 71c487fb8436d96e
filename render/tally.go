package render

import "nbrun/render/notebook"

// tally is what a run comes to.
type tally struct {
	passed, falsified, skipped int // checks; notes and exercises do not count
	failed                     int // cells that failed, or timed out
	notRun                     int // cells that an earlier failure kept from running
	refused                    int // problems
	values                     int // inline values that could not be had
	differences                int // between the record and what a witness saw
}

func count(x *notebook.Execution) tally {
	t := tally{refused: len(x.Problems)}
	if x.Witness != nil {
		t.differences = len(x.Witness.Differences)
	}
	for _, r := range x.Results {
		t.cell(r)
	}
	for _, v := range x.Values {
		if failed(v) {
			t.values++
		}
	}
	return t
}

// failed reports whether a cell or a value ended with an error that nobody asked for.
func failed(r notebook.Result) bool {
	return r.Status == notebook.Failed || r.Status == notebook.Timeout
}

// cell adds what a cell came to.
func (t *tally) cell(r notebook.Result) {
	switch r.Status {
	case notebook.Failed, notebook.Timeout:
		t.failed++
	case notebook.Skipped:
		t.notRun++
	}
	for _, o := range r.Outputs {
		if o.Kind != notebook.Check {
			continue
		}
		switch o.Verdict {
		case notebook.Pass:
			t.passed++
		case notebook.Fail:
			t.falsified++
		case notebook.Skip:
			t.skipped++
		}
	}
}

// add adds another run's.
func (t *tally) add(u tally) {
	t.passed, t.falsified, t.skipped = t.passed+u.passed, t.falsified+u.falsified, t.skipped+u.skipped
	t.failed, t.notRun, t.refused = t.failed+u.failed, t.notRun+u.notRun, t.refused+u.refused
	t.values, t.differences = t.values+u.values, t.differences+u.differences
}

// bad reports whether the page needs a banner.
func (t tally) bad() bool { return t.falsified+t.failed+t.refused+t.values+t.differences > 0 }
