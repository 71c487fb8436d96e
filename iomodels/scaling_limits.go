//go:build linux && (amd64 || arm64)

package iomodels

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	sys "golang.org/x/sys/unix"

	"nbrun/iomodels/trace"
)

// keptDescriptors are left for what else the process does.
const keptDescriptors = 64

// reach returns the numbers of o.N for which there are descriptors. Where there are
// not for all it ends with the largest power of two for which there are, and the cut
// says why.
func (o ScalingOptions) reach() (ns []int, cut *trace.Cut, err error) {
	room, limit, open, err := descriptorsLeft()
	if err != nil {
		return nil, nil, fmt.Errorf("scaling: %w", err)
	}
	most := o.N[len(o.N)-1]
	if most <= room {
		return o.N, nil, nil
	}
	end := 0
	for p := 1; p <= room; p *= 2 {
		end = p
	}
	if end == 0 {
		return nil, nil, fmt.Errorf("scaling: RLIMIT_NOFILE is %d, %d descriptors are open and %d kept for the process: there are none to watch", limit, open, keptDescriptors)
	}
	for _, n := range o.N {
		if n < end {
			ns = append(ns, n)
		}
	}
	why := fmt.Sprintf("RLIMIT_NOFILE is %d, %d descriptors are open and %d kept for the process", limit, open, keptDescriptors)
	return append(ns, end), &trace.Cut{N: most, Why: why}, nil
}

// descriptorsLeft is how many more the process may open.
func descriptorsLeft() (room, limit, open int, err error) {
	var rlimit sys.Rlimit
	if err := sys.Getrlimit(sys.RLIMIT_NOFILE, &rlimit); err != nil {
		return 0, 0, 0, os.NewSyscallError("getrlimit", err)
	}
	entries, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		return 0, 0, 0, err
	}
	limit, open = int(min(rlimit.Cur, 1<<30)), len(entries)-1 // one is that of the reading
	return max(0, limit-open-keptDescriptors), limit, open, nil
}

// threadsLeft is how many more threads may surely be started, and what says so. It
// has to know beforehand: when the kernel refuses one, Go ends the program.
func threadsLeft() (n int, why string) {
	n, why = 9000, "Go ends a program that has 10000 threads (debug.SetMaxThreads)"
	less := func(left int, reason string) {
		if left = left / 2; left < n { // the other half is for others
			n, why = max(0, left), reason
		}
	}
	all := allThreads()
	if limit := number("/proc/sys/kernel/threads-max"); limit > 0 {
		less(limit-all, fmt.Sprintf("kernel.threads-max is %d, and there are %d threads", limit, all))
	}
	// RLIMIT_NPROC counts those of this user, of whom there cannot be more than all.
	// It does not bind the privileged, which is not asked for.
	var rlimit sys.Rlimit
	if sys.Getrlimit(sys.RLIMIT_NPROC, &rlimit) == nil && rlimit.Cur < 1<<30 {
		less(int(rlimit.Cur)-all, fmt.Sprintf("RLIMIT_NPROC is %d, and there are %d threads", rlimit.Cur, all))
	}
	for _, dir := range pidsGroups() {
		if limit := number(filepath.Join(dir, "pids.max")); limit > 0 { // not "max"
			used := number(filepath.Join(dir, "pids.current"))
			less(limit-used, fmt.Sprintf("pids.max of a control group is %d, and pids.current %d", limit, used))
		}
	}
	return n, why
}

// allThreads counts those of the whole system: the fourth field of /proc/loadavg,
// behind its stroke.
func allThreads() int {
	content, _ := os.ReadFile("/proc/loadavg")
	for field := range bytes.FieldsSeq(content) {
		if _, all, found := bytes.Cut(field, []byte("/")); found {
			n, _ := strconv.Atoi(string(all))
			return n
		}
	}
	return 0
}

// pidsGroups are the directories of the control groups that the process is in and
// that may limit its threads, of cgroup v2 and of v1 (cgroups(7)).
func pidsGroups() (dirs []string) {
	content, _ := os.ReadFile("/proc/self/cgroup")
	for line := range strings.Lines(string(content)) {
		fields := strings.SplitN(strings.TrimSpace(line), ":", 3)
		if len(fields) < 3 {
			continue
		}
		roots := []string{"/sys/fs/cgroup", "/sys/fs/cgroup/unified"}
		if fields[1] != "" {
			if !slices.Contains(strings.Split(fields[1], ","), "pids") {
				continue
			}
			roots = []string{"/sys/fs/cgroup/pids"}
		}
		for _, root := range roots {
			for path := filepath.Clean("/" + fields[2]); ; path = filepath.Dir(path) {
				dirs = append(dirs, filepath.Join(root, path))
				if path == "/" {
					break
				}
			}
		}
	}
	return dirs
}

// number reads a file that holds one; 0 when it does not, or cannot be read.
func number(path string) int {
	content, _ := os.ReadFile(path)
	n, _ := strconv.Atoi(string(bytes.TrimSpace(content)))
	return n
}
