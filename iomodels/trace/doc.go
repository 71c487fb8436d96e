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
package trace
