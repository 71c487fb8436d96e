//go:build linux && (amd64 || arm64)

package iomodels

import (
	"os"
	"path/filepath"
	"strings"

	"nbrun/iomodels/trace"
	"nbrun/iomodels/unix"
)

// ringThreads finds the threads that the kernel keeps for a ring, of the kind that their
// names begin with: "iou-wrk-" are workers, who do what may block, and "iou-sqp-" poll a
// submission queue. The kernel makes them in its own way (create_io_thread), without any
// call of the program, and they run kernel code only. Yet they are threads of this
// process.
//
// A name ends in the id of the thread that set up the ring, and that is its id in the
// initial PID namespace, which a process in a container is not told
// (pid_namespaces(7)). So the ring's threads are those that were not there before it.
type ringThreads struct {
	kind   string
	before map[string]string // names by id
}

// beforeRing is to be called before the ring is set up, and not on a lane: what it reads
// is no look that a record has.
func beforeRing(kind string) ringThreads {
	before, _ := threadsNamed(kind) // where they cannot be listed, find says so
	return ringThreads{kind, before}
}

// find records which threads there are, and reports whether there are any.
func (k ringThreads) find(lane *unix.Lane) bool {
	e := trace.Event{Kind: trace.Probe, Name: "kernel threads", Enter: unix.Now()}
	now, err := threadsNamed(k.kind)
	var found []string
	for tid, name := range now {
		if _, old := k.before[tid]; !old {
			found = append(found, "thread "+tid+" "+name)
		}
	}
	switch {
	case err != nil:
		e.Note, e.Why = "not known", []string{"kernel threads: " + err.Error()}
	case found == nil:
		e.Note = "none whose name begins with " + k.kind
	default:
		e.Note = strings.Join(found, ", ")
	}
	e.Exit = unix.Now()
	lane.Event(e)
	return len(found) > 0
}

// threadsNamed returns the threads of this process whose names begin so, by their ids.
func threadsNamed(kind string) (map[string]string, error) {
	tasks, err := os.ReadDir(ownTasks)
	if err != nil {
		return nil, err
	}
	names := map[string]string{}
	for _, task := range tasks {
		// A thread may have ended since the directory was read; it is none of those.
		comm, err := os.ReadFile(filepath.Join(ownTasks, task.Name(), "comm"))
		if name := strings.TrimSpace(string(comm)); err == nil && strings.HasPrefix(name, kind) {
			names[task.Name()] = name
		}
	}
	return names, nil
}
