package witness

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"nbrun/iomodels/trace"
)

// A Call is a system call as strace saw it.
type Call struct {
	TID      int
	At       time.Duration // when the thread was stopped at its entry, by the wall clock, since 1970
	Name     string
	Args     []uint64 // the registers
	Ret      uint64   // the result register; all ones when Errno is set
	Errno    string   // its name; "" when the call succeeded
	Returned bool     // false for a call that never did, such as exit(2), or that was under way when the thread died
}

// String writes the call as strace does with -e raw=all.
func (c Call) String() string {
	return callText(c.Name, c.Args) + " = " + c.outcome()
}

func (c Call) outcome() string {
	switch {
	case !c.Returned:
		return "?"
	case c.Errno != "":
		return "-1 " + c.Errno
	}
	return strconv.FormatInt(int64(c.Ret), 10)
}

func callText(name string, args []uint64) string {
	var b strings.Builder
	b.WriteString(name + "(")
	for i, a := range args {
		if i > 0 {
			b.WriteString(", ")
		}
		if a == 0 {
			b.WriteByte('0')
		} else {
			fmt.Fprintf(&b, "%#x", a)
		}
	}
	return b.String() + ")"
}

// callOf is the call of which a record's row speaks.
func callOf(e *trace.Event) Call {
	c := Call{Name: e.Name, Ret: uint64(e.Ret), Errno: e.Errno.Name, Returned: true}
	if rest, ok := strings.CutPrefix(e.Name, "syscall_"); ok {
		if nr, err := strconv.Atoi(rest); err == nil { // strace writes the number of a call without a name so
			c.Name = fmt.Sprintf("syscall_%#x", nr)
		}
	}
	for _, a := range e.Args {
		c.Args = append(c.Args, a.Raw)
	}
	return c
}

// same reports whether strace saw what the record says. Of a call that it does not
// know well, strace shows fewer arguments than the record, which then has all six
// registers; the others are compared. It never shows more.
func (c Call) same(seen Call) bool {
	if !seen.Returned || c.Name != seen.Name || c.Errno != seen.Errno || len(c.Args) < len(seen.Args) {
		return false
	}
	if c.Errno == "" && c.Ret != seen.Ret {
		return false
	}
	for i, a := range seen.Args {
		if c.Args[i] != a {
			return false
		}
	}
	return true
}
