//go:build linux && (amd64 || arm64)

package unix

import (
	"encoding/binary"
	"time"

	"nbrun/iomodels/trace"
)

// StampOf returns the time that the kernel put on data in the control message
// SCM_TIMESTAMPING (Documentation/networking/timestamping.rst), nil when oob has
// none. It asks for the software stamp, the first of three. That of data received
// comes with them; those of data sent come from the socket's error queue
// (MSG_ERRQUEUE of recv(2)).
func StampOf(oob []byte) *trace.Stamp {
	k, ok := stampIn(oob)
	if !ok {
		return nil
	}
	now := recentClock()
	return stampAt(k.wall, k.source, clockBetween(now, now))
}

// StampID returns what a stamp of data sent is of, when SOF_TIMESTAMPING_OPT_ID
// asked for that: in a stream, the number of the last byte of a call, and otherwise
// the number of a message, from 0 and from when the option was set. It is false when
// oob has no such stamp.
func StampID(oob []byte) (id uint32, ok bool) {
	k, ok := stampIn(oob)
	return k.id, ok && k.source != receiveStamp
}

// stampAt puts a wall-clock time on a trace's clock.
func stampAt(wall int64, source byte, c trace.Clock) *trace.Stamp {
	return &trace.Stamp{
		At:          trace.Time(wall - c.Start.UnixNano()),
		Uncertainty: c.Uncertainty + c.Drift.Abs(),
		Source:      stampSources[source],
	}
}

// stampSources are the names of what a stamp was taken at.
var stampSources = [...]string{receiveStamp: "rx-software", stampSent + 1: "tx-software", stampQueued + 1: "tx-sched", stampAcked + 1: "tx-ack"}

const receiveStamp = 0

// Values of ee_info for SO_EE_ORIGIN_TIMESTAMPING (linux/errqueue.h).
const (
	stampSent   = 0
	stampQueued = 1
	stampAcked  = 2
)

// rawStamp is a stamp as control messages have it.
type rawStamp struct {
	wall   int64  // in ns since 1970
	source byte   // an index into stampSources
	id     uint32 // of a stamp of something sent: see StampID
}

// stampIn finds the software stamp in control messages. That of something sent comes
// with an extended error (from the error queue) that says of what.
func stampIn(oob []byte) (k rawStamp, ok bool) {
	for len(oob) >= SizeofCmsghdr {
		size := int(binary.NativeEndian.Uint64(oob))
		level := int32(binary.NativeEndian.Uint32(oob[8:]))
		typ := int32(binary.NativeEndian.Uint32(oob[12:]))
		if size < SizeofCmsghdr || size > len(oob) {
			break
		}
		data := oob[SizeofCmsghdr:size]
		switch {
		case level == SOL_SOCKET && typ == SCM_TIMESTAMPING && len(data) >= 16:
			sec := int64(binary.NativeEndian.Uint64(data))
			nsec := int64(binary.NativeEndian.Uint64(data[8:]))
			if sec != 0 || nsec != 0 {
				k.wall, ok = sec*int64(time.Second)+nsec, true
			}
		case isExtendedError(level, typ) && len(data) >= 16 && data[4] == SO_EE_ORIGIN_TIMESTAMPING:
			if info := binary.NativeEndian.Uint32(data[8:]); info <= stampAcked {
				k.source, k.id = byte(info)+1, binary.NativeEndian.Uint32(data[12:])
			}
		}
		oob = oob[min((size+7)&^7, len(oob)):]
	}
	return k, ok
}

func isExtendedError(level, typ int32) bool {
	return level == SOL_IP && typ == IP_RECVERR || level == SOL_IPV6 && typ == IPV6_RECVERR
}
