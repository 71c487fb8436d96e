//go:build linux && (amd64 || arm64)

package iomodels

import (
	"errors"
	"fmt"
	"os"

	"nbrun/iomodels/trace"
	"nbrun/iomodels/unix"
)

// ErrNoNowait is returned by the models of RWF_NOWAIT where the file system does not
// know it, or preadv2(2) is refused.
var ErrNoNowait = errors.New("reading without waiting is not possible here")

// ReadNowait is the non-blocking read that files do have: preadv2(2) with RWF_NOWAIT.
// What is in the page cache it copies at once; where it would have to wait for the disk
// it says EAGAIN. Nothing tells when to ask again (poll(2) calls a file ready at all
// times), so this program asks and asks. It is as with O_NONBLOCK on a socket, but for
// one thing: the question itself has the kernel begin to read.
//
// It may happen that the disk is faster than the call: then even the first brings data.
//
// Where the file cannot be made cold the error is [ErrNotCold], and where the file
// system does not know RWF_NOWAIT [ErrNoNowait].
func ReadNowait(f File) (trace.Trace, error) {
	return f.nowait("Non-blocking preadv2 of a cold file", true)
}

// ReadNowaitWarm reads by preadv2(2) with RWF_NOWAIT a file that is in the page cache:
// the first question is answered with the data.
func ReadNowaitWarm(f File) (trace.Trace, error) {
	return f.nowait("Non-blocking preadv2 of a warm file", false)
}

func (f File) nowait(title string, cold bool) (trace.Trace, error) {
	return alone(title, "nonblocking", func(p *program) (err error) {
		file, err := f.open(p, 0)
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, file.close()) }()
		data := make([]byte, file.size)
		if err := file.prepare(data, cold); err != nil {
			return err
		}
		got, asked := 0, unix.Now()
		for got < file.size {
			n, err := file.ask(data, got)
			switch {
			case err == unix.EAGAIN && unix.Now().Sub(asked) > gateLimit:
				return fmt.Errorf("%s: %v after the first EAGAIN the data are still not there", file.where, gateLimit)
			case err == unix.EAGAIN:
				continue
			case err != nil:
				return err
			}
			// It may be less than was asked for: what is in the cache.
			got += n
		}
		lookAtBuffer(p.lane, data, file.content)
		return file.verify(data[:got])
	})
}

// ask reads without waiting what follows the first got bytes of the file. Its error is
// EAGAIN as it is, or one to end with.
func (t *temporary) ask(data []byte, got int) (n int, err error) {
	n, err = t.lane.Preadv2(t.fd, [][]byte{data[got:]}, int64(got), unix.RWF_NOWAIT)
	switch {
	case err == unix.EAGAIN:
		return 0, err
	case err == unix.EOPNOTSUPP || err == unix.ENOSYS || err == unix.EPERM: // the last two of a seccomp filter
		return 0, fmt.Errorf("%s: %w: %w", t.where, os.NewSyscallError("preadv2", err), ErrNoNowait)
	case err != nil:
		return 0, os.NewSyscallError("preadv2", err)
	case n == 0:
		return 0, fmt.Errorf("%s: the file ends after %d bytes, it has %d", t.where, got, t.size)
	}
	return n, nil
}

// ReadNowaitHelper is how servers read files that are mostly in memory: they ask by
// RWF_NOWAIT, and only when that says EAGAIN another thread makes the blocking call
// (the thread pools of nginx and libuv). The thread that asked is meanwhile where it
// waits for everything else, here in poll(2) on the eventfd(2) by which the helper
// announces the end. The helper sleeps in pread(2) and copies.
//
// Where the file cannot be made cold the error is [ErrNotCold]. Where the file system
// does not know RWF_NOWAIT, all goes to the helper, and the trace's Notes say so.
func ReadNowaitHelper(f File) (trace.Trace, error) {
	return alone("Non-blocking preadv2 of a cold file, then a helper's pread", "nonblocking", func(p *program) (err error) {
		file, err := f.open(p, 0)
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, file.close()) }()
		data := make([]byte, file.size)
		if err := file.prepare(data, true); err != nil {
			return err
		}
		got, err := file.askUntilRefused(data)
		switch {
		case errors.Is(err, ErrNoNowait):
			p.notes = append(p.notes, err.Error())
		case err != unix.EAGAIN:
			return err
		}
		lookAtBuffer(p.lane, data, file.content)
		if err := p.byHelper(func(helper *unix.Lane) error {
			_, err := helper.Pread(file.fd, data[got:], int64(got))
			return os.NewSyscallError("pread64", err)
		}); err != nil {
			return err
		}
		lookAtBuffer(p.lane, data, file.content)
		return file.verify(data)
	})
}

// askUntilRefused reads without waiting until that is refused, and returns how much it
// got before. A disk may be faster than the question; then the file is made cold again.
func (t *temporary) askUntilRefused(data []byte) (got int, err error) {
	const tries = 20
	for range tries {
		for got = 0; got < t.size; {
			n, err := t.ask(data, got)
			if err != nil {
				return got, err
			}
			got += n
		}
		if err := t.prepare(data, true); err != nil {
			return 0, err
		}
	}
	return 0, fmt.Errorf("%s: the disk was faster than preadv2 %d times, and nothing was left for a helper", t.where, tries)
}

// byHelper has another thread make the blocking call, and sleeps in poll until that
// has announced its end.
func (p *program) byHelper(blocking func(*unix.Lane) error) (err error) {
	announcements, err := p.lane.Eventfd(0, unix.EFD_CLOEXEC)
	if err != nil {
		return os.NewSyscallError("eventfd", err)
	}
	defer func() { err = errors.Join(err, os.NewSyscallError("close", p.lane.Close(announcements))) }()
	ended := make(chan error, 1)
	go func() {
		var failed error
		onThread("helper", trace.Helper, 3, func(helper *unix.Lane) {
			p.helpers = append(p.helpers, helper)
			failed = errors.Join(blocking(helper), announce(helper, announcements))
		})
		ended <- failed
	}()
	heard := hear(p.lane, announcements)
	return errors.Join(heard, <-ended)
}
