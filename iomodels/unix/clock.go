//go:build linux && (amd64 || arm64)

package unix

import (
	"sync"
	"time"

	"nbrun/iomodels/trace"
)

// start is Time 0 of all traces of this process.
var start = time.Now()

// Now is the time since the recorder's start, on the monotonic clock. It makes no
// system call (time.Since reads the clock by vdso(7)).
func Now() trace.Time { return trace.Time(time.Since(start)) }

// clockSample is a reading of the wall clock and of the recorder's at once.
type clockSample struct {
	at     trace.Time
	origin int64         // wall clock at Time 0, in ns since 1970, as it seems at at
	spread time.Duration // how far apart the readings were at most
}

// readClocks takes the tightest of 50 readings of the wall clock between two of
// the monotonic clock.
func readClocks() clockSample {
	best := clockSample{spread: time.Hour}
	for range 50 {
		a := Now()
		wall := time.Now().UnixNano()
		b := Now()
		if d := b.Sub(a); d < best.spread {
			mid := a + trace.Time(d/2)
			best = clockSample{at: mid, origin: wall - int64(mid), spread: d}
		}
	}
	return best
}

// clockBetween describes the clocks over a trace that was recorded between two
// readings of them.
func clockBetween(a, b clockSample) trace.Clock {
	return trace.Clock{
		Start:       time.Unix(0, b.origin),
		Uncertainty: (b.spread + 1) / 2,
		Drift:       time.Duration(b.origin - a.origin),
	}
}

// latest is a reading that is not older than a tenth of a second, for stamps that
// are asked for one by one.
var latest struct {
	sync.Mutex
	clockSample
}

func recentClock() clockSample {
	latest.Lock()
	defer latest.Unlock()
	if latest.spread == 0 || Now().Sub(latest.at) > 100*time.Millisecond {
		latest.clockSample = readClocks()
	}
	return latest.clockSample
}
