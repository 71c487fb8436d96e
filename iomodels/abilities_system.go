//go:build linux && (amd64 || arm64)

package iomodels

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"time"

	sys "golang.org/x/sys/unix"

	"nbrun/iomodels/trace"
	"nbrun/iomodels/unix"
)

// seesCalls reads of the calling thread what the gate reads of the receiver's.
func seesCalls() (string, error) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	s, err := stateOf(ownTasks, sys.Gettid())
	if err != nil {
		return "", fmt.Errorf("nor can the thread be seen at all: %w", err)
	}
	if !s.known {
		_, err := os.ReadFile(fmt.Sprintf("%s/%d/syscall", ownTasks, sys.Gettid()))
		if errors.Is(err, os.ErrNotExist) {
			err = fmt.Errorf("the kernel was built without it: %w", err)
		}
		return "", err
	}
	return "in " + ownTasks + "/TID/syscall", nil
}

// countsSwitches sleeps for a moment and looks whether that was counted.
func countsSwitches() (string, error) {
	u := &trace.Usage{}
	var why []string
	onThread("sleeper", trace.App, 3, func(lane *unix.Lane) {
		lane.Nanosleep(&unix.Timespec{Nsec: 1000}, nil)
		e := unix.Window("", "", lane).Find("nanosleep")
		u, why = cmp.Or(e.Usage, u), e.Why
	})
	if !u.Rusage {
		return "", errors.New(strings.Join(why, "; "))
	}
	if u.Nvcsw == 0 {
		return "", errors.New("a thread that slept was not charged for it")
	}
	return fmt.Sprintf("%d in a nanosleep", u.Nvcsw), nil
}

// signalsLeft is how many real-time signals may wait for this user.
func signalsLeft() (string, error) {
	var limit sys.Rlimit
	if err := sys.Getrlimit(sys.RLIMIT_SIGPENDING, &limit); err != nil {
		return "", os.NewSyscallError("getrlimit", err)
	}
	if limit.Cur == 0 {
		return "", fmt.Errorf("RLIMIT_SIGPENDING is 0: %w", ErrFewSignals)
	}
	return fmt.Sprintf("RLIMIT_SIGPENDING is %s", limited(limit.Cur)), nil
}

func limited(n uint64) string {
	if n == sys.RLIM_INFINITY {
		return "unlimited"
	}
	return fmt.Sprint(n)
}

// compiler looks for the C compiler, and says which one it is.
func compiler() (string, error) {
	out, err := exec.Command("cc", "--version").Output()
	first, _, _ := strings.Cut(string(out), "\n")
	return first, err
}

// straces has strace trace a program that does nothing.
func straces() (string, error) {
	out, err := exec.Command("strace", "-V").Output()
	if err != nil {
		return "", err
	}
	var said bytes.Buffer
	c := exec.Command("strace", "-o", os.DevNull, "true")
	c.Stderr = &said
	if err := c.Run(); err != nil {
		return "", fmt.Errorf("it may not trace: %w: %s", err, bytes.TrimSpace(said.Bytes()))
	}
	first, _, _ := strings.Cut(string(out), "\n")
	return first, nil
}

func filesLeft() (string, error) {
	room, limit, open, err := descriptorsLeft()
	if err != nil {
		return "", err
	}
	text := fmt.Sprintf("RLIMIT_NOFILE is %d, %d are open", limit, open)
	if room < 1024 {
		return "", errors.New(text)
	}
	return text, nil
}

func threadsAllowed() (string, error) {
	n, why := threadsLeft()
	text := fmt.Sprintf("%d: %s", n, why)
	if n < 100 {
		return "", errors.New(text)
	}
	return text, nil
}

// clockCost is what it takes to record a call that does nothing, at level 1. Where the
// clock is not read by vdso(7) each of its two readings is a system call, or dearer.
func clockCost() (string, error) {
	source, err := os.ReadFile("/sys/devices/system/clocksource/clocksource0/current_clocksource")
	name := strings.TrimSpace(string(source))
	if err != nil {
		name = "not known"
	}
	var floor time.Duration
	onThread("clock", trace.Helper, 1, func(lane *unix.Lane) { floor = unix.Window("", "", lane).Overhead[1] })
	text := fmt.Sprintf("clock source %s; a recorded getppid takes %s", name, trace.FormatDuration(floor))
	switch name {
	case "hpet", "acpi_pm":
		return "", errors.New(text)
	}
	return text, nil
}
