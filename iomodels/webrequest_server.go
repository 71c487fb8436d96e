//go:build linux && (amd64 || arm64)

package iomodels

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"nbrun/iomodels/unix"
)

// serve is the web server: it accepts one connection, answers one request and ends
// the stream, by which HTTP/1.0 ends a response.
func (v *webVisit) serve(lane *unix.Lane) error {
	conn, err := v.accept(lane)
	if err != nil {
		return err
	}
	request, err := v.receiveRequest(lane, conn)
	if err != nil {
		return err
	}
	path, err := pathOf(request)
	if err != nil {
		return err
	}
	if err := v.respond(lane, conn, filepath.Join(v.root, path)); err != nil {
		return err
	}
	if err := lane.Shutdown(conn, unix.SHUT_WR); err != nil {
		return os.NewSyscallError("shutdown", err)
	}
	return v.wait(v.served) // the watcher looks at this thread until the response is on its way
}

// accept takes the connection from the listener's queue. The kernel has made it, or
// makes it, without the server: accept only gives it a descriptor.
func (v *webVisit) accept(lane *unix.Lane) (int, error) {
	if err := v.wait(v.mayAccept); err != nil {
		return -1, err
	}
	v.accepting.enter(lane.TID(), acceptCall)
	conn, peer, err := lane.Accept4(v.listener, unix.SOCK_CLOEXEC)
	if err == nil {
		v.conn.Store(int64(conn))
	}
	switch {
	case v.stopped():
		return -1, errStopped
	case err != nil:
		return -1, os.NewSyscallError("accept4", err)
	case !sameAddress(peer, v.own):
		return -1, fmt.Errorf("a stranger connected: %v, not %v", peer, v.own)
	}
	close(v.accepted)
	return conn, nil
}

// receiveRequest receives until the empty line that ends a request. A stream knows no
// messages: each call returns what there is.
func (v *webVisit) receiveRequest(lane *unix.Lane, conn int) ([]byte, error) {
	buf, n := make([]byte, 4096), 0
	for !bytes.HasSuffix(buf[:n], []byte("\r\n\r\n")) {
		v.receiving.enter(lane.TID(), recvmsgCall)
		m, err := v.receive(lane, conn, buf[n:])
		if err != nil {
			return nil, err
		}
		if m == 0 {
			return nil, fmt.Errorf("recvmsg: the request ended after %d bytes", n)
		}
		n += m
	}
	v.receiving.leave(false)
	return buf[:n], nil
}

// receive is one recvmsg(2), which brings the kernel's time of the arrival along.
func (v *webVisit) receive(lane *unix.Lane, fd int, data []byte) (int, error) {
	control := make([]byte, controlSize)
	n, size, _, _, err := lane.Recvmsg(fd, data, control, 0)
	if err == nil && n > 0 && unix.StampOf(control[:size]) == nil {
		lane.Why("arrival: the kernel put no time on these bytes")
	}
	switch {
	case v.stopped(): // the shutting down woke it
		return 0, errStopped
	case err != nil:
		return 0, os.NewSyscallError("recvmsg", err)
	}
	return n, nil
}

// pathOf reads the request line, "GET /path HTTP/1.0".
func pathOf(request []byte) (string, error) {
	line, _, _ := strings.Cut(string(request), "\r\n")
	words := strings.Split(line, " ")
	if len(words) != 3 || words[0] != "GET" || !strings.HasPrefix(words[1], "/") || words[2] != "HTTP/1.0" {
		return "", fmt.Errorf("the request line is %q", line)
	}
	return words[1], nil
}

// respond answers with the file.
func (v *webVisit) respond(lane *unix.Lane, conn int, name string) (err error) {
	fd, err := lane.Openat(unix.AT_FDCWD, name, unix.O_RDONLY|unix.O_CLOEXEC, 0)
	if err != nil {
		return &os.PathError{Op: "openat", Path: name, Err: err}
	}
	defer func() { err = errors.Join(err, os.NewSyscallError("close", lane.Close(fd))) }()
	var stat unix.Stat_t
	if err := lane.Fstat(fd, &stat); err != nil {
		return os.NewSyscallError("fstat", err)
	}
	size := int(stat.Size)
	if v.sendfile {
		return v.sendFile(lane, conn, fd, size)
	}
	return v.readAndWrite(lane, conn, fd, size)
}

// readAndWrite has the kernel copy the file to a buffer of the server's and from there
// to the socket's.
func (v *webVisit) readAndWrite(lane *unix.Lane, conn, fd, size int) error {
	// Writing to the buffer makes its pages present: the kernel would have to do it in
	// the midst of its copying.
	body := bytes.Repeat([]byte{untouched}, size)
	read := newMeter(lane, "read_bytes")
	for n := 0; n < size; {
		// Poll would say that the file is ready, and epoll refuses it: there is no
		// waiting for a disk but in the call that reads (poll(2), epoll_ctl(2)).
		m, err := lane.Pread(fd, body[n:], int64(n))
		if err != nil {
			return os.NewSyscallError("pread64", err)
		}
		if m == 0 {
			return fmt.Errorf("pread64: the file ended after %d of %d bytes", n, size)
		}
		n += m
	}
	read.record()
	if err := v.sendHeader(lane, conn, size); err != nil {
		return err
	}
	return v.sendBody(lane, writeCall, size, func(n int) (int, error) { return lane.Write(conn, body[n:]) })
}

// sendFile has the kernel give the pages of the file to the socket.
func (v *webVisit) sendFile(lane *unix.Lane, conn, fd, size int) error {
	if err := v.sendHeader(lane, conn, size); err != nil {
		return err
	}
	read := newMeter(lane, "read_bytes")
	defer read.record()
	return v.sendBody(lane, sendfileCall, size, func(n int) (int, error) { return lane.Sendfile(conn, fd, nil, size-n) })
}

// sendHeader sends the lines before the body. MSG_MORE says that more will follow at
// once, so that they need not make a packet of their own (send(2)).
func (v *webVisit) sendHeader(lane *unix.Lane, conn, size int) error {
	header := fmt.Appendf(nil, "HTTP/1.0 200 OK\r\nContent-Type: application/octet-stream\r\nContent-Length: %d\r\n\r\n", size)
	if err := lane.Send(conn, header, unix.MSG_MORE); err != nil && !v.stopped() {
		return os.NewSyscallError("sendto", err)
	}
	v.response.Add(int64(len(header)))
	return nil
}

// sendBody sends from byte n on, by the call c, until all are sent. The call may take
// less than it is given, and it returns when the socket's buffer has what it took: not
// when the client has it.
func (v *webVisit) sendBody(lane *unix.Lane, c call, size int, send func(n int) (int, error)) error {
	v.sending.enter(lane.TID(), c)
	for n := 0; n < size; {
		m, err := send(n)
		switch {
		case v.stopped():
			return errStopped
		case err != nil:
			return os.NewSyscallError(c.name, err)
		case m == 0:
			return fmt.Errorf("%s: nothing more was sent after %d of %d bytes", c.name, n, size)
		}
		n += m
	}
	v.response.Add(int64(size))
	v.sending.leave(true)
	return nil
}
