package render

import (
	"fmt"
	"strconv"

	"nbrun/iomodels/trace"
)

// outcome writes what the kernel returned, and once in a trace what an error means.
func (r *rows) outcome(e *trace.Event) {
	m := r.m
	switch {
	case e.Errno.Num != 0:
		m.text("= −1 ")
		m.open("b")
		r.term(e.Errno.Name)
		m.shut("b")
		if !r.told[e.Errno.Name] {
			r.told[e.Errno.Name] = true
			text, attrs := r.meaning(e.Errno)
			m.el("small", " "+text, attrs...)
		}
	case e.Kind == trace.Syscall || e.Kind == trace.CQE:
		m.text("= " + returned(e))
	case e.Kind == trace.Work && !e.Touches():
		m.text(r.say("%s rounds", grouped(e.Work)))
	}
}

// meaning is what an error's name stands for, in the page's language where that is
// known in it. The script copies what the record has, the title then.
func (p *page) meaning(e trace.Errno) (text string, attrs []string) {
	if said, ok := errnosInChinese[e.Name]; ok && p.chinese {
		return said, []string{"title", e.Text}
	}
	return e.Text, p.recorded()
}

// returned is what the kernel returned: a number; of calls that map memory an address,
// of those that tell of processes and threads an id, of fcntl(2) flags.
func returned(e *trace.Event) string {
	switch e.Name {
	case "mmap", "mremap", "brk", "shmat":
		return fmt.Sprintf("%#x", uint64(e.Ret))
	case "getpid", "getppid", "gettid", "getpgid", "getpgrp", "getsid", "setsid", "fork", "vfork", "clone", "clone3", "wait4":
		return strconv.FormatInt(e.Ret, 10)
	case "fcntl":
		if len(e.Args) > 1 && (e.Args[1].Text == "F_GETFL" || e.Args[1].Text == "F_GETFD") {
			return fmt.Sprintf("%#x", uint64(e.Ret))
		}
	}
	return grouped(e.Ret)
}
