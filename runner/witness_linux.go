package runner

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"golang.org/x/sys/unix"

	"nbrun/iomodels/trace"
	"nbrun/iomodels/witness"
	"nbrun/render/notebook"
)

// command is the worker's, under strace when that watches.
func (p *process) command(words []string) (*exec.Cmd, error) {
	if p.log == "" {
		return exec.Command(words[0], words[1:]...), nil
	}
	cmd, err := witness.Command(p.log, words[0], words[1:]...)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrNoWitness, err)
	}
	return cmd, nil
}

// openLog makes a place for strace's log, out of the worker's reach.
func (p *process) openLog() error {
	dir, err := os.MkdirTemp("", "nbrun-witness-")
	if err != nil {
		return err
	}
	p.log = filepath.Join(dir, "log")
	return nil
}

func (p *process) removeLog() {
	if p.log != "" {
		os.RemoveAll(filepath.Dir(p.log))
	}
}

// witnessTime is how long strace may take to write down the worker's end.
const witnessTime = 10 * time.Second

// letWitnessEnd kills the worker alone, when strace watches it, and waits until strace
// has ended by itself: its log is complete then.
func (p *process) letWitnessEnd() {
	if p.log == "" || p.worker == 0 {
		return
	}
	if p.ended() {
		return
	}
	_ = unix.Kill(p.worker, unix.SIGKILL) // ESRCH: it has ended already
	for limit := time.Now().Add(witnessTime); time.Now().Before(limit) && !p.ended(); {
		time.Sleep(time.Millisecond)
	}
}

// ended reports whether the process that was started is over. It only looks: what
// became of it can still be waited for (WNOWAIT).
func (p *process) ended() bool {
	var info unix.Siginfo
	err := unix.Waitid(unix.P_PID, p.group(), &info, unix.WEXITED|unix.WNOHANG|unix.WNOWAIT, nil)
	return err != nil || info.Signo != 0
}

// confirm ends the worker and has the witness say what it saw of the run's traces.
func (s *session) confirm(x *notebook.Execution) error {
	if _, err := s.proc.end(); err != nil {
		return err
	}
	version, err := witness.Version()
	if err != nil {
		return err
	}
	f, err := os.Open(s.proc.log)
	if err != nil {
		return fmt.Errorf("reading what strace saw: %w", err)
	}
	defer f.Close()
	log, err := witness.Parse(f)
	if err != nil {
		return fmt.Errorf("reading what strace saw: %w", err)
	}
	x.Witness = confirmation(log, x.Traces)
	x.Witness.By = "strace " + version
	return nil
}

// confirmation compares the traces with the log.
func confirmation(log *witness.Log, traces []trace.Trace) *notebook.Witness {
	w := &notebook.Witness{Rows: make([][]notebook.Seen, len(traces))}
	counted := map[rowID]bool{}
	for i, t := range traces {
		r := log.Match(t)
		w.Rows[i] = make([]notebook.Seen, len(r.Rows))
		for j, row := range r.Rows {
			w.Rows[i][j] = seen[row.Verdict]
			if at := idOf(&t, j); row.Verdict != witness.Outside && !counted[at] {
				counted[at] = true
				w.Recorded += row.Calls
				if row.Verdict == witness.Confirmed {
					w.Confirmed += row.Calls
				}
			}
			if row.Verdict == witness.Different || row.Verdict == witness.Unseen {
				w.Differences = append(w.Differences, notebook.Difference{Trace: i, Text: row.Why})
			}
		}
		for _, c := range r.Only {
			w.Differences = append(w.Differences, notebook.Difference{Trace: i, Text: fmt.Sprintf("strace saw %v of thread %d, which is not in the record", c, c.TID)})
		}
	}
	return w
}

// rowID says which call a row is of, since two traces may show the same.
type rowID struct {
	tid   int
	enter trace.Time
}

func idOf(t *trace.Trace, event int) rowID {
	e := &t.Events[event]
	return rowID{t.Lanes[e.Lane].TID, e.Enter}
}

var seen = map[witness.Verdict]notebook.Seen{
	witness.Confirmed: notebook.Confirmed, witness.Different: notebook.Different,
	witness.Unseen: notebook.Unseen, witness.Outside: notebook.Outside,
}
