package notebook

import (
	"time"

	"nbrun/iomodels/trace"
)

// Execution is the record of one run: all that a page is made from.
//
// Results[i] is of Notebook.Cells[i], Values[i] of Notebook.Inlines[i].
type Execution struct {
	Notebook *Notebook
	Host     Host
	Key      string        // names what was executed, with what and where; empty when nothing was
	Started  time.Time     // wall clock
	Took     time.Duration // from start to the last cell's end
	Results  []Result
	Values   []Result // of the inline expressions: at most one output of kind value
	Traces   []trace.Trace
	Problems []Problem // what Go refused; when there is any, nothing ran
	Witness  *Witness  // who confirmed the traces; nil when nobody was asked to

	// Images are the files that the prose shows, by the names of
	// Notebook.Images; those that could not be read are not in it.
	Images map[string][]byte
}

// Host is where a run took place and with what: the provenance that a page ends with.
// Text that could not be had is empty and is shown as "not known".
type Host struct {
	Facts []Fact // in the order in which they are shown
}

// Fact is one line of provenance.
type Fact struct{ Name, Value string }

// Status says how a cell ended.
type Status string

const (
	OK      Status = "ok"
	Failed  Status = "failed"  // it panicked, its worker died, or it did not fail as it must
	Timeout Status = "timeout" // it did not end by its deadline
	Skipped Status = "skipped" // an earlier cell failed
	Shown   Status = "shown"   // eval: false
	Refused Status = "refused" // Go refused it; nothing of the notebook ran
)

// Result is what one cell did.
type Result struct {
	Status  Status        `json:"status"`
	Start   trace.Time    `json:"start_ns,omitempty"`
	Took    time.Duration `json:"took_ns,omitempty"`
	Outputs []Output      `json:"outputs,omitempty"` // in order
	Dropped int64         `json:"dropped,omitempty"` // bytes of output beyond the limit, not kept
}

// OutputKind says which fields of an Output are set.
type OutputKind string

const (
	Stdout OutputKind = "stdout" // Text
	Stderr OutputKind = "stderr" // Text
	Value  OutputKind = "value"  // Text, Type: the value of the cell's last expression
	HTML   OutputKind = "html"   // Text
	SVG    OutputKind = "svg"    // Text
	PNG    OutputKind = "png"    // Text, base64
	Table  OutputKind = "table"  // Rows, the first is the head
	Traced OutputKind = "trace"  // Traces: shown as the cell's views say; one, and Auto, when the cell did not ask
	Series OutputKind = "series" // Series: a measurement of growth
	Figure OutputKind = "figure" // Name, Traces: drawn from them
	Check  OutputKind = "check"  // Claim, Verdict, Got, Want, Attempts
	Error  OutputKind = "error"  // Text, Pos, Frames, Hint
	Source OutputKind = "source" // Name, Text, File, Pos: a declaration that the cell's option source names
)

// Output is one thing that a cell produced. It is flat, so that it crosses
// processes and files without code of its own.
type Output struct {
	Kind OutputKind
	Text string
	Type string // Go type of a value
	Name string // of a figure: "two-lane", "summary", …; of a trace: Late or nothing; of a source: "iomodels.Blocking"
	Rows [][]string

	Traces []int // indexes into Execution.Traces
	Auto   bool  // a trace of the cell's own calls, made without its asking
	Lines  []int // of a trace of the cell's own calls, by event: the line of the notebook whose statement made the call, 0 where that is not known; nil when it is of none
	Series *trace.Series

	Claim    string
	Verdict  Verdict
	Got      string
	Want     string
	Attempts int // of a ratio; 0 for other checks

	File   string   // of a source: its path in the repository of nbrun
	Pos    Position // of an error or a check, when it is known; of a source, in File
	Frames []Frame  // of an error that came by a call: the notebook's own, innermost first
	Hint   string
}

// Frame is a call that had not ended when an error came. When Elided is set it
// stands for so many, and has nothing else.
type Frame struct {
	Func   string   // as Go writes it: "main.f", "main.(*T).M", "main.f.func1"; "cell" is the cell itself
	Pos    Position // of the statement in it that had begun
	Elided int
}

// Late is the Name of an automatic trace whose calls began in an earlier cell.
const Late = "late"

// Verdict is the outcome of a check.
type Verdict string

const (
	Pass     Verdict = "pass"
	Fail     Verdict = "fail"
	Skip     Verdict = "skip"     // not checked: Text says why
	Note     Verdict = "note"     // a value shown and not judged
	Exercise Verdict = "exercise" // a reader's task: shown, not counted
)
