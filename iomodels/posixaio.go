//go:build linux && (amd64 || arm64)

package iomodels

import (
	"errors"

	"nbrun/iomodels/trace"
	"nbrun/iomodels/unix"
)

// emulated begins the note of every trace of POSIX AIO. What follows says how the
// helper's call is not glibc's.
const emulated = "EMULATED as glibc does: Linux has no POSIX AIO in the kernel (aio(7), NOTES), so a helper thread " +
	"of the process makes the blocking call, and here this package plays glibc's part. "

const (
	emulatedSocket = emulated + "Unlike glibc's helper, which calls pread, on a socket gets ESPIPE, and then calls read, " +
		"this one calls recvmsg, so that the arrival's stamp can be shown, and announces the end through an eventfd, which glibc does not offer."
	emulatedFile = emulated + "Like glibc's helper this one calls pread; unlike it, it announces the end through an eventfd."
)

// POSIXAIO is aio_read(3) on a socket, in the way of glibc: the call hands the
// request to another thread of the process and returns; that thread sleeps in an
// ordinary blocking call and announces its end. For the caller it is asynchronous,
// and for the process one blocked thread more.
func POSIXAIO(s Scenario) (trace.Trace, error) {
	return perform(s, play{
		model: "posix-aio-emulated", title: "POSIX AIO on " + s.Transport.name() + ", emulated",
		receive: func(r *receiver) error {
			r.note(emulatedSocket)
			data := make([]byte, r.Size)
			a := &aioRead{app: r.lane, stop: r.stop, fd: r.pair.receiver, data: data, want: r.payload}
			// The sender may come when this thread goes on with its own work ...
			a.began = r.invite
			n, err := a.run(func(helper *unix.Lane) (int, error) {
				// ... and the other one sleeps.
				r.gate.enter(helper.TID(), r.Transport.call())
				return r.receive(helper, data, 0)
			})
			r.helpers = append(r.helpers, a.helper)
			if err != nil {
				return err
			}
			return r.verify(data[:n])
		},
		send: (*sender).whenInvited,
	})
}

// POSIXAIOFile is aio_read(3) on a file that is not in the page cache: the helper
// sleeps in pread(2).
//
// Where the file cannot be made cold the error is [ErrNotCold].
func POSIXAIOFile(f File) (trace.Trace, error) {
	return alone("POSIX AIO read of a cold file, emulated", "posix-aio-emulated", func(p *program) (err error) {
		p.notes = append(p.notes, emulatedFile)
		file, err := f.open(p, 0)
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, file.close()) }()
		data := make([]byte, file.size)
		if err := file.prepare(data, true); err != nil {
			return err
		}
		a := &aioRead{app: p.lane, fd: file.fd, data: data, want: file.content}
		n, err := a.run(func(helper *unix.Lane) (int, error) { return helper.Pread(a.fd, data, 0) })
		p.helpers = append(p.helpers, a.helper)
		if err != nil {
			return err
		}
		return file.verify(data[:n])
	})
}
