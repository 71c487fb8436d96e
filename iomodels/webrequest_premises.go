//go:build linux && (amd64 || arm64)

package iomodels

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	sys "golang.org/x/sys/unix"

	"nbrun/iomodels/unix"
)

// imageSize is the size of the file that is asked for when a File does not say.
const imageSize = 200 << 10

// premises are what there is before the client comes: the file, the listening socket
// and the client's own. The calls that make them are recorded on a lane that is not
// part of the traces.
type premises struct {
	file             *temporary // for looks at it; the server opens it by its name
	root, path       string     // where it is, and what the client calls it
	listener, client int
	address, own     unix.Sockaddr // of both
	stamps           *pair         // on which the kernel was seen to put times; while it lasts it goes on
}

func openPremises(lane *unix.Lane, f File) (*premises, error) {
	p := &premises{listener: -1, client: -1}
	if err := p.open(lane, f); err != nil {
		return nil, errors.Join(fmt.Errorf("setup: %w", err), p.close(lane))
	}
	return p, nil
}

func (p *premises) open(lane *unix.Lane, f File) (err error) {
	if err := p.makeFile(lane, f); err != nil {
		return err
	}
	if p.listener, p.address, err = bound(lane, unix.SOCK_STREAM); err != nil {
		return err
	}
	if err := lane.Listen(p.listener, 1); err != nil {
		return os.NewSyscallError("listen", err)
	}
	if p.client, p.own, err = bound(lane, unix.SOCK_STREAM); err != nil {
		return err
	}
	p.stamps, err = newPair(lane, TCP)
	return err
}

// makeFile writes the file to the disk and opens it for looking.
func (p *premises) makeFile(lane *unix.Lane, f File) error {
	if f.Size == 0 {
		f.Size = imageSize
	}
	f, err := f.complete()
	if err != nil {
		return err
	}
	content := unordered(f.Size)
	name, err := write(f.Dir, content)
	if err != nil {
		return err
	}
	fd, err := lane.Openat(unix.AT_FDCWD, name, unix.O_RDONLY|unix.O_CLOEXEC, 0)
	if err != nil {
		return errors.Join(&os.PathError{Op: "openat", Path: name, Err: err}, os.Remove(name))
	}
	kind := fileSystem(f.Dir)
	p.root, p.path = filepath.Dir(name), "/"+filepath.Base(name)
	p.file = &temporary{lane: lane, fd: fd, size: f.Size, content: content, kind: kind, where: f.Dir + " (" + kind + ")"}
	p.file.calibrate()
	return nil
}

// close gives back what open took, as far as it came.
func (p *premises) close(lane *unix.Lane) (err error) {
	if p.file != nil {
		err = errors.Join(p.file.close(), os.Remove(filepath.Join(p.root, p.path)))
	}
	if p.stamps != nil {
		err = errors.Join(err, p.stamps.close(lane))
	}
	return errors.Join(err, closeAll(lane, p.listener, p.client))
}

// closeAll closes descriptors that are not -1.
func closeAll(lane *unix.Lane, fds ...int) (err error) {
	for _, fd := range fds {
		if fd >= 0 {
			err = errors.Join(err, os.NewSyscallError("close", lane.Close(fd)))
		}
	}
	return err
}

// shutdown ends the sleep of whoever sleeps on a socket. On one that is not connected
// nobody sleeps.
func shutdown(fd int) error {
	if err := sys.Shutdown(fd, sys.SHUT_RDWR); err != sys.ENOTCONN {
		return os.NewSyscallError("shutdown", err)
	}
	return nil
}
