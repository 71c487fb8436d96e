package runner

import (
	"cmp"
	"fmt"
	"os"
	"regexp"
	"strings"
	"syscall"

	"golang.org/x/sys/unix"

	"nbrun/render/notebook"
)

// autopsy writes down why the worker died while the cell ran.
func (s *session) autopsy() error {
	if err := s.drain(); err != nil {
		return err
	}
	s.settle()
	state, err := s.proc.end()
	if err != nil {
		return err
	}
	words := s.lastWords()
	text, hint := causeOfDeath(state, s.exit, words)
	at := s.proc.slots.cell()
	switch {
	case s.exit != nil:
		at = s.at
	case overflowed(words):
		at = cmp.Or(s.deep, s.proc.slots.all())
	case strings.HasPrefix(words, "panic: ") && s.panics != nil: // it knows its words better than the runtime
		text, at = s.panics.Text, s.panics.At
	}
	s.fail(notebook.Failed, text, hint, at)
	return nil
}

// overflowed reports whether a goroutine's stack became too large.
func overflowed(words string) bool { return strings.Contains(words, "stack overflow") }

// crash matches the first line of what Go's runtime says as it dies.
var crash = regexp.MustCompile(`(?m)^(panic: |fatal error: |runtime: goroutine stack exceeds |SIG[A-Z]+: )`)

// lastWords takes Go's own crash message off the end of what the cell printed
// to stderr, and returns it.
func (s *session) lastWords() string {
	outs := s.cur.Outputs
	if len(outs) == 0 || outs[len(outs)-1].Kind != notebook.Stderr {
		return ""
	}
	last := &outs[len(outs)-1]
	at := crash.FindStringIndex(last.Text)
	if at == nil {
		return ""
	}
	words := last.Text[at[0]:]
	if last.Text = last.Text[:at[0]]; last.Text == "" {
		s.cur.Outputs = outs[:len(outs)-1]
	}
	return words
}

// causeOfDeath says in one sentence how the worker ended, in the cell's terms.
func causeOfDeath(state *os.ProcessState, exit *int, words string) (text, hint string) {
	status, _ := state.Sys().(syscall.WaitStatus)
	switch {
	case exit != nil:
		return fmt.Sprintf("the cell called os.Exit(%d)", *exit), "a cell that ends the program ends the run; return from a function instead"
	case overflowed(words):
		return "fatal error: stack overflow: a goroutine's stack grew beyond its limit", "see that a recursive function has a case in which it does not call itself"
	case strings.HasPrefix(words, "fatal error: "):
		return crashText(words), "a fatal error ends the program, and recover does not stop it"
	case words != "":
		return crashText(words), "a panic in a goroutine ends the program; recover in that goroutine, or send the error to the cell"
	case status.Signaled() && status.Signal() == syscall.SIGKILL:
		return "the worker was killed by SIGKILL", "the kernel kills a program when memory runs out; a cell does, that closes descriptors which it did not open"
	case status.Signaled():
		return fmt.Sprintf("the worker was killed by %s (%v)", unix.SignalName(status.Signal()), status.Signal()), ""
	}
	return fmt.Sprintf("the worker ended with status %d in the middle of the cell", state.ExitCode()), ""
}

// crashText is the message of a crash without the runtime's remarks on it.
func crashText(words string) string {
	if i := strings.Index(words, "\n\ngoroutine "); i >= 0 {
		words = words[:i]
	}
	var lines []string
	for line := range strings.Lines(words) {
		line = strings.TrimRight(line, "\n")
		line = strings.TrimSuffix(strings.TrimSuffix(line, " [recovered, repanicked]"), " [recovered]")
		if strings.HasPrefix(line, "\tpanic: ") || strings.HasPrefix(line, "[signal ") || line == "" {
			continue // the same panic again, as it passed through the interpreter
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}
