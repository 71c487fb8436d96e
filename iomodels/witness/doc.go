// Package witness confirms a record of system calls by what strace(1) saw of the
// same process.
//
// The record is made by the program itself, and strace stands outside: it stops
// each thread by ptrace(2) at the entry and the exit of each call and reads the
// registers. What both have alike was not invented by either:
//
//	cmd, err := witness.Command("log", "program", "argument")
//	err = cmd.Run()              // the program hands out its trace t
//	log, err := witness.Parse(f) // of the file "log"
//	err = log.Match(t).Err()
//
// Compared are the thread, the order, the name, every argument as the register
// held it, the result and the error number. Times are not: the record's include the
// stops, and strace's do not.
//
// # Marks
//
// A thread makes more calls than its lane records: the lane measures itself
// (clock_gettime, getrusage), the Go runtime wakes and parks threads (futex) and
// asks for memory (mmap, madvise), packages os and net open files. No name tells
// these from calls that the program under study makes, which may be a futex or an
// mmap of its own. So in a process that is started with [Variable] in its
// environment, lanes announce each call that they are about to record, by a call
// that does nothing and that strace sees:
//
//	lseek(-1, time, kind and lane)
//
// It fails with EBADF. The time is the recorder's, as in trace.Event: a row is that
// of the mark before its Enter. Then a row without a call, a call without a row and
// one that differs can be told apart, and no row can borrow the call of another.
// Without the variable lanes make no marks.
package witness
