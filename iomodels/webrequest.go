//go:build linux && (amd64 || arm64)

package iomodels

import (
	"errors"
	"slices"
	"sync/atomic"

	"nbrun/iomodels/trace"
	"nbrun/iomodels/unix"
)

// WebRequestCold is one request to a web server, over TCP on the loopback interface:
// a client asks by HTTP/1.0 for a file (of 200 KiB, when f.Size is zero) that is on the
// disk and not in the page cache. [trace.Trace.WebSteps] tells the steps of its way, and
// of each how it is known.
//
// The lanes are "server", "client" and "watcher". The server's thread sleeps in
// recvmsg(2), until the request has come, and in pread(2), if the disk takes its time.
// The kernel copies four times, each time in a call of the thread whose buffer it is:
// the request to the server, the file from the page cache to the server's buffer and
// from there to the socket's, and the response to the client. Nobody tells the server
// that the file is there; its call returns.
//
// The connection is complete before the server calls accept4(2), the server sleeps in
// recvmsg before the client sends, and write(2) has returned, or sleeps, before the
// client begins to receive: what write accepted is then in the kernel, and the client
// has none of it (send(2), tcp(7)). The file keeps its name until the end: the server
// opens it by that.
//
// Where the file cannot be made cold the error is [ErrNotCold].
func WebRequestCold(f File) (trace.Trace, error) {
	return visitSite(f, site{title: "A web request for a file on the disk", cold: true})
}

// WebRequestWarm is [WebRequestCold] for a file that is in the page cache: no disk is
// asked, and all that pread does is to copy.
func WebRequestWarm(f File) (trace.Trace, error) {
	return visitSite(f, site{title: "A web request for a file in the page cache"})
}

// WebRequestSendfile is [WebRequestWarm] by sendfile(2) in the place of pread and
// write: the file goes from the page cache to the socket without passing through a
// buffer of the server's.
func WebRequestSendfile(f File) (trace.Trace, error) {
	return visitSite(f, site{title: "A web request answered by sendfile", sendfile: true})
}

// WebRequestIdle is [WebRequestWarm] of a server that has nothing to do: it sleeps in
// accept4 before the client calls connect(2).
func WebRequestIdle(f File) (trace.Trace, error) {
	return visitSite(f, site{title: "A web request to a server asleep in accept4", idle: true})
}

var (
	acceptCall   = call{"accept4", unix.SYS_ACCEPT4}
	writeCall    = call{"write", unix.SYS_WRITE}
	sendfileCall = call{"sendfile", unix.SYS_SENDFILE}
)

// A site is how the request is served.
type site struct {
	title    string
	cold     bool // the file is on the disk only
	sendfile bool // by sendfile, not by pread and write
	idle     bool // the server accepts before the client connects
}

// A webVisit is one request, and what its three threads have to tell one another.
type webVisit struct {
	site
	cast
	*premises
	conn atomic.Int64 // the server's end of the connection; -1 before it has one

	accepting, receiving, sending gate // the server, in accept4, recvmsg, and write or sendfile

	mayConnect, mayAccept, mayAsk, mayReceive chan struct{} // closed by the watcher
	connected, accepted, served               chan struct{} // closed by the client, the server, the client

	request   []byte
	unstamped bool         // the kernel gives no times of what is sent
	response  atomic.Int64 // bytes of it that the server has handed to the kernel
}

// visitSite makes the premises and plays the request.
func visitSite(f File, s site) (t trace.Trace, err error) {
	onThread("setup", trace.Helper, 1, func(lane *unix.Lane) {
		var p *premises
		if p, err = openPremises(lane, f); err == nil {
			t, err = visitPremises(lane, s, p)
			err = errors.Join(err, p.close(lane))
		}
	})
	if err != nil {
		return trace.Trace{}, err
	}
	return t, t.Check()
}

// visitPremises plays the request; lane is for setting up.
func visitPremises(lane *unix.Lane, s site, p *premises) (trace.Trace, error) {
	if !s.cold {
		p.file.hold()
	} else if err := p.file.evict(); err != nil {
		return trace.Trace{}, err
	}
	v := &webVisit{
		site: s, premises: p,
		mayConnect: make(chan struct{}), mayAccept: make(chan struct{}), mayAsk: make(chan struct{}), mayReceive: make(chan struct{}),
		connected: make(chan struct{}), accepted: make(chan struct{}), served: make(chan struct{}),
		request: []byte("GET " + p.path + " HTTP/1.0\r\n\r\n"),
	}
	v.conn.Store(-1)
	v.cast = newCast(v.wake)
	if s.idle {
		close(v.mayAccept)
	} else {
		close(v.mayConnect)
	}
	lanes := v.play()
	v.fail(closeAll(lane, int(v.conn.Swap(-1))))
	if v.err != nil {
		return trace.Trace{}, v.err
	}
	t := unix.Window(s.title, "blocking", lanes...)
	t.Payload = p.file.size
	t.Notes = append(t.Notes,
		"the loopback interface has no network card: the device that it hands packets to is lo, which hands them back at once",
		"in SIOCOUTQ and TCP_INFO the end of the stream (FIN) counts as one byte")
	for _, n := range p.stamps.notes {
		t.Notes = append(t.Notes, "on another connection, "+n)
	}
	t.Notes = slices.Concat(t.Notes, v.accepting.weakness(), v.receiving.weakness(), v.sending.weakness(), v.notes)
	return t, nil
}

// play runs the three threads and returns their lanes when all have ended.
func (v *webVisit) play() (lanes []*unix.Lane) {
	for _, a := range []*actor{
		v.act("server", trace.App, 3, v.serve),
		v.act("client", trace.Peer, 1, v.ask),
		v.act("watcher", trace.Witness, 1, v.watch),
	} {
		<-a.ended
		lanes = append(lanes, a.lane)
	}
	return lanes
}

// wake ends all sleep in the kernel: a listener that is shut down accepts no more,
// and a connection has nothing more to receive or to be sent.
func (v *webVisit) wake() error {
	err := errors.Join(shutdown(v.listener), shutdown(v.client))
	if conn := int(v.conn.Load()); conn >= 0 {
		err = errors.Join(err, shutdown(conn))
	}
	return err
}
