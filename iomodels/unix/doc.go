// Package unix makes Linux system calls that record themselves.
//
// A [Lane] is one locked thread with its own record: start one with [Start], make
// calls by its methods, and ask [Window] for what happened as a trace. The
// package functions have the names and types of golang.org/x/sys/unix, so that
// plain Go code is recorded when it imports this package in its stead; they find
// the calling thread and a lane for it, which [Shared] reads.
//
// # What is recorded
//
// Each wrapper marshals the registers itself and hands them to one function,
// (*Lane).call, so the record holds what the kernel saw: ppoll for Poll, pselect6
// for Select, openat for Open, and every argument, which strace(1) can confirm.
// Memory that arguments point to is copied outside the measured interval, a few
// dozen bytes of it, and decoded when a trace is asked for.
//
// A function of x/sys/unix that is not in the table of calls is recorded from
// outside: its name, number, result and error, and a Why that says so. Calls that
// packages os and net and the Go runtime make are not recorded.
//
// # What it costs
//
// At level 1 a recorded call takes two readings of the clock and the writing of a
// row, beyond the call itself: some 80 ns, or an eighth of a read of one byte from a
// socket. Level 2 adds two clock_gettime(2) of the thread's CPU clock, level 3 two
// getrusage(2) as well: then such a read takes three times and four times as long. A
// package function adds a gettid(2) to find its lane: half a read again. BenchmarkRead
// measures all of them in one run, and strace(1) beside them, under which the read
// takes some 150 times as long. Buffers handed to a call escape to the heap; beyond that
// a call allocates nothing but the record.
//
// A row takes 88 bytes, and with what arguments point to some 110 at level 1 and 190
// at level 3. A lane keeps 262,144 of them: the first half and the last. Those in
// between are counted: one event with a [trace.Run] stands for all that were alike in
// name, result and error, so that [trace.Trace.Count] stays right, and a note of the
// trace says so.
//
// # Under a witness
//
// In a process that has IOMODELS_WITNESS in its environment lanes make a call of
// lseek(2) on no descriptor before each call that they record, so that package witness
// finds it in what strace saw of the process. In others there is no such call. In a
// process that is being traced, by whomever, the counts of context switches are
// [trace.Unknown].
//
// # What differs from x/sys/unix
//
// RawSyscall and its kin tell the scheduler, as Syscall does: a thread that blocks
// in the kernel without telling would stop the garbage collector. Sockaddrs of
// families other than AF_INET, AF_INET6, AF_UNIX, AF_NETLINK, AF_PACKET and
// AF_VSOCK are accepted where they are handed in and refused, with EAFNOSUPPORT,
// where they would come out. Ppoll and Pselect hand the kernel the right size of a
// signal set. Munmap and Mremap know the mappings of this package only.
//
// A goroutine that makes a package function's call is on one thread for that call;
// memory that a call reads or writes must be valid until it returns.
package unix

//go:generate go run ./_gen
