// Package figure draws traces. A [Figure] is plain data: shapes, each of which knows
// the event that it stands for and where its truth comes from; [Figure.SVG] writes
// it down. The same trace gives the same bytes.
//
// A figure is a function of its trace and shows nothing else. A trace that cannot
// have happened (trace.Check) is refused and not drawn.
package figure
