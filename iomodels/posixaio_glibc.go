//go:build linux && (amd64 || arm64)

package iomodels

import (
	_ "embed"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"syscall"

	sys "golang.org/x/sys/unix"

	"nbrun/iomodels/trace"
)

// ErrNoCompiler is returned by [POSIXAIOGlibc] where no C program can be made, or none
// that was just made can be run: for want of a compiler, or on a file system without
// execution (noexec, mount(8)).
var ErrNoCompiler = errors.New("no C program can be compiled and run here")

//go:embed posixaio_glibc.c.txt
var glibcSource []byte

// POSIXAIOGlibc is the real aio_read(3): a small C program, compiled when the model is
// run, asks its C library for the data and works on. The kernel has no part in what
// makes it asynchronous (aio(7), NOTES): the library starts a thread, which sleeps in
// an ordinary blocking read(2), and copies there. So the process has one thread before
// the call and two after it, and the watcher sees the second asleep.
//
// The program is another process, whose system calls are not recorded. It tells its
// own times; the lane "program" has what it tells, and in place of recorded calls the
// trace has looks from outside. Where there is no C compiler the error is
// [ErrNoCompiler].
func POSIXAIOGlibc(s Scenario) (t trace.Trace, err error) {
	dir, err := os.MkdirTemp(workDir(), "nbrun-aio-*")
	if err != nil {
		return t, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	program, err := compile(dir, glibcSource)
	if err != nil {
		return t, err
	}
	var story *glibcStory
	t, err = perform(s, play{
		model: "posix-aio", title: "POSIX AIO on " + s.Transport.name() + ", by the C library",
		receive: func(r *receiver) (err error) {
			story, err = r.watchProgram(program)
			return err
		},
		send: (*sender).whenInvited,
	})
	if err != nil {
		return t, err
	}
	story.guest.replace(&t)
	t.Notes = append(t.Notes, fmt.Sprintf("aio_read is that of %s, called by a C program compiled for this run; "+
		"the program's system calls are not recorded, its times are its own, on the same clock", story.library))
	return t, t.Check()
}

// compile makes a program of C source, in dir.
func compile(dir string, source []byte) (program string, err error) {
	cc, err := exec.LookPath("cc")
	if err != nil {
		return "", fmt.Errorf("%w: %w", ErrNoCompiler, err)
	}
	file := filepath.Join(dir, "aio.c")
	if err := os.WriteFile(file, source, 0o600); err != nil {
		return "", err
	}
	program = filepath.Join(dir, "aio")
	// Before version 2.34 of glibc, aio_read was in a library of its own.
	if out, err := exec.Command(cc, "-O1", "-o", program, file, "-lrt").CombinedOutput(); err != nil {
		return "", fmt.Errorf("%w: %w\n%s", ErrNoCompiler, err, out)
	}
	return program, nil
}

// helperCalls are those in which the library's thread may sleep. glibc calls pread64,
// is told by a socket or a pipe that it cannot seek (ESPIPE), and then calls read.
var helperCalls = []call{{"pread64", sys.SYS_PREAD64}, readCall}

// watchProgram runs the program with the receiver's end as its descriptor 3, opens the
// gate to the thread that its library has started, and returns what it told.
func (r *receiver) watchProgram(program string) (story *glibcStory, err error) {
	// The program gets a copy, which is closed when it has it.
	end, err := sys.FcntlInt(uintptr(r.pair.receiver), sys.F_DUPFD_CLOEXEC, 0)
	if err != nil {
		return nil, os.NewSyscallError("fcntl", err)
	}
	file := os.NewFile(uintptr(end), r.Transport.name())
	defer file.Close()
	c := exec.Command(program, strconv.Itoa(r.Size))
	c.ExtraFiles, c.Stderr = []*os.File{file}, os.Stderr
	// This goroutine is locked to its thread, with which the program would die.
	c.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: sys.SIGKILL}
	out, err := c.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := c.Start(); errors.Is(err, os.ErrPermission) {
		return nil, fmt.Errorf("%w: %w", ErrNoCompiler, err)
	} else if err != nil {
		return nil, fmt.Errorf("setup: %w", err)
	}
	over := make(chan struct{})
	killed := make(chan struct{})
	go func() { // the others gave up: so does the program
		defer close(killed)
		select {
		case <-r.stop:
			c.Process.Kill()
		case <-over:
		}
	}()
	defer func() {
		close(over)
		<-killed
		if err != nil {
			c.Process.Kill() // it waits for data, and nobody will send any
		}
		if e := c.Wait(); err == nil {
			err = e
		}
	}()
	story = &glibcStory{guest: newGuest("program", c.Process.Pid), fd: 3, want: r.payload, name: r.Transport.name()}
	err = story.read(out, func(helper int) {
		r.gate.tasks = fmt.Sprintf("/proc/%d/task", c.Process.Pid)
		r.gate.enter(helper, helperCalls...)
		r.invite()
	})
	if r.stopped() {
		return nil, errStopped
	}
	return story, err
}
