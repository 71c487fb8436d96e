package notebook

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"

	"nbrun/iomodels/trace"
)

// RecordVersion is the version of the records that this package writes, and the
// newest that it reads. Version 1 had no outputs of kind source.
const RecordVersion = 2

// oldestVersion is the version of the oldest records that are read.
const oldestVersion = 1

// Encode writes x as a record: one JSON object, in UTF-8, without line breaks
// but for one at the end. Its keys are
//
//	nbrun_record  the version, a number; always the first key
//	path          of the notebook, as it was given
//	source        the notebook itself, all of it
//	key           names what was executed, with what and where: runs of one key
//	              may stand for each other
//	started       wall clock, RFC 3339, UTC
//	took_ns       from the start to the end of the last cell
//	host          [{name, value}]: where it ran and with what
//	results       one for each cell of source, in order
//	values        one for each inline value of source, in order
//	problems      [{path, pos, cell, msg, hint, row}]: what was refused
//	traces        the recorded system calls: see package trace
//	witness       {by, recorded, confirmed, rows, differences}, of a run that was
//	              watched: see below
//	images        the files that the prose shows, by name, in base64
//
// A result is {status, start_ns, took_ns, outputs, dropped}; an output has a kind
// and the fields that belong to it (see [Output]), under their names in small
// letters; a series is that of package trace, with its fields in small letters too and the unit in the
// name: median_ns. A position is {line, column}, a frame {func, pos} or {elided}. Keys with an empty value are left out.
// A witness is who confirmed the traces (by), how many calls could be confirmed
// (recorded) and were (confirmed), what it says of each event (rows: for each trace
// runs of a verdict and how often it comes; 0 confirmed, 1 different, 2 unseen, 3
// outside of what it can see), and what it does not confirm (differences: {trace, text}).
// A text that is not UTF-8 is {"base64": "…"} in place of a string.
//
// The same Execution gives the same bytes, and so does what [Decode] makes of them.
func (x *Execution) Encode() ([]byte, error) {
	data, err := marshal(recordWire{
		Version:  RecordVersion,
		Path:     wireText(x.Notebook.Path),
		Source:   wireText(x.Notebook.Source),
		Key:      x.Key,
		Started:  x.Started.UTC().Round(0),
		Took:     x.Took,
		Host:     x.Host.Facts,
		Results:  x.Results,
		Values:   x.Values,
		Problems: x.Problems,
		Traces:   x.Traces,
		Witness:  x.Witness,
		Images:   x.Images,
	})
	if err != nil {
		return nil, fmt.Errorf("writing the record of %s: %w", x.Notebook.Path, err)
	}
	return append(data, '\n'), nil
}

// marshal is json.Marshal without the escapes that only matter inside HTML.
func marshal(v any) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), nil
}

// Decode reads a record that [Execution.Encode] wrote. The notebook is parsed
// again from the source in it. The error is one sentence that says what is wrong
// with the record; data are not kept.
func Decode(data []byte) (*Execution, error) {
	if err := checkVersion(data); err != nil {
		return nil, err
	}
	var w recordWire
	if err := json.Unmarshal(data, &w); err != nil {
		return nil, fmt.Errorf("the record is broken: %w", err)
	}
	nb, _ := Parse(string(w.Path), []byte(w.Source)) // what was wrong with it then is in the record
	x := &Execution{
		Notebook: nb,
		Key:      w.Key,
		Host:     Host{Facts: w.Host},
		Started:  w.Started.UTC(),
		Took:     w.Took,
		Results:  w.Results,
		Values:   w.Values,
		Problems: w.Problems,
		Traces:   w.Traces,
		Witness:  w.Witness,
		Images:   w.Images,
	}
	if err := x.check(); err != nil {
		return nil, fmt.Errorf("the record is broken: %w", err)
	}
	return x, nil
}

// IsRecord reports whether a file that begins so is a record.
func IsRecord(head []byte) bool { return recordStart.Match(head) }

var recordStart = regexp.MustCompile(`^\s*\{\s*"nbrun_record"\s*:`)

// checkVersion looks at the first key alone, since a record of another version
// may be of quite another shape.
func checkVersion(data []byte) error {
	errForeign := errors.New("this is not a record of nbrun: it does not begin with {\"nbrun_record\":")
	dec := json.NewDecoder(bytes.NewReader(data))
	for _, want := range []json.Token{json.Delim('{'), "nbrun_record"} {
		if got, err := dec.Token(); errors.Is(err, io.ErrUnexpectedEOF) || got != want {
			return errForeign
		}
	}
	var version int
	switch err := dec.Decode(&version); {
	case err != nil:
		return errForeign
	case version > RecordVersion:
		return fmt.Errorf("the record has version %d and this nbrun reads versions up to %d: use a newer nbrun, or run the notebook again", version, RecordVersion)
	case version < oldestVersion:
		return fmt.Errorf("the record has version %d and this nbrun reads versions %d to %d: run the notebook again", version, oldestVersion, RecordVersion)
	}
	return nil
}

// check establishes what the comments on [Execution], [Result] and [Output]
// promise, so that who reads a record need not ask again.
func (x *Execution) check() error {
	cells, inlines := len(x.Notebook.Cells), len(x.Notebook.Inlines)
	refused := len(x.Problems) > 0
	if n := len(x.Results); n != cells && !(n == 0 && refused) {
		return fmt.Errorf("it has %d results for %d cells", n, cells)
	}
	if n := len(x.Values); n != inlines && !(n == 0 && refused) {
		return fmt.Errorf("it has %d values for %d inline expressions", n, inlines)
	}
	for _, p := range x.Problems {
		if p.Cell < -1 || p.Cell >= cells {
			return fmt.Errorf("a problem is of cell %d of %d", p.Cell, cells)
		}
	}
	for i, t := range x.Traces {
		for _, e := range t.Events {
			if e.Lane < 0 || e.Lane >= len(t.Lanes) {
				return fmt.Errorf("trace %d has an event on lane %d of %d", i, e.Lane, len(t.Lanes))
			}
		}
	}
	if err := x.Witness.check(x); err != nil {
		return err
	}
	for _, list := range [][]Result{x.Results, x.Values} {
		for i := range list {
			if err := list[i].check(x.Traces); err != nil {
				return err
			}
		}
	}
	return nil
}

func (r *Result) check(traces []trace.Trace) error {
	switch r.Status {
	case OK, Failed, Timeout, Skipped, Shown, Refused:
	default:
		return fmt.Errorf("unknown status %q", r.Status)
	}
	for _, o := range r.Outputs {
		if err := o.check(traces); err != nil {
			return err
		}
	}
	return nil
}

func (o *Output) check(traces []trace.Trace) error {
	switch o.Kind {
	case Stdout, Stderr, Value, HTML, SVG, PNG, Table, Error, Figure, Source:
	case Traced:
		if len(o.Traces) == 0 || o.Auto && len(o.Traces) > 1 {
			return fmt.Errorf("an output of kind trace has %d traces", len(o.Traces))
		}
	case Series:
		if o.Series == nil {
			return errors.New("an output of kind series has none")
		}
	case Check:
		switch o.Verdict {
		case Pass, Fail, Skip, Note, Exercise:
		default:
			return fmt.Errorf("unknown verdict %q", o.Verdict)
		}
	default:
		return fmt.Errorf("unknown kind of output %q", o.Kind)
	}
	for _, t := range o.Traces {
		if t < 0 || t >= len(traces) {
			return fmt.Errorf("an output has trace %d of %d", t, len(traces))
		}
	}
	if n := len(o.Lines); n > 0 && (!o.Auto || o.Kind != Traced || n != len(traces[o.Traces[0]].Events)) {
		return fmt.Errorf("an output has lines of %d calls", n)
	}
	return nil
}
