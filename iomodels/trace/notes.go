package trace

import (
	"slices"
	"strings"
)

// BeforeRecord stands at the head of a note that tells how a run was prepared, or behind
// the name of the connection that it tells of.
const BeforeRecord = "before the record begins"

// DataNotes returns those of the trace's notes that one has to know to read its data: all
// but those on what came before.
func (t Trace) DataNotes() []string {
	return slices.DeleteFunc(slices.Clone(t.Notes), func(note string) bool { return strings.Contains(note, BeforeRecord) })
}
