package notebook

import (
	"encoding/json"
	"time"

	"nbrun/iomodels/trace"
)

// The types below are what the types of the record look like in JSON: texts may
// be any bytes, durations are whole nanoseconds, and what is empty is left out.

type outputWire struct {
	Kind     OutputKind    `json:"kind"`
	Text     wireText      `json:"text,omitempty"`
	Type     wireText      `json:"type,omitempty"`
	Name     wireText      `json:"name,omitempty"`
	Rows     [][]wireText  `json:"rows,omitempty"`
	Traces   []int         `json:"traces,omitempty"`
	Auto     bool          `json:"auto,omitempty"`
	Lines    lineRuns      `json:"lines,omitempty"`
	Series   *trace.Series `json:"series,omitempty"`
	Claim    wireText      `json:"claim,omitempty"`
	Verdict  Verdict       `json:"verdict,omitempty"`
	Got      wireText      `json:"got,omitempty"`
	Want     wireText      `json:"want,omitempty"`
	Attempts int           `json:"attempts,omitempty"`
	File     wireText      `json:"file,omitempty"`
	Pos      Position      `json:"pos,omitzero"`
	Frames   []Frame       `json:"frames,omitempty"`
	Hint     wireText      `json:"hint,omitempty"`
}

// MarshalJSON writes an output as the record has it, see [Execution.Encode].
func (o Output) MarshalJSON() ([]byte, error) {
	var rows [][]wireText
	for _, row := range o.Rows {
		rows = append(rows, texts(row))
	}
	return marshal(outputWire{o.Kind, wireText(o.Text), wireText(o.Type), wireText(o.Name), rows, o.Traces, o.Auto, o.Lines, o.Series,
		wireText(o.Claim), o.Verdict, wireText(o.Got), wireText(o.Want), o.Attempts, wireText(o.File), o.Pos, o.Frames, wireText(o.Hint)})
}

// UnmarshalJSON reads what [Output.MarshalJSON] writes.
func (o *Output) UnmarshalJSON(data []byte) error {
	var w outputWire
	if err := json.Unmarshal(data, &w); err != nil {
		return err
	}
	var rows [][]string
	for _, row := range w.Rows {
		rows = append(rows, plain(row))
	}
	*o = Output{w.Kind, string(w.Text), string(w.Type), string(w.Name), rows, w.Traces, w.Auto, w.Lines, w.Series,
		string(w.Claim), w.Verdict, string(w.Got), string(w.Want), w.Attempts, string(w.File), w.Pos, w.Frames, string(w.Hint)}
	return nil
}

type frameWire struct {
	Func   wireText `json:"func,omitempty"`
	Pos    Position `json:"pos,omitzero"`
	Elided int      `json:"elided,omitempty"`
}

// MarshalJSON writes a frame as the record has it, see [Execution.Encode].
func (f Frame) MarshalJSON() ([]byte, error) {
	return marshal(frameWire{wireText(f.Func), f.Pos, f.Elided})
}

// UnmarshalJSON reads what [Frame.MarshalJSON] writes.
func (f *Frame) UnmarshalJSON(data []byte) error {
	var w frameWire
	if err := json.Unmarshal(data, &w); err != nil {
		return err
	}
	*f = Frame{string(w.Func), w.Pos, w.Elided}
	return nil
}

type problemWire struct {
	Path wireText `json:"path"`
	Pos  Position `json:"pos,omitzero"`
	Cell int      `json:"cell"`
	Msg  wireText `json:"msg"`
	Hint wireText `json:"hint,omitempty"`
	Row  wireText `json:"row,omitempty"`
}

// MarshalJSON writes a problem as the record has it, see [Execution.Encode].
func (p Problem) MarshalJSON() ([]byte, error) {
	return marshal(problemWire{wireText(p.Path), p.Pos, p.Cell, wireText(p.Msg), wireText(p.Hint), wireText(p.Row)})
}

// UnmarshalJSON reads what [Problem.MarshalJSON] writes.
func (p *Problem) UnmarshalJSON(data []byte) error {
	var w problemWire
	if err := json.Unmarshal(data, &w); err != nil {
		return err
	}
	*p = Problem{string(w.Path), w.Pos, w.Cell, string(w.Msg), string(w.Hint), string(w.Row)}
	return nil
}

type factWire struct {
	Name  wireText `json:"name"`
	Value wireText `json:"value"`
}

// MarshalJSON writes a fact as the record has it, see [Execution.Encode].
func (f Fact) MarshalJSON() ([]byte, error) {
	return marshal(factWire{wireText(f.Name), wireText(f.Value)})
}

// UnmarshalJSON reads what [Fact.MarshalJSON] writes.
func (f *Fact) UnmarshalJSON(data []byte) error {
	var w factWire
	if err := json.Unmarshal(data, &w); err != nil {
		return err
	}
	*f = Fact{string(w.Name), string(w.Value)}
	return nil
}

// recordWire is the whole record. Version is its first key.
type recordWire struct {
	Version  int               `json:"nbrun_record"`
	Path     wireText          `json:"path"`
	Source   wireText          `json:"source"`
	Key      string            `json:"key,omitempty"`
	Started  time.Time         `json:"started"`
	Took     time.Duration     `json:"took_ns"`
	Host     []Fact            `json:"host"`
	Results  []Result          `json:"results"`
	Values   []Result          `json:"values,omitempty"`
	Problems []Problem         `json:"problems,omitempty"`
	Traces   []trace.Trace     `json:"traces,omitempty"`
	Witness  *Witness          `json:"witness,omitempty"`
	Images   map[string][]byte `json:"images,omitempty"`
}
