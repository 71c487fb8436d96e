//go:build linux && (amd64 || arm64)

package iomodels

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"runtime/debug"
	"strconv"

	"nbrun/iomodels/trace"
)

// A crowd is what waits for descriptors, each for its own.
type crowd struct {
	name  string
	most  int    // for how many it is measured
	bound string // why for no more
	wait  func(n int) (*trace.Footprint, error)
}

// crowds measures what the process holds while n descriptors are waited for.
func (o ScalingOptions) crowds(ns []int) (lines []trace.Line) {
	threads, why := o.Threads, fmt.Sprintf("no more than ScalingOptions.Threads, %d, are started", o.Threads)
	if left, reason := threadsLeft(); left < threads {
		threads, why = left, reason
	}
	bounded := fmt.Sprintf("no more than %d are measured", mostGoroutines)
	for _, c := range []crowd{
		{"a thread each", threads, why, threadEach},
		{"a goroutine each", mostGoroutines, bounded, goroutineEach},
		{"one thread, epoll", mostGoroutines, bounded, oneThread},
	} {
		lines = append(lines, c.line(ns))
	}
	return lines
}

// line measures the crowd for each of ns, as far as there are the means.
func (c crowd) line(ns []int) trace.Line {
	l := trace.Line{Name: c.name}
	for _, n := range ns {
		if n > c.most {
			l.Why = append(l.Why, fmt.Sprintf("from %d descriptors on: %s", n, c.bound))
			break
		}
		f, err := c.wait(n)
		if err != nil {
			l.Why = append(l.Why, fmt.Sprintf("from %d descriptors on: %v", n, err))
			break
		}
		l.Points = append(l.Points, trace.Point{N: n, Footprint: f})
	}
	return l
}

// footprintOf takes stock of the process, has start begin to wait, takes stock again
// when that has returned, and has stop end it. What the process had freed is given
// back to the system first, or what it takes now would come from there unseen.
func footprintOf(start, stop func() error) (f *trace.Footprint, err error) {
	debug.FreeOSMemory()
	f = new(trace.Footprint)
	f.ThreadsBefore, f.ResidentBefore, err = holding()
	if err == nil {
		err = start()
	}
	if err == nil {
		f.Threads, f.Resident, err = holding()
	}
	return f, errors.Join(err, stop())
}

// holding reads the lines Threads and VmRSS of proc_pid_status(5).
func holding() (threads int, resident int64, err error) {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0, 0, err
	}
	for line := range bytes.Lines(status) {
		fields := bytes.Fields(line)
		if len(fields) < 2 {
			continue
		}
		n, err := strconv.ParseInt(string(fields[1]), 10, 64)
		switch string(fields[0]) {
		case "Threads:":
			threads = int(n)
		case "VmRSS:":
			resident = n << 10 // "kB" there means 1024
		default:
			continue
		}
		if err != nil {
			return 0, 0, fmt.Errorf("/proc/self/status: %w", err)
		}
	}
	if threads == 0 || resident == 0 {
		return 0, 0, errors.New("/proc/self/status has no lines Threads and VmRSS")
	}
	return threads, resident, nil
}
