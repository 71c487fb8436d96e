// Package uring is a small io_uring: enough of Linux's asynchronous interface to
// see how it works, and nothing that hides it.
//
// An io_uring is two rings in memory that the program and the kernel share
// (io_uring(7)). The program writes requests into the submission queue and tells
// the kernel of them by one system call, io_uring_enter(2). The kernel writes what
// became of each into the completion queue, where the program finds it by reading
// memory: no call is needed to learn that the data are there.
//
//	ring, err := uring.New(lane, uring.Options{})
//	data, err := ring.Arena.Buffer(100)
//	err = ring.Push(uring.Recv(fd, data, 0, 1))
//	_, err = ring.Submit(0)               // one system call, which does not wait
//	for {
//		if c, ok := ring.Peek(); ok { … }  // a look at memory
//	}
//
// A [Ring] belongs to the thread of its lane, which records its system calls and,
// as events of their own, the requests and the completions. It is not safe for use
// by several goroutines.
//
// Three rules hold by construction. The kernel is only ever given memory of the
// ring's [Arena], which the Go runtime neither moves nor frees: [Ring.Push] follows
// every address in a request and refuses the operations that it does not know. No
// completion is lost: there are never more requests in flight than the completion queue
// has places, and a request that may have many completions needs a kernel that keeps
// those that find no place. And nothing is unmapped while the kernel may still write to
// it.
package uring
