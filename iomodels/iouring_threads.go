//go:build linux && (amd64 || arm64)

package iomodels

import (
	"fmt"
	"os"
	"strings"

	"nbrun/iomodels/trace"
	"nbrun/iomodels/unix"
)

// lookForThreads records which threads the kernel keeps for the lane's rings, of
// the kind that kind names: "iou-wrk-" are workers, who do what may block,
// and "iou-sqp-" poll a submission queue. The kernel makes them in its own way
// (create_io_thread), without any call of the program; they run kernel code only and
// are named after the thread that set up the ring. Yet they are threads of this process.
// It reports whether there are any.
func lookForThreads(lane *unix.Lane, kind string) bool {
	at := unix.Now()
	name := fmt.Sprintf("%s%d", kind, lane.TID())
	var found []string
	tasks, err := os.ReadDir(ownTasks)
	for _, task := range tasks {
		// A thread may have ended since the directory was read; it is none of ours.
		if comm, err := os.ReadFile(ownTasks + "/" + task.Name() + "/comm"); err == nil && strings.TrimSpace(string(comm)) == name {
			found = append(found, "thread "+task.Name()+" "+name)
		}
	}
	note := strings.Join(found, ", ")
	switch {
	case err != nil:
		note = "not known: " + err.Error()
	case note == "":
		note = "none of the name " + name
	}
	lane.Event(trace.Event{Kind: trace.Probe, Name: "kernel threads", Enter: at, Exit: unix.Now(), Note: note})
	return len(found) > 0
}
