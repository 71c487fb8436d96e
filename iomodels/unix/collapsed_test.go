//go:build linux && (amd64 || arm64)

package unix

import (
	"runtime"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/google/go-cmp/cmp"

	"nbrun/iomodels/trace"
)

// What is collapsed while it is decoded is what trace.Collapse makes of all.
func TestCollapsedIsCollapse(t *testing.T) {
	r, w := emptyPipe(t)
	udp, err := unix.Socket(unix.AF_INET, unix.SOCK_DGRAM|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer unix.Close(udp)
	for level := 1; level <= 3; level++ {
		for _, limit := range []int{keptRows, few} {
			l := onLane(t, level, func(l *Lane) {
				l.limit = limit
				p := make([]byte, 8)
				for i, n := range []int{1, 63, 64, 65, 66, 200, 3 * rowsPerChunk, 2, few, 3, few} {
					for range n {
						l.Read(r, p[i%3:])
					}
					if i%2 == 0 {
						l.Why("of the last of them")
					}
					for range n % 100 {
						l.Recvmsg(udp, p, nil, unix.MSG_DONTWAIT)
						l.Getppid()
					}
					at := Now()
					l.Event(trace.Event{Kind: trace.Mark, Name: "here", Enter: at, Exit: at})
					l.Write(w, p[:1])
					l.Read(r, p)
				}
			})
			events := func(collapse bool) trace.Trace {
				d := newDecoder(l.from)
				d.collapse = collapse
				tr := trace.Trace{Lanes: []trace.Lane{{Name: l.name, TID: l.tid, Level: level}}, Events: d.lane(nil, 0, l, 0, maxTime)}
				d.finish(&tr)
				return tr
			}
			got, want := events(true), trace.Collapse(events(false))
			if diff := cmp.Diff(want.Events, got.Events); diff != "" {
				t.Errorf("level %d, %d rows kept (-want +got):\n%.3000s", level, limit, diff)
			}
			if err := got.Check(); err != nil {
				t.Error(err)
			}
		}
	}
}

// BenchmarkShared decodes what a cell's thread has recorded that spun for long.
func BenchmarkShared(b *testing.B) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	Forget(maxTime)
	fd, p := openZero(b), make([]byte, 1)
	from := Now()
	for range keptRows {
		Read(fd, p)
	}
	to := Now()
	defer Forget(to)
	for name, collapse := range map[string]bool{"all": false, "collapsed": true} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				SharedSites(from, to, collapse)
			}
		})
	}
}
