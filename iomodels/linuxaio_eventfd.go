//go:build linux && (amd64 || arm64)

package iomodels

import (
	"encoding/binary"
	"errors"
	"fmt"
	"os"

	"nbrun/iomodels/trace"
	"nbrun/iomodels/unix"
)

// LinuxAIOEventfd is [LinuxAIODirect] for a program that would rather sleep than
// look: the request names an eventfd(2) (IOCB_FLAG_RESFD), to which its completion
// adds 1. The thread sleeps in the read(2) of that number; poll(2) and epoll(7) can
// watch such a descriptor beside sockets, which is how an event loop learns of a disk.
//
// What it is told is a completion: the data are in the buffer when the read returns.
//
// Where the file system is in memory the error is [ErrNotCold], and where another does
// not take O_DIRECT [ErrNoDirect].
func LinuxAIOEventfd(f File) (trace.Trace, error) {
	return alone("Linux AIO read with O_DIRECT, announced by an eventfd", "linux-aio", func(p *program) (err error) {
		file, err := f.open(p, unix.O_DIRECT)
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, file.close()) }()
		c, err := newAIO(p.lane, file.size)
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, c.close()) }()
		data, err := c.arena.Buffer(file.size)
		if err != nil {
			return err
		}
		if err := file.prepare(data, true); err != nil {
			return err
		}
		if c.announced, err = p.lane.Eventfd(0, unix.EFD_CLOEXEC); err != nil {
			return os.NewSyscallError("eventfd", err)
		}
		defer func() { err = errors.Join(err, os.NewSyscallError("close", p.lane.Close(c.announced))) }()
		c.pread(file.fd, data)
		if err := c.submit(); err != nil {
			return err
		}
		count := make([]byte, 8)
		if _, err := p.lane.Read(c.announced, count); err != nil {
			return os.NewSyscallError("read", err)
		}
		if !c.ready() {
			return errors.New("the eventfd counts a completion that is not in the queue")
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
		if err := file.pastCache(); err != nil {
			return err
		}
		if n := binary.NativeEndian.Uint64(count); n != 1 {
			return fmt.Errorf("the eventfd counts %d completions, there was 1", n)
		}
		return file.verify(data[:n])
	})
}
