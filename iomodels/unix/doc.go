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
// row of 88 bytes, beyond the call itself: some 50 ns and what the clock takes
// twice. Level 2 adds two clock_gettime(2) of the thread's CPU clock, level 3 two
// getrusage(2) as well: a microsecond or more each. A package function adds a
// gettid(2) to find its lane: about half a bare read again. BenchmarkRead measures
// all of them side by side. Buffers handed to a call escape to the heap.
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
