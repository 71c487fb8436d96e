//go:build linux && (amd64 || arm64)

package iomodels

import (
	"errors"

	"nbrun/iomodels/trace"
	"nbrun/iomodels/unix"
)

// ErrNoLinuxAIO is returned by the models of Linux AIO where io_setup(2) fails: the kernel
// was built without it (CONFIG_AIO), a filter refuses it, or all requests that the system
// may have are taken (fs.aio-max-nr, which EAGAIN says).
var ErrNoLinuxAIO = errors.New("the kernel has no Linux AIO here")

var submitCall = call{"io_submit", unix.SYS_IO_SUBMIT}

// LinuxAIODirect reads a file by Linux AIO, io_submit(2), with O_DIRECT: the disk
// writes into the program's own buffer, there is no page cache in between, and the
// submission returns before the data are there. It is what Linux AIO was made for.
//
// Where the file system is in memory the error is [ErrNotCold], and where another does
// not take the flag [ErrNoDirect].
func LinuxAIODirect(f File) (trace.Trace, error) {
	return f.onLinuxAIO("Linux AIO read with O_DIRECT", unix.O_DIRECT)
}

// LinuxAIOBuffered reads a file that is not in the page cache by Linux AIO, without
// O_DIRECT. The interface is the same and the promise is not kept: io_submit itself
// waits for the disk and copies the data.
//
// Where the file cannot be made cold the error is [ErrNotCold].
func LinuxAIOBuffered(f File) (trace.Trace, error) {
	return f.onLinuxAIO("Linux AIO read of a cold file", 0)
}

func (f File) onLinuxAIO(title string, flags int) (trace.Trace, error) {
	return alone(title, "linux-aio", func(p *program) (err error) {
		file, err := f.open(p, flags)
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, file.close()) }()
		c, err := newAIO(p.lane, file.size)
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, c.close()) }()
		// O_DIRECT wants the buffer, the offset and the length to be multiples
		// of the disk's blocks (open(2)); pages are.
		data, err := c.arena.Buffer(file.size)
		if err != nil {
			return err
		}
		if err := file.prepare(data, true); err != nil {
			return err
		}
		// The request is a struct in the program's memory; the call takes its
		// address, and whether it waits depends on the file.
		c.pread(file.fd, data)
		if err := c.submit(); err != nil {
			return err
		}
		// The queue of completions lies in memory here too, so the thread
		// can work and look. How much it gets done is the answer.
		if err := workUntil(p.lane, nil, c.ready, nil); err != nil {
			return err
		}
		lookAtBuffer(p.lane, data, file.content)
		e, err := c.reap()
		if err != nil {
			return err
		}
		n, err := e.result()
		if err != nil {
			return err
		}
		if flags&unix.O_DIRECT != 0 {
			err = file.pastCache()
		} else {
			_, err = file.resident()
		}
		if err != nil {
			return err
		}
		return file.verify(data[:n])
	})
}

// LinuxAIOSocket asks Linux AIO for the datagram. A socket has no asynchronous way
// for it, so io_submit(2) sleeps until the datagram is there and copies it: it is
// the blocking model under another name.
func LinuxAIOSocket(s Scenario) (trace.Trace, error) {
	return perform(s, play{model: "linux-aio", title: "Linux AIO on " + s.Transport.name(), receive: func(r *receiver) (err error) {
		c, err := newAIO(r.lane, r.Size)
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, c.close()) }()
		data, err := c.arena.Buffer(r.Size)
		if err != nil {
			return err
		}
		fill(data)
		c.pread(r.pair.receiver, data)
		// An asynchronous submission would come back and let the sender come.
		// If it does not, the watcher finds it asleep, and that does too.
		r.entering(submitCall)
		if err := c.submit(); err != nil {
			return err
		}
		r.submitted()
		// Whether anything was left to wait for, the buffer shows.
		lookAtBuffer(r.lane, data, r.payload)
		if err := workUntil(r.lane, r.stop, c.ready, nil); err != nil {
			return err
		}
		e, err := c.reap()
		if err != nil {
			return err
		}
		n, err := e.result()
		if err != nil {
			return err
		}
		return r.verify(data[:n])
	}})
}
