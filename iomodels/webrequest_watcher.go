//go:build linux && (amd64 || arm64)

package iomodels

import (
	"fmt"
	"os"
	"time"

	sys "golang.org/x/sys/unix"

	"nbrun/iomodels/unix"
)

// watch is the watcher: it lets the others go on, one after the other, and looks at
// what the kernel has at each station.
func (v *webVisit) watch(lane *unix.Lane) error {
	file := *v.file // seen on this lane
	file.lane = lane
	for _, station := range []func() error{
		func() error { return v.watchConnection(lane) },
		func() error { return v.askForStamps(lane) },
		func() error { return v.pagesBefore(&file) },
		func() error { return v.gated(lane, &v.receiving, v.mayAsk) },
		func() error { return v.sending.await(lane, v.stop) }, // asleep in the call that sends the file, or back from it
		func() error { return pages(&file) },
		func() error { return v.lookAtQueues(lane) },
		func() error { close(v.mayReceive); return v.wait(v.served) },
		func() error { return v.fetchAllStamps(lane) },
		func() error { return v.lookAtQueues(lane) },
	} {
		if err := station(); err != nil {
			return err
		}
	}
	return nil
}

// pagesBefore looks at the file before the client asks for it. One that is to be in the
// page cache has been written just now, and a kernel that is short of memory may have
// taken pages back since.
func (v *webVisit) pagesBefore(file *temporary) error {
	if !v.cold {
		if err := file.warm(); err != nil {
			return err
		}
	}
	return pages(file)
}

// pages looks which of the file's pages are in the page cache.
func pages(file *temporary) error {
	_, err := file.resident()
	return err
}

// gated lets somebody go on when the server was seen asleep.
func (v *webVisit) gated(lane *unix.Lane, g *gate, may chan struct{}) error {
	if err := g.await(lane, v.stop); err != nil {
		return err
	}
	close(may)
	return nil
}

// watchConnection has the connection be made: while nobody accepts it, or while the
// server sleeps in accept.
func (v *webVisit) watchConnection(lane *unix.Lane) error {
	if v.idle {
		if err := v.gated(lane, &v.accepting, v.mayConnect); err != nil {
			return err
		}
		return v.wait(v.accepted)
	}
	if err := v.wait(v.connected); err != nil {
		return err
	}
	if err := v.awaitQueued(lane); err != nil {
		return err
	}
	close(v.mayAccept)
	return v.wait(v.accepted)
}

// awaitQueued returns when the listener's queue holds the connection. In TCP_INFO of
// a socket that listens, tcpi_unacked is how many wait there to be accepted.
func (v *webVisit) awaitQueued(lane *unix.Lane) error {
	for limit := time.Now().Add(gateLimit); time.Now().Before(limit); time.Sleep(lookApart) {
		at := unix.Now()
		info, err := sys.GetsockoptTCPInfo(v.listener, sys.IPPROTO_TCP, sys.TCP_INFO)
		if err != nil {
			return os.NewSyscallError("getsockopt", err)
		}
		look(lane, "TCP_INFO", v.listener, at, fmt.Sprintf("connections made and not yet accepted: %d", info.Unacked))
		if info.Unacked > 0 {
			return nil
		}
		if v.stopped() {
			return errStopped
		}
	}
	return fmt.Errorf("setup: the connection was not seen in the listener's queue within %v", gateLimit)
}

// stampTX asks for times of what is sent too: when it was handed to the packet
// scheduler, when to the device, and when the peer's kernel had acknowledged it. They
// come to the socket's error queue, without the data (OPT_TSONLY) and with the number
// of the byte that they are of (OPT_ID): the last one of a call.
const stampTX = unix.SOF_TIMESTAMPING_TX_SCHED | unix.SOF_TIMESTAMPING_TX_SOFTWARE | unix.SOF_TIMESTAMPING_TX_ACK |
	unix.SOF_TIMESTAMPING_OPT_ID | unix.SOF_TIMESTAMPING_OPT_TSONLY

// askForStamps switches the times on at both ends, of what is received and of what is
// sent. OPT_ID begins to count here, and can be set only once there is a connection.
func (v *webVisit) askForStamps(lane *unix.Lane) error {
	for _, fd := range []int{v.client, int(v.conn.Load())} {
		if err := lane.SetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_TIMESTAMPING, stampRX|stampTX); err != nil {
			v.note("the kernel gives no times of what is received and sent here, so what would rest on them is inferred: setsockopt SO_TIMESTAMPING: %v", err)
			v.unstamped = true
			return nil
		}
	}
	return nil
}

// stampLimit is how long a stamp is waited for, in pauses that double.
const stampLimit = time.Second

// fetchAllStamps takes the times of the request and of the response.
func (v *webVisit) fetchAllStamps(lane *unix.Lane) error {
	if v.unstamped {
		return nil
	}
	if err := v.fetchStamps(lane, v.client, len(v.request)); err != nil {
		return err
	}
	return v.fetchStamps(lane, int(v.conn.Load()), int(v.response.Load()))
}

// fetchStamps takes the times of what was sent from the error queue of fd, until there
// is the one of the acknowledgement of the last of n bytes. Nothing more comes then.
func (v *webVisit) fetchStamps(lane *unix.Lane, fd, n int) error {
	control := make([]byte, controlSize)
	for pause := lookApart; pause < stampLimit; {
		_, size, _, _, err := lane.Recvmsg(fd, make([]byte, 1), control, unix.MSG_ERRQUEUE|unix.MSG_DONTWAIT)
		switch {
		case v.stopped():
			return errStopped
		case err == unix.EAGAIN:
			time.Sleep(pause)
			pause *= 2
			continue
		case err != nil:
			return os.NewSyscallError("recvmsg", err)
		}
		stamp := unix.StampOf(control[:size])
		if id, ok := unix.StampID(control[:size]); ok && stamp.Source == "tx-ack" && int(id) == n-1 {
			return nil
		}
	}
	v.note("the kernel gave no time of the acknowledgement of the last byte sent on %s within %v", unix.Descriptor(fd).Text, stampLimit)
	return nil
}

// lookAtQueues looks how many bytes of the response are where: in the server's socket,
// sent or not, and in the client's.
func (v *webVisit) lookAtQueues(lane *unix.Lane) error {
	conn := int(v.conn.Load())
	at := unix.Now()
	out, err := sys.IoctlGetInt(conn, sys.SIOCOUTQ)
	if err != nil {
		return os.NewSyscallError("ioctl", err)
	}
	look(lane, "SIOCOUTQ", conn, at, fmt.Sprintf("%d bytes in the socket, not acknowledged", out))
	at = unix.Now()
	info, err := sys.GetsockoptTCPInfo(conn, sys.IPPROTO_TCP, sys.TCP_INFO)
	if err != nil {
		return os.NewSyscallError("getsockopt", err)
	}
	look(lane, "TCP_INFO", conn, at, fmt.Sprintf("%d bytes acknowledged, %d not yet sent", info.Bytes_acked, info.Notsent_bytes))
	at = unix.Now()
	in, err := sys.IoctlGetInt(v.client, sys.SIOCINQ)
	if err != nil {
		return os.NewSyscallError("ioctl", err)
	}
	look(lane, "SIOCINQ", v.client, at, fmt.Sprintf("%d bytes in the socket", in))
	return nil
}
