// Package trace holds what happened: the system calls that a program made, what
// the kernel said of them, and when.
//
// A [Trace] is plain data with names decoded when it was recorded, so a trace of
// one machine can be read, checked and drawn on any other. What was measured is
// stored in [Event]; what follows from it (how long the thread waited, when the
// data were copied) is derived on demand, by [Trace.Phases] and its kin, and
// never stored as if it had been measured.
//
// A field that was not measured is absent (a nil pointer), and [Event.Why] gives
// the reason; it is never zero in disguise.
//
// # What may be asked
//
// Of calls and other events, by their names: [Trace.Count] and [Trace.CountErrno] how many
// there were, [Trace.Find] the first, [Trace.Calls] and [Trace.On] those of some lanes,
// [Trace.Seen] what looks counted, [Trace.InOrder] what came before what. Of the operation
// as a whole: [Trace.Wall], [Trace.CPU], [Trace.Asleep], [Trace.Switches],
// [Trace.WorkDone], [Trace.Arrival]. Of its parts: [Trace.Phases], and of a web request
// [Trace.WebSteps].
//
// A name means the program's own events (lanes of role [App]), and where Find and InOrder
// say so those of others. What counts, or lists by a name of events, says 0 or nothing
// where there are none. What needs the one that is not there, or a lane that is not, panics
// and names what there is: a claim about what was not recorded is neither true nor false.
package trace
