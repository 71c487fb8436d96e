//go:build linux && (amd64 || arm64)

package iomodels

import (
	"bytes"
	"errors"
	"net"
	"os"
	"runtime"
	"sync"
	"syscall"
	"time"
)

// conns are connections over TCP on the loopback interface, as package net makes
// them, and their peers, who send nothing.
type conns struct {
	read, peers []net.Conn
	readers     sync.WaitGroup
	errs        []error // errs[i] ended the read of read[i]
}

func openConns(n int) (_ netReads, err error) {
	c := &conns{errs: make([]error, n)}
	defer func() {
		if err != nil {
			err = errors.Join(err, c.close())
		}
	}()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, listener.Close()) }()
	for range n {
		peer, err := net.Dial("tcp", listener.Addr().String())
		if err != nil {
			return nil, err
		}
		c.peers = append(c.peers, peer)
		conn, err := listener.Accept()
		if err != nil {
			return nil, err
		}
		c.read = append(c.read, conn)
	}
	return c, nil
}

func (c *conns) start() error {
	for i := range c.read {
		c.readers.Go(func() { c.readOne(i) })
	}
	return settle(func() bool { return c.waiting() == len(c.read) }, "%d goroutines were not seen in Read", len(c.read))
}

func (c *conns) readOne(i int) { _, c.errs[i] = c.read[i].Read(make([]byte, 1)) }

// waiting counts the goroutines of readOne that the runtime has parked until there
// is something to read: their stacks are headed by "[IO wait]".
func (c *conns) waiting() (n int) {
	for stack := range bytes.SplitSeq(allStacks(), []byte("\n\n")) {
		head, frames, _ := bytes.Cut(stack, []byte("\n"))
		if bytes.Contains(head, []byte("[IO wait")) && bytes.Contains(frames, []byte("iomodels.(*conns).readOne(")) {
			n++
		}
	}
	return n
}

// allStacks is the stacks of all goroutines, as a crash would print them.
func allStacks() []byte {
	for size := 1 << 20; ; size *= 2 {
		text := make([]byte, size)
		if n := runtime.Stack(text, true); n < size {
			return text[:n]
		}
	}
}

func (c *conns) expire() (n int, err error) {
	soon := time.Now().Add(time.Millisecond)
	for _, conn := range c.read {
		if err := conn.SetReadDeadline(soon); err != nil {
			return 0, err
		}
	}
	c.readers.Wait()
	for _, err := range c.errs {
		if errors.Is(err, os.ErrDeadlineExceeded) {
			n++
		}
	}
	return n, nil
}

// close ends all. The peers leave by a reset, so that no connection stays behind in
// TIME_WAIT (SO_LINGER of socket(7)).
func (c *conns) close() error {
	var errs []error
	for _, peer := range c.peers {
		errs = append(errs, peer.(*net.TCPConn).SetLinger(0), peer.Close())
	}
	for _, conn := range c.read {
		errs = append(errs, conn.Close())
	}
	c.readers.Wait()
	return errors.Join(errs...)
}

func (c *conns) fds() (fds []int, err error) {
	for _, conn := range c.read {
		fd, err := descriptorOf(conn.(*net.TCPConn))
		if err != nil {
			return nil, err
		}
		fds = append(fds, fd)
	}
	return fds, nil
}

// descriptorOf looks what descriptor is behind a connection or file. SyscallConn shows
// it as it is; to ask by Fd would change it.
func descriptorOf(c syscall.Conn) (fd int, err error) {
	raw, err := c.SyscallConn()
	if err != nil {
		return -1, err
	}
	err = raw.Control(func(is uintptr) { fd = int(is) })
	return fd, err
}
