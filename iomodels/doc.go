// Package iomodels runs the I/O models of Linux against the kernel that it finds
// itself on and returns what happened as a [trace.Trace].
//
// All models are shown the same scenario, so that their traces compare: a sender
// waits, then sends one datagram; a receiver wants it. Each model is one function,
// of one file, which reads as the model does:
//
//	t, err := iomodels.Blocking(iomodels.Scenario{})
//
// Nothing in a trace is simulated. The receiver, the sender and the watcher are
// three threads that make real system calls, each on a lane of its own
// ([nbrun/iomodels/unix]). Where glibc or this package stands in for a kernel
// feature, the trace's model and notes say so; where the kernel refuses one, the
// error or the notes say what, why and where that was looked up.
//
// # The gate
//
// Sleeps do not order threads: on a busy machine a receiver may come later than a
// sender who "surely waited long enough". So the sender's wait does not even begin
// before a watcher has seen the receiver inside its call, asleep, in /proc. Then
// the receiver has entered before the sender sends, and returns after, on one
// processor or many, whatever else runs.
//
// A run that cannot be set up so within 5 s is an error that begins with "setup:";
// it says nothing about the model.
package iomodels
