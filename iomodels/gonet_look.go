//go:build linux && (amd64 || arm64)

package iomodels

import (
	"bytes"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	sys "golang.org/x/sys/unix"

	"nbrun/iomodels/trace"
	"nbrun/iomodels/unix"
)

// A looker looks at the process from outside of what it does, and records each look.
type looker struct {
	lane        *unix.Lane
	watchedFile string // the regular file that epoll took; "" when it took none
}

// count records what look counted, and what it says of it.
func (k *looker) count(name string, look func() (int64, string, error), args ...trace.Arg) error {
	at := unix.Now()
	n, note, err := look()
	if err != nil {
		return fmt.Errorf("looking at %s: %w", name, err)
	}
	k.lane.Event(trace.Event{Kind: trace.Probe, Name: name, Args: args, Ret: n, Enter: at, Exit: unix.Now(), Note: note})
	return nil
}

// described is a descriptor that no recorded call made.
func described(fd int, what string) trace.Arg {
	return trace.Arg{Raw: uint64(fd), Text: fmt.Sprintf("%d <%s>", fd, what)}
}

// countThreads counts the threads of the process.
func (k *looker) countThreads() error {
	return k.count("threads", func() (int64, string, error) {
		n, _, err := holding()
		return int64(n), fmt.Sprintf("%d threads (/proc/self/status)", n), err
	})
}

// flags looks at the flags of an open file description, of which the access mode and
// O_NONBLOCK are named: see F_GETFL in fcntl(2).
func (k *looker) flags(fd trace.Arg) error {
	return k.count("F_GETFL", func() (int64, string, error) {
		flags, err := sys.FcntlInt(uintptr(fd.Raw), sys.F_GETFL, 0)
		if err != nil {
			return 0, "", os.NewSyscallError("fcntl", err)
		}
		words := []string{[]string{"O_RDONLY", "O_WRONLY", "O_RDWR", "O_ACCMODE"}[flags&sys.O_ACCMODE]}
		if flags&sys.O_NONBLOCK != 0 {
			words = append(words, "O_NONBLOCK")
		}
		return int64(flags), strings.Join(words, "|"), nil
	}, fd)
}

// members looks which of the descriptors are members of an epoll of this process, and
// counts those that are so edge-triggered.
func (k *looker) members(fds []int) error {
	epolls, err := ownEpolls()
	if err != nil {
		return err
	}
	if err := k.count("epolls", func() (int64, string, error) {
		return int64(len(epolls)), fmt.Sprintf("%d among the descriptors of the process (/proc/self/fd)", len(epolls)), nil
	}); err != nil {
		return err
	}
	return k.count("edge-triggered", func() (int64, string, error) {
		edge, registered := 0, map[string]int{}
		for _, members := range epolls {
			for _, fd := range fds {
				if events, ok := members[fd]; ok {
					registered[eventNames(events)]++
					if events&sys.EPOLLET != 0 {
						edge++
					}
				}
			}
		}
		if len(registered) == 0 {
			return 0, fmt.Sprintf("none of %d is a member of an epoll (/proc/self/fdinfo)", len(fds)), nil
		}
		var words []string
		for _, events := range slices.Sorted(maps.Keys(registered)) {
			words = append(words, fmt.Sprintf("%d of %d with %s", registered[events], len(fds), events))
		}
		return int64(edge), strings.Join(words, ", ") + " (/proc/self/fdinfo)", nil
	})
}

// ownEpolls finds the descriptors of this process that are an epoll, and of each the
// members with the events that they wait for: see proc_pid_fdinfo(5).
func ownEpolls() (map[int]map[int]uint32, error) {
	entries, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		return nil, err
	}
	epolls := map[int]map[int]uint32{}
	for _, entry := range entries {
		link, err := os.Readlink(filepath.Join("/proc/self/fd", entry.Name()))
		if err != nil || link != "anon_inode:[eventpoll]" {
			continue // some have been closed since
		}
		info, err := os.ReadFile(filepath.Join("/proc/self/fdinfo", entry.Name()))
		if err != nil {
			return nil, err
		}
		epfd, err := strconv.Atoi(entry.Name())
		if err != nil {
			return nil, err
		}
		epolls[epfd] = membersOf(info)
	}
	return epolls, nil
}

// membersOf reads lines such as "tfd:       12 events: 8000201d data: …".
func membersOf(info []byte) map[int]uint32 {
	members := map[int]uint32{}
	for line := range bytes.Lines(info) {
		fields := bytes.Fields(line)
		if len(fields) < 4 || string(fields[0]) != "tfd:" || string(fields[2]) != "events:" {
			continue
		}
		fd, err := strconv.Atoi(string(fields[1]))
		events, err2 := strconv.ParseUint(string(fields[3]), 16, 32)
		if err == nil && err2 == nil {
			members[fd] = uint32(events)
		}
	}
	return members
}

// eventNames writes the events of an epoll's member, which are bits.
func eventNames(events uint32) string {
	var words []string
	for _, e := range []struct {
		bit  uint32
		name string
	}{
		{sys.EPOLLIN, "EPOLLIN"}, {sys.EPOLLPRI, "EPOLLPRI"}, {sys.EPOLLOUT, "EPOLLOUT"}, {sys.EPOLLRDHUP, "EPOLLRDHUP"},
		{sys.EPOLLERR, "EPOLLERR"}, {sys.EPOLLHUP, "EPOLLHUP"}, {sys.EPOLLEXCLUSIVE, "EPOLLEXCLUSIVE"},
		{sys.EPOLLWAKEUP, "EPOLLWAKEUP"}, {sys.EPOLLONESHOT, "EPOLLONESHOT"}, {sys.EPOLLET, "EPOLLET"},
	} {
		if events&e.bit != 0 {
			words, events = append(words, e.name), events&^e.bit
		}
	}
	if events != 0 || words == nil {
		words = append(words, fmt.Sprintf("%#x", events))
	}
	return strings.Join(words, "|")
}
