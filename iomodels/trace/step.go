package trace

import "fmt"

// Provenance says what a statement about a run rests on.
type Provenance uint8

const (
	Measured  Provenance = iota // an event of the trace shows it
	Inferred                    // it follows from events that show something else
	Schematic                   // nothing in the trace shows it: it is what the kernel is known to do
)

var provenanceNames = [...]string{Measured: "measured", Inferred: "inferred", Schematic: "schematic"}

// String returns "measured", "inferred" or "schematic".
func (p Provenance) String() string { return nameOf(provenanceNames[:], int(p), "Provenance") }

// Step is one of the things that happen on the way of a request: see
// [Trace.WebSteps].
type Step struct {
	N        string // "1" to "11"; "0" and "3b" are what a list of eleven steps leaves out
	What     string // what happens
	By       Provenance
	Absent   bool   // it did not happen in this run, which is known By that
	Evidence string // what the trace shows of it, or why it shows no more
	Source   string // what shows it, in a few words: "34 bytes (sendmsg)", "rx-software stamp ± 35 ns"
	Event    int    // index into Trace.Events of the event that shows it; -1 when none does
	From, To Time   // it happened within these; both are 0 when no event shows it
}

// String writes the step in a line: "6 [inferred] the disk is read: the 204800 bytes
// that were asked for came; …". What did not happen is "[absent, measured]".
func (s Step) String() string {
	known := s.By.String()
	if s.Absent {
		known = "absent, " + known
	}
	return fmt.Sprintf("%s [%s] %s: %s", s.N, known, s.What, s.Evidence)
}
