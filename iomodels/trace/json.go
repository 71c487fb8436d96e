package trace

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"time"
	"unicode/utf8"
)

// jsonVersion is the version of the form that MarshalJSON writes. UnmarshalJSON
// refuses any other.
const jsonVersion = 1

// jsonTrace is a trace as JSON. Events are columns: what the events have in common
// (kind, lane, name, arguments, result …) stands once in Calls, and Call says in runs
// of [index, how often] which one each event is; times are differences. What only
// some events have stands in side tables, whose At column gives the differences of
// their events' indexes, from -1. A field that is absent is zero or empty.
type jsonTrace struct {
	Version  int             `json:"v"`
	Title    jsonText        `json:"title,omitzero"`
	Model    jsonText        `json:"model,omitzero"`
	Lanes    []jsonLane      `json:"lanes,omitempty"`
	Clock    *jsonClock      `json:"clock,omitempty"`
	Overhead []time.Duration `json:"overhead_ns,omitempty"`
	Notes    []jsonText      `json:"notes,omitempty"`
	Payload  int             `json:"payload,omitempty"`
	Texts    []jsonText      `json:"texts,omitempty"` // what the tables below name by index; the first is ""
	Calls    []jsonCall      `json:"calls,omitempty"`
	Call     []int           `json:"call,omitempty"`     // runs: index into Calls, how often
	Seq      []int           `json:"seq,omitempty"`      // runs: Seq less what the lane's event before leads one to expect, how often
	Enter    []int64         `json:"enter_ns,omitempty"` // less the event's before
	Took     []int64         `json:"took_ns,omitempty"`
	Usage    *jsonUsage      `json:"usage,omitempty"`
	Stamps   *jsonStamps     `json:"stamps,omitempty"`
	Rings    *jsonRings      `json:"rings,omitempty"`
	Sigs     *jsonSigs       `json:"sigs,omitempty"`
	Works    *jsonColumn     `json:"works,omitempty"`
	Notices  *jsonColumn     `json:"event_notes,omitempty"` // indexes into Texts
	Runs     *jsonRuns       `json:"runs,omitempty"`
}

type jsonLane struct {
	Name  jsonText `json:"name"`
	Role  Role     `json:"role"`
	TID   int      `json:"tid"`
	Level int      `json:"level"`
}

type jsonClock struct {
	Start       time.Time     `json:"start"`
	Uncertainty time.Duration `json:"uncertainty_ns"`
	Drift       time.Duration `json:"drift_ns"`
}

// jsonText is a string that survives JSON whatever its bytes: as a JSON string when
// it is UTF-8 and otherwise as {"base64": "…"}.
type jsonText string

type jsonBytes struct {
	Base64 *string `json:"base64"`
}

func (s jsonText) MarshalJSON() ([]byte, error) {
	if utf8.ValidString(string(s)) {
		return json.Marshal(string(s))
	}
	b := base64.StdEncoding.EncodeToString([]byte(s))
	return json.Marshal(jsonBytes{&b})
}

func (s *jsonText) UnmarshalJSON(data []byte) error {
	if len(data) > 0 && data[0] == '{' {
		var b jsonBytes
		if err := json.Unmarshal(data, &b); err != nil {
			return err
		}
		if b.Base64 == nil {
			return fmt.Errorf("a text has neither UTF-8 nor base64")
		}
		text, err := base64.StdEncoding.DecodeString(*b.Base64)
		*s = jsonText(text)
		return err
	}
	return json.Unmarshal(data, (*string)(s))
}

// MarshalJSON writes the trace in a compact form that loses nothing: columns instead
// of objects, differences instead of times, each text once. Bytes that are not UTF-8
// survive. A million calls of a spinning loop take some 14 MB, and collapsed a few kB.
func (t Trace) MarshalJSON() ([]byte, error) {
	j := jsonTrace{
		Version: jsonVersion,
		Title:   jsonText(t.Title),
		Model:   jsonText(t.Model),
		Payload: t.Payload,
		Notes:   jsonTexts(t.Notes),
	}
	for _, l := range t.Lanes {
		j.Lanes = append(j.Lanes, jsonLane{jsonText(l.Name), l.Role, l.TID, l.Level})
	}
	if t.Clock != (Clock{}) {
		j.Clock = &jsonClock{t.Clock.Start, t.Clock.Uncertainty, t.Clock.Drift}
	}
	if t.Overhead != [4]time.Duration{} {
		j.Overhead = t.Overhead[:]
	}
	newEncoder(&j).events(t.Events)
	return json.Marshal(j)
}

// UnmarshalJSON reads what MarshalJSON writes. It checks the form and every index, and
// leaves t alone when there is an error; what the trace says is for [Trace.Check].
func (t *Trace) UnmarshalJSON(data []byte) error {
	var j jsonTrace
	if err := json.Unmarshal(data, &j); err != nil {
		return fmt.Errorf("trace: %w", err)
	}
	if j.Version != jsonVersion {
		return fmt.Errorf("trace: its form is version %d, and this program reads version %d", j.Version, jsonVersion)
	}
	if len(j.Overhead) > len(t.Overhead) {
		return fmt.Errorf("trace: %d overheads, there are %d levels", len(j.Overhead), len(t.Overhead))
	}
	if j.Clock != nil {
		if y := j.Clock.Start.UTC().Year(); y < 0 || y > 9999 {
			return fmt.Errorf("trace: its clock starts in the year %d", y)
		}
	}
	u := Trace{Title: string(j.Title), Model: string(j.Model), Payload: j.Payload}
	for _, l := range j.Lanes {
		u.Lanes = append(u.Lanes, Lane{string(l.Name), l.Role, l.TID, l.Level})
	}
	if j.Clock != nil {
		u.Clock = Clock{j.Clock.Start.UTC(), j.Clock.Uncertainty, j.Clock.Drift}
	}
	copy(u.Overhead[:], j.Overhead)
	for _, n := range j.Notes {
		u.Notes = append(u.Notes, string(n))
	}
	d := decoder{j: &j}
	u.Events = d.events()
	if d.err != nil {
		return fmt.Errorf("trace: %w", d.err)
	}
	*t = u
	return nil
}

func jsonTexts(ss []string) []jsonText {
	var ts []jsonText
	for _, s := range ss {
		ts = append(ts, jsonText(s))
	}
	return ts
}
