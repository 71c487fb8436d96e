// Package notebook holds the two documents of nbrun: the [Notebook], which is a
// Markdown file and where its cells lie in it, and the [Execution], which is what
// happened when it was run. Everything that nbrun writes is a function of an
// Execution.
package notebook

import "time"

// Notebook is a parsed Markdown file. It holds one Source and spans into it:
// nothing is copied out and nothing rewrites the author's bytes.
//
// Cells and Inlines are in order of their spans, which do not overlap.
type Notebook struct {
	Path    string // as the user gave it; what messages are headed by
	Source  []byte
	Meta    Meta
	Front   Span // the front matter with its --- lines; empty when there is none
	Cells   []Cell
	Inlines []Inline
}

// Span is a range of byte offsets into Notebook.Source: [Start, End).
type Span struct{ Start, End int }

// Meta is the front matter. The zero value is that of a file without one.
type Meta struct {
	Title       string
	Description string
	Lang        string        // BCP 47, "en" when empty
	Order       int           // place in a book
	Timeout     time.Duration // of each cell that sets none; 30 s when zero
	Strict      bool          // it must make a check, and its prose may hold no typed measurements
}

// Cell is a top-level fenced block whose language is go.
type Cell struct {
	Block   Span // with its fences
	Body    Span // the Go code: what follows the option lines, up to the closing fence
	Options Options
}

// Inline is a code span `{go} expr` in prose.
type Inline struct {
	Span  Span // with its backticks
	Expr  Span
	After int // how many of Cells stand before it
}

// Options are the //| lines of a cell. The zero value is that of a cell without
// any, so what is on by default is named by its absence.
type Options struct {
	Label      string
	NoEval     bool // eval: false
	NoEcho     bool // echo: false (include: false sets this and NoOutput)
	NoOutput   bool // output: false
	Error      ErrorMode
	CodeFold   bool
	ListingCap string // lst-cap
	FigureCap  string // fig-cap
	FigureAlt  string // fig-alt
	Timeout    time.Duration
	Views      []string  // how a trace is shown: "two-lane", "web-request", "table" …; what fits its model, and the table, when nil
	Trace      TraceMode // how much of the cell's own calls is kept
	Covers     []Reference
	Sources    []Reference // source: declarations of nbrun's packages that are shown beside the cell
}

// Reference is a name that an option gives, and where it stands.
type Reference struct {
	Name string
	Pos  Position
}

// ErrorMode is the option error: what failure the cell must have.
type ErrorMode string

const (
	NoError      ErrorMode = ""        // it must succeed
	RuntimeError ErrorMode = "true"    // it must fail when run
	CompileError ErrorMode = "compile" // Go must refuse it
)

// TraceMode is the option trace.
type TraceMode string

const (
	TraceAuto TraceMode = ""      // long runs of like calls are summarised
	TraceFull TraceMode = "full"  // every event is kept
	TraceOff  TraceMode = "false" // the cell's own calls are not shown
)

// Text returns the source within s.
func (nb *Notebook) Text(s Span) string { return string(nb.Source[s.Start:s.End]) }

// Position is a place in a notebook's source: line and column from 1, the column
// in bytes, as Go counts them.
type Position struct {
	Line   int `json:"line"`
	Column int `json:"column"`
}

// Problem is something wrong with a notebook, at a place in it.
type Problem struct {
	Path string
	Pos  Position // zero Line: the file as a whole
	Cell int      // index of the cell, -1 when it is in none
	Msg  string   // one sentence, in Go's words when Go said it
	Hint string   // what to do about it; may be empty
	Row  string   // of what Go accepts and nbrun refuses: the kind of construct it is; empty when Go refuses it too
}
