package figure

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"nbrun/iomodels/trace"
)

// thousands writes n with commas.
func thousands(n int64) string {
	s := strconv.FormatInt(n, 10)
	sign, digits := "", s
	if n < 0 {
		sign, digits = "-", s[1:]
	}
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return sign + digits
}

// shortCall names a call with those of its first arguments that are short:
// "recvmsg(3, …)", `write(4, "hello", 5)`.
func shortCall(e *trace.Event) string { return callWith(e, 3) }

// callLabel is shortCall with as many arguments as fit a width.
func callLabel(e *trace.Event, width float64) string {
	for n := 4; n >= 0; n-- {
		if s := callWith(e, n); textWidth(s, labelSize, true, false) <= width {
			return s
		}
	}
	return fit(e.Name, width, labelSize, true, false)
}

// sized are the calls of which an argument behind the buffer says how many bytes are
// asked for or given.
var sized = map[string]bool{"read": true, "write": true, "pread64": true, "pwrite64": true, "recvfrom": true, "sendto": true, "sendfile": true}

// callWith names a call with its first n arguments, up to one that is not short unless
// how many bytes it is about comes behind that.
func callWith(e *trace.Event, n int) string {
	var args []string
	for i, a := range e.Args {
		text := shortArgument(a)
		if i == n && len(e.Args) > n+1 || text == "" && !sized[e.Name] {
			args = append(args, "…")
			break
		}
		if text == "" {
			text = "…"
		}
		if text != "…" || len(args) == 0 || args[len(args)-1] != text {
			args = append(args, text)
		}
	}
	return e.Name + "(" + strings.Join(args, ", ") + ")"
}

var (
	standsFor = regexp.MustCompile(` <[^>]*>`)
	came      = regexp.MustCompile(` → [^,}\]]*`)
)

// shortArgument returns the text of an argument that is short enough for a label, a
// descriptor without what it stands for; otherwise "".
func shortArgument(a trace.Arg) string {
	text := a.Text
	if n, _, ok := strings.Cut(text, " <"); ok {
		if _, err := strconv.Atoi(n); err == nil {
			return n
		}
	}
	if hasPrefix(text, "[{", "{") { // what a call waits for, without what came of it
		text, _, _ = strings.Cut(text, "} → {")
		text = came.ReplaceAllString(standsFor.ReplaceAllString(text, ""), "")
		if strings.HasPrefix(text, "{") && !strings.HasSuffix(text, "}") {
			text += "}"
		}
		if len(text) <= 20 && (hasPrefix(text, "{SIG") || waitedFor.MatchString(text)) {
			return text
		}
		return ""
	}
	if text == "" || len(text) > 15 || strings.HasPrefix(text, "0x") || strings.ContainsAny(text, "{") {
		return ""
	}
	return text
}

// waitedFor is a set of descriptors, or a list of one with what it is waited for.
var waitedFor = regexp.MustCompile(`^(\{\d+(, \d+)*\}|\[\{\d+ [A-Z|]+\}\])$`)

// object returns what a descriptor of the call stands for: "udp 127.0.0.1:40112".
func object(e *trace.Event) string {
	name := wholeName(e)
	for _, arrow := range []string{"→", "->"} { // its own end, not its peer's
		name, _, _ = strings.Cut(name, arrow)
	}
	return name
}

// wholeName returns what the call's first argument, a descriptor, stands for, both
// ends if it has two.
func wholeName(e *trace.Event) string {
	if len(e.Args) == 0 {
		return ""
	}
	_, rest, ok := strings.Cut(e.Args[0].Text, " <")
	name, closed := strings.CutSuffix(rest, ">")
	if !ok || !closed {
		return ""
	}
	return name
}

// result writes what a call returned: "100", "−1 EAGAIN".
func result(e *trace.Event) string {
	if e.Errno.Num != 0 {
		return "−1 " + e.Errno.Name
	}
	if e.Ret < 0 {
		return "−" + strconv.FormatInt(e.Ret, 10)[1:]
	}
	if e.Name == "rt_sigtimedwait" && e.Ret > 0 && len(e.Args) > 1 { // whose result is a signal's number
		if name, _, _ := strings.Cut(strings.TrimPrefix(e.Args[1].Text, "{"), " "); strings.HasPrefix(name, "SIG") {
			return strconv.FormatInt(e.Ret, 10) + " " + strings.TrimSuffix(name, "}")
		}
	}
	if e.Ret > 1<<40 {
		return fmt.Sprintf("%#x", e.Ret)
	}
	return strconv.FormatInt(e.Ret, 10)
}

// atTime writes a moment as the figure counts it.
func (s *scene) atTime(t trace.Time) string {
	d := t.Sub(s.from)
	if d == 0 {
		return "0"
	}
	if d < 0 {
		return "−" + trace.FormatDuration(-d)
	}
	return "+" + trace.FormatDuration(d)
}

func mean(total time.Duration, n int) time.Duration { return total / time.Duration(n) }

// handedOver chooses the sentence on what is done with a request: an SQE lies in memory
// shared with the kernel, an iocb in the program's own until io_submit takes its address,
// and POSIX AIO is a function call.
func handedOver(e *trace.Event, written, prepared, handed string) string {
	switch {
	case strings.HasPrefix(e.Name, "IORING_"):
		return written
	case strings.HasPrefix(e.Name, "IOCB_"):
		return prepared
	}
	return handed
}

// mark names an event for a tool tip and for a screen reader.
func (z tongue) mark(t *trace.Trace, i int) string {
	e := &t.Events[i]
	switch e.Kind {
	case trace.Syscall:
		if e.Run != nil {
			return z.say("%s, %s times, returned %s each time", shortCall(e), thousands(int64(e.Run.Count)), result(e))
		}
		return z.say("%s returned %s after %s", shortCall(e), result(e), trace.FormatDuration(e.Duration()))
	case trace.SQE:
		return z.say(handedOver(e, "request %s written to shared memory", "request %s prepared", "request %s handed to the helper"), e.Name)
	case trace.Probe:
		return z.say("looked at: %s: %s", z.look(e.Name), z.looked(e.Note))
	case trace.CQE:
		return z.say("completion of %s seen, result %s", e.Name, result(e))
	case trace.Signal:
		return z.say("signal %s seen", e.Name)
	case trace.Work:
		if e.Touches() {
			return z.list([]string{z.accessed(e), trace.FormatDuration(e.Duration())})
		}
		return z.say("own work, %s rounds, %s", thousands(e.Work), trace.FormatDuration(e.Duration()))
	}
	return z.say("%s %s", z.say(e.Kind.String()), z.moment(e.Name))
}

// accessed says what an access to memory was to: "touch page 0".
func (z tongue) accessed(e *trace.Event) string {
	words := []string{e.Name}
	for _, a := range e.Args {
		words = append(words, a.Text)
	}
	if said, ok := in(accessesInChinese, strings.Join(words, " ")); ok && z.chinese {
		return said
	}
	return strings.Join(words, " ")
}
