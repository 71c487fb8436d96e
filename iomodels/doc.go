// Package iomodels runs the I/O models of Linux against the kernel that it finds
// itself on, and returns what happened as a [trace.Trace].
//
//	t, err := iomodels.Blocking(iomodels.Scenario{})
//
// Nothing in a trace is simulated. The program under study, whoever it talks to and a
// watcher are threads that make real system calls, each on a lane of its own
// ([nbrun/iomodels/unix]). Where glibc or this package stands in for a kernel feature,
// the trace's model and notes say so; where the kernel refuses one, the error or the
// notes say what, why and where that was looked up; what was not measured gives its
// reason. [Abilities] says beforehand what a machine can show.
//
// # The two phases
//
// Input has two phases. First there are no data: nothing has been sent, or the disk has
// not answered. Then there are some, in memory of the kernel's, and they are copied to
// the program's buffer. Three questions tell the models apart, and each trace answers
// them:
//
//   - Who waits? A call may sleep until there are data (blocking), say at once that
//     there are none (non-blocking), or leave a request behind and return.
//   - What is the program told? Nothing; that it may begin, called readiness; or that it
//     is done, called completion.
//   - Who copies, and in which call? As long as it is a call of the program's own, that
//     makes its thread busy until the data are there, the I/O is synchronous, whatever
//     came before. That is the definition of POSIX, by which four of the five models of
//     Stevens are synchronous (UNIX Network Programming, volume 1, section 6.2).
//
// # The models
//
// All are shown the same [Scenario]: a sender waits, then sends a few bytes, over a
// [Transport]; the program wants them.
//
// Blocking: the receiving call sleeps, then copies. [Blocking], [BlockingRecvfrom],
// [BlockingTimeout], [BlockingInterrupted], [BlockingRestarted], [BlockingReady]; what
// it does to others who wait for the thread: [TwoClientsInTurn], [TwoClientsThreads].
//
// Non-blocking: the call says EAGAIN until there are data, then copies.
// [NonBlocking], [NonBlockingPause], [NonBlockingDontWait], [NonBlockingShared],
// [NonBlockingConnect].
//
// Multiplexing: one call sleeps for many descriptors and tells of readiness, a second
// one copies. [Select], [Poll], [Epoll]; what they are for: [ThreeSendersPoll],
// [ThreeSendersEpoll]; their traps: [SelectTooMany], [SelectTimeout], [StolenDatagram],
// [EpollClosed]; when they tell: [EpollLevel], [EpollEdge], [EpollDrain],
// [EpollOneshot].
//
// Signal-driven: the program works, a signal tells of readiness, a call copies.
// [SignalDriven], [SignalDrivenRealtime], [SignalDrivenSignalfd]; how much a signal
// tells: [SignalCoalesced], [SignalQueued], [SignalOverflow]; of what, and of what not:
// [SignalOnTCP], [SignalOnFile]; whom it kills: [SignalDefault].
//
// Asynchronous: the program works, and is told of completion; no call of its own waits
// or copies. [IOUring] and all that begin with that name; [LinuxAIODirect], and where
// Linux AIO is not what its name says: [LinuxAIOBuffered], [LinuxAIOSocket],
// [LinuxAIOPoll]; [POSIXAIO], which a thread of the process makes so, and
// [POSIXAIOGlibc], the C library's own. [AIO] takes the best that the kernel allows.
//
// # Beyond one datagram
//
// Files: [BlockingFileCold], [BlockingFileWarm], [ReadDirect], [ReadAhead], [ReadNowait],
// [ReadNowaitHelper], [NonBlockingFile], [MmapFault], [WillNeed], [WriteBack],
// [WriteDsync], and those of the asynchronous models whose names end in File, Cold, Warm
// or Direct. A [File] is made for each run; [Residency] says what its directory lets be
// seen.
//
// Streams and datagrams as they are: [ShortRead], [WaitAll], [JoinedWrites], [ShortWrite],
// [BufferedWrite], [Backpressure], [Truncated], [Peeked], [Dropped], [BrokenPipe],
// [BrokenPipeNoSignal], [HalfClose], [Reset], [Interrupted], [InterruptedWrite].
//
// All together: [WebRequestCold] and its kin. Many descriptors: [Scaling]. What Go
// itself does: [GoNet].
//
// # The gate
//
// Sleeps do not order threads: on a busy machine a receiver may come later than a
// sender who "surely waited long enough". So the sender's wait does not even begin
// before a watcher has seen the receiver inside its call, asleep, in /proc. Then
// the receiver has entered before the sender sends, and returns after, on one
// processor or many, whatever else runs.
//
// A run that cannot be set up so within 15 s is an error that begins with "setup:";
// it says nothing about the model.
//
// # What may be concluded
//
// What came before what, how often something was called, what it returned, whether a
// thread slept in it (getrusage(2) counts that), whether a disk was read: these hold on
// any machine and under any load, and the tests of this package hold each model to its
// own. How long something took holds for the run.
package iomodels
