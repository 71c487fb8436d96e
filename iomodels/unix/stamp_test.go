//go:build linux && (amd64 || arm64)

package unix

import (
	"bytes"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"nbrun/iomodels/trace"
)

// threadState is the letter that /proc gives a thread's state by, 0 if it is gone.
func threadState(tid int) byte {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/self/task/%d/stat", tid))
	if err != nil {
		return 0
	}
	_, rest, _ := bytes.Cut(stat, []byte(") "))
	return rest[0]
}

// The kernel's stamp lies within the sender's call: the loopback delivers in it.
func TestStampLiesInTheSendersCall(t *testing.T) {
	var receiver, sender int
	var to Sockaddr
	setup := onLane(t, 1, func(l *Lane) {
		receiver, _ = l.Socket(AF_INET, SOCK_DGRAM|SOCK_CLOEXEC, 0)
		sender, _ = l.Socket(AF_INET, SOCK_DGRAM|SOCK_CLOEXEC, 0)
		l.Bind(receiver, &SockaddrInet4{Addr: [4]byte{127, 0, 0, 1}})
		l.SetsockoptInt(receiver, SOL_SOCKET, SO_TIMESTAMPING, SOF_TIMESTAMPING_RX_SOFTWARE|SOF_TIMESTAMPING_SOFTWARE)
		to, _ = l.Getsockname(receiver)
	})
	for _, e := range Window("", "", setup).Events {
		if e.Errno.Num != 0 {
			t.Fatal(line(e))
		}
	}
	const messages = 5
	oob := make([]byte, 256)
	var direct []*trace.Stamp
	l := onLane(t, 1, func(l *Lane) {
		// The kernel switches its stamping on by a job that may run later: the
		// first messages can be too early for it.
		for stamped := false; !stamped; {
			l.Sendto(sender, []byte("x"), 0, to)
			_, n, _, _, err := l.Recvmsg(receiver, make([]byte, 1), oob, 0)
			if err != nil {
				t.Error(err)
				return
			}
			stamped = StampOf(oob[:n]) != nil
		}
		for range messages {
			l.Sendto(sender, []byte("x"), 0, to)
			_, n, _, _, err := l.Recvmsg(receiver, make([]byte, 1), oob, 0)
			if err != nil {
				t.Error(err)
			}
			direct = append(direct, StampOf(oob[:n]))
		}
		l.Close(receiver)
		l.Close(sender)
	})
	tr := Window("", "", l)
	events := tr.Events[len(tr.Events)-2-2*messages:]
	for i := range messages {
		send, receive := events[2*i], events[2*i+1]
		s := receive.Stamp
		if s == nil {
			t.Fatalf("message %d has no stamp", i)
		}
		u := trace.Time(s.Uncertainty)
		if s.At < send.Enter-u || s.At > send.Exit+u {
			t.Errorf("message %d arrived at %d ± %d, outside its sending %d…%d", i, s.At, u, send.Enter, send.Exit)
		}
		if s.Source != "rx-software" || send.Stamp != nil {
			t.Errorf("message %d: source %q, sender's stamp %v", i, s.Source, send.Stamp)
		}
		if d := direct[i]; d == nil || d.At.Sub(s.At).Abs() > d.Uncertainty+s.Uncertainty+time.Millisecond {
			t.Errorf("StampOf gives %v, the record %v", d, s)
		}
	}
}

func TestNoStamp(t *testing.T) {
	if s := StampOf(nil); s != nil {
		t.Errorf("no control message has a stamp: %v", s)
	}
	if s := StampOf(UnixRights(0)); s != nil {
		t.Errorf("SCM_RIGHTS has a stamp: %v", s)
	}
}

func FuzzStampOf(f *testing.F) {
	f.Add([]byte(nil))
	f.Add(UnixRights(0, 1))
	f.Add(append(UnixRights(0), bytes.Repeat([]byte{0xff}, 40)...))
	f.Fuzz(func(t *testing.T, oob []byte) {
		if s := StampOf(oob); s != nil && s.Source == "" {
			t.Errorf("a stamp without source in %x", oob)
		}
	})
}

func TestClock(t *testing.T) {
	a := readClocks()
	b := readClocks()
	c := clockBetween(a, b)
	if wall := c.Start.Add(time.Duration(Now())); time.Since(wall.Round(0)).Abs() > time.Second {
		t.Errorf("Time 0 is taken for %v, off by more than a second", c.Start)
	}
	if c.Uncertainty <= 0 {
		t.Errorf("two clocks were read at once, with uncertainty %v", c.Uncertainty)
	}
}

// The error queue tells of the last byte of each call when it was scheduled, handed to
// the device and acknowledged.
func TestStampsOfWhatIsSent(t *testing.T) {
	var from, to int
	setup := onLane(t, 1, func(l *Lane) {
		listener, _ := l.Socket(AF_INET, SOCK_STREAM|SOCK_CLOEXEC, 0)
		l.Bind(listener, &SockaddrInet4{Addr: [4]byte{127, 0, 0, 1}})
		l.Listen(listener, 1)
		address, _ := l.Getsockname(listener)
		from, _ = l.Socket(AF_INET, SOCK_STREAM|SOCK_CLOEXEC, 0)
		l.Connect(from, address)
		to, _, _ = l.Accept4(listener, SOCK_CLOEXEC)
		l.SetsockoptInt(from, SOL_SOCKET, SO_TIMESTAMPING, SOF_TIMESTAMPING_SOFTWARE|SOF_TIMESTAMPING_OPT_ID|
			SOF_TIMESTAMPING_OPT_TSONLY|SOF_TIMESTAMPING_TX_SCHED|SOF_TIMESTAMPING_TX_SOFTWARE|SOF_TIMESTAMPING_TX_ACK)
		l.Close(listener)
	})
	for _, e := range Window("", "", setup).Events {
		if e.Errno.Num != 0 {
			t.Fatal(line(e))
		}
	}
	const messages = 2
	oob := make([]byte, 256)
	var ids []uint32
	l := onLane(t, 1, func(l *Lane) {
		for range messages {
			l.Write(from, []byte("hello"))
			for got := 0; got < 3; {
				_, n, _, _, err := l.Recvmsg(from, make([]byte, 1), oob, MSG_ERRQUEUE|MSG_DONTWAIT)
				if err == EAGAIN {
					time.Sleep(time.Millisecond)
					continue
				}
				id, ok := StampID(oob[:n])
				if err != nil || !ok {
					t.Errorf("stamp %d: %v, has an id: %v", got, err, ok)
				}
				ids, got = append(ids, id), got+1
			}
			l.Read(to, make([]byte, 5))
		}
		l.Close(from)
		l.Close(to)
	})
	var stamps []trace.Event
	for _, e := range Window("", "", l).Events {
		if e.Stamp != nil {
			stamps = append(stamps, e)
		}
	}
	if len(stamps) != 3*messages {
		t.Fatalf("%d stamps, want %d", len(stamps), 3*messages)
	}
	for i, e := range stamps {
		source, id := []string{"tx-sched", "tx-software", "tx-ack"}[i%3], uint32(5*(i/3)+4)
		if e.Stamp.Source != source || ids[i] != id {
			t.Errorf("stamp %d is %s of byte %d, want %s of %d", i, e.Stamp.Source, ids[i], source, id)
		}
		if want := fmt.Sprintf("with the %s stamp of number %d", source, id); !strings.Contains(e.Args[1].Text, want) {
			t.Errorf("%s does not say %q", line(e), want)
		}
		if i > 0 && e.Stamp.At < stamps[i-1].Stamp.At {
			t.Errorf("%s comes before %s", line(e), line(stamps[i-1]))
		}
	}
}
