package witness

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// line reads a line of the log: "TID TIME WHAT", where WHAT is a call, its beginning
// or its end, a signal or the thread's death. With raw=all a call's arguments are
// numbers, and all stand in its beginning.
func (l *Log) line(text string) error {
	word, text, _ := strings.Cut(text, " ")
	tid, err := strconv.Atoi(word)
	if err != nil {
		return fmt.Errorf("%q is no thread", word)
	}
	word, text, _ = strings.Cut(strings.TrimLeft(text, " "), " ")
	at, err := wallClock(word)
	if err != nil {
		return err
	}
	t := l.thread(tid)
	switch {
	case strings.HasPrefix(text, "--- "):
		return nil
	case strings.HasPrefix(text, "+++ "):
		t.open, t.cut, t.over = -1, -1, true
		return nil
	case strings.HasPrefix(text, "<... "):
		_, rest, found := strings.Cut(text, ")")
		if !found || t.open < 0 {
			return fmt.Errorf("%q goes on with nothing", text)
		}
		return t.end(rest)
	}
	head, rest, complete := strings.Cut(text, ")")
	for _, end := range []string{" <unfinished ...>", " <detached ...>"} {
		if !complete {
			head = strings.TrimSuffix(head, end)
		}
	}
	c := Call{TID: tid, At: at}
	if c.Name, c.Args, err = beginning(head); err != nil {
		return err
	}
	t.begin(c)
	if !complete {
		return nil
	}
	return t.end(rest)
}

// wallClock reads what -ttt writes: seconds since 1970, with six digits behind the point.
func wallClock(word string) (time.Duration, error) {
	whole, frac, _ := strings.Cut(word, ".")
	s, err1 := strconv.ParseUint(whole, 10, 33)
	us, err2 := strconv.ParseUint(frac, 10, 20)
	if err1 != nil || err2 != nil || len(frac) != 6 {
		return 0, fmt.Errorf("%q is no time", word)
	}
	return time.Duration(s)*time.Second + time.Duration(us)*time.Microsecond, nil
}

// beginning reads a call without its closing parenthesis.
func beginning(text string) (name string, args []uint64, err error) {
	name, list, found := strings.Cut(text, "(")
	if !found || name == "" || strings.ContainsAny(name, " <>=") {
		return "", nil, fmt.Errorf("%q is no call", text)
	}
	list = strings.TrimSpace(list)
	for list != "" {
		var word string
		word, list, _ = strings.Cut(list, ", ")
		a, err := strconv.ParseUint(word, 0, 64)
		if err != nil || len(args) == 7 {
			return "", nil, fmt.Errorf("the arguments of %q are not numbers", text)
		}
		args = append(args, a)
	}
	return name, args, nil
}

// begin notes that the thread entered a call. When it is one that goes on after a
// signal, as [thread.end] has it, it is not a new one.
func (t *thread) begin(c Call) {
	if i := t.cut; i >= 0 && (c.Name == "restart_syscall" || c.Name == t.calls[i].Name && slices.Equal(c.Args, t.calls[i].Args)) {
		t.open, t.cut = i, -1
		return
	}
	t.open = len(t.calls)
	t.calls = append(t.calls, c)
}

// end notes how the call under way ended; text follows its closing parenthesis.
//
// A signal that comes while a thread sleeps in a call ends it with an ERESTART…,
// which the program never sees. Either the kernel begins the call again (by
// restart_syscall(2) when it has to know how long it slept already), or the signal
// has a handler that lets no call go on: then the program sees EINTR, and strace
// shows that as the result of the handler's rt_sigreturn(2).
func (t *thread) end(text string) error {
	c := &t.calls[t.open]
	if err := c.result(text); err != nil {
		return err
	}
	switch {
	case strings.HasPrefix(c.Errno, "ERESTART"):
		t.cut = t.open
		*c = Call{TID: c.TID, At: c.At, Name: c.Name, Args: c.Args}
	case c.Name == "rt_sigreturn" && c.Errno == "EINTR" && t.cut >= 0:
		cut := &t.calls[t.cut]
		cut.Ret, cut.Errno, cut.Returned = c.Ret, c.Errno, true
		t.cut = -1
	}
	if m, ok := markOf(c); ok && t.open == len(t.calls)-1 {
		t.calls = t.calls[:t.open]
		t.mark(m)
	}
	t.open = -1
	return nil
}

var errNoResult = errors.New("a call without a result")

// result reads " = 0x5 <0.000010>", " = -1 EAGAIN (Resource …) <…>", " = ?".
func (c *Call) result(text string) error {
	_, text, found := strings.Cut(text, "= ")
	word, rest, _ := strings.Cut(text, " ")
	switch {
	case !found:
		return errNoResult
	case word == "?":
		return nil
	case word == "-1":
		c.Ret, c.Returned = ^uint64(0), true
		if c.Errno, _, _ = strings.Cut(rest, " "); strings.HasPrefix(rest, "(errno ") { // one that strace has no name for
			c.Errno, _, _ = strings.Cut(rest[1:], ")")
		}
		if c.Errno == "" || strings.HasPrefix(c.Errno, "<") {
			return errNoResult
		}
		return nil
	}
	n, err := strconv.ParseUint(word, 0, 64)
	if err != nil {
		return fmt.Errorf("%q is no result", word)
	}
	c.Ret, c.Returned = n, true
	return nil
}
