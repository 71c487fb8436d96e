package runner

import (
	"cmp"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"syscall"

	"golang.org/x/sys/unix"
)

// process is a running worker: a process group of its own and the near ends of
// four pipes. Its descriptors are raw numbers, kept out of Go's poller, because
// one thread waits for all of them at once.
type process struct {
	cmd     *exec.Cmd
	orders  int // write end
	reports int // read ends, non-blocking:
	stdout  int
	stderr  int
	dir     string // temporary directory of the run, the worker's TMPDIR
	slots   slots
	worker  int    // the worker's id; 0 until it is ready
	log     string // the file to which strace writes, in a directory of its own; empty when it does not watch
}

// startProcess starts a worker in dir, under strace when it is watched. The caller
// must end it.
func startProcess(command []string, dir string, watched bool) (*process, error) {
	if len(command) == 0 {
		self, err := os.Executable()
		if err != nil {
			return nil, fmt.Errorf("finding nbrun's own executable: %w", err)
		}
		command = []string{self, "worker"}
	}
	// The worker raises its soft limit to the hard one, as every Go program does.
	var limit unix.Rlimit
	if err := unix.Getrlimit(unix.RLIMIT_NOFILE, &limit); err == nil && limit.Max <= reportsFD {
		return nil, fmt.Errorf("a run needs %d file descriptors, and this process may have %d (ulimit -n)", reportsFD+1, limit.Max)
	}
	tmp, err := os.MkdirTemp("", "nbrun-")
	if err != nil {
		return nil, fmt.Errorf("making a temporary directory: %w", err)
	}
	p := &process{dir: tmp, orders: -1, reports: -1, stdout: -1, stderr: -1}
	err = nil
	if watched {
		err = p.openLog()
	}
	if err == nil {
		err = p.start(command, dir)
	}
	if err != nil {
		p.closePipes()
		p.slots.close()
		p.removeLog()
		os.RemoveAll(tmp)
		if errors.Is(err, ErrNoWitness) {
			return nil, err
		}
		return nil, fmt.Errorf("starting the worker: %w", err)
	}
	return p, nil
}

func (p *process) start(command []string, dir string) error {
	var far [5]*os.File // the worker's ends: orders, reports, stdout, stderr, slots
	defer func() {
		for _, f := range far {
			if f != nil {
				f.Close()
			}
		}
	}()
	for i, near := range []*int{&p.orders, &p.reports, &p.stdout, &p.stderr} {
		var fds [2]int
		if err := unix.Pipe2(fds[:], unix.O_CLOEXEC); err != nil {
			return os.NewSyscallError("pipe2", err)
		}
		r, w := fds[0], fds[1]
		if i == 0 {
			*near, far[i] = w, os.NewFile(uintptr(r), "orders")
			continue
		}
		*near, far[i] = r, os.NewFile(uintptr(w), "worker output")
		if err := unix.SetNonblock(r, true); err != nil {
			return os.NewSyscallError("fcntl", err)
		}
		// A larger pipe costs nothing when empty and halves the time of a flood;
		// a kernel that refuses (pipe-user-pages-soft) leaves it as it was.
		_, _ = unix.FcntlInt(uintptr(r), unix.F_SETPIPE_SZ, 1<<20)
	}
	var err error
	if p.slots, far[4], err = newSlots(); err != nil {
		return err
	}
	if p.cmd, err = p.command(command); err != nil {
		return err
	}
	p.cmd.Dir = dir
	p.cmd.Stdout, p.cmd.Stderr = far[2], far[3]
	p.cmd.ExtraFiles = []*os.File{far[0], far[1], far[4]}
	if p.cmd.Env == nil {
		p.cmd.Env = os.Environ()
	}
	p.cmd.Env = append(p.cmd.Env, workerEnv(p.dir)...)
	p.cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	return p.cmd.Start()
}

// workerEnv is what a worker's environment has beside nbrun's own.
func workerEnv(tmp string) []string {
	debug := "asyncpreemptoff=1"
	if user := os.Getenv("GODEBUG"); user != "" {
		debug = user + "," + debug
	}
	return []string{
		"TMPDIR=" + tmp,
		// No stacks of the interpreter's own functions in a crash: they say
		// nothing about the cell.
		"GOTRACEBACK=none",
		// Go preempts goroutines by SIGURG, which ends system calls with EINTR:
		// noise in a trace that the cell did not cause. Interpreted code calls a
		// function at each step, where it can be preempted without a signal.
		"GODEBUG=" + debug,
	}
}

// group is the id of the process group of the worker, and of strace when that
// watches.
func (p *process) group() int { return p.cmd.Process.Pid }

// pid is the worker's process id.
func (p *process) pid() int { return cmp.Or(p.worker, p.group()) }

// end kills what is left of the worker's process group, waits for the worker,
// and frees what the run held. It returns how the worker ended; a second call
// returns the same again.
func (p *process) end() (*os.ProcessState, error) {
	if p.cmd.ProcessState != nil {
		return p.cmd.ProcessState, nil
	}
	p.letWitnessEnd()
	_ = unix.Kill(-p.group(), unix.SIGKILL) // ESRCH: all gone already
	err := p.cmd.Wait()
	p.closePipes()
	if _, died := err.(*exec.ExitError); err != nil && !died {
		return nil, fmt.Errorf("waiting for the worker: %w", err)
	}
	if err := os.RemoveAll(p.dir); err != nil {
		return nil, fmt.Errorf("removing the run's temporary directory: %w", err)
	}
	return p.cmd.ProcessState, nil
}

func (p *process) closePipes() {
	for _, fd := range []*int{&p.orders, &p.reports, &p.stdout, &p.stderr} {
		if *fd >= 0 {
			unix.Close(*fd)
			*fd = -1
		}
	}
}
