package render

import (
	"testing"
	"time"

	"nbrun/iomodels/trace"
)

// A call has an entry that its data came after; a completion has only looks.
func TestStamped(t *testing.T) {
	stamp := &trace.Stamp{At: 2000, Uncertainty: 35 * time.Nanosecond, Source: "rx-software"}
	for _, tt := range []struct {
		e    trace.Event
		want string
	}{
		{trace.Event{Enter: 500, Exit: 3000, Stamp: stamp}, "the kernel had the data 1.50 µs after entry ± 35 ns (rx-software)"},
		{trace.Event{Enter: 2500, Exit: 3000, Stamp: stamp}, "the kernel had the data 500 ns before entry ± 35 ns (rx-software)"},
		{trace.Event{Kind: trace.CQE, Enter: 2500, Exit: 3000, Stamp: stamp}, "arrived 500 ns before the last look in vain ± 35 ns (rx-software)"},
		{trace.Event{Kind: trace.CQE, Enter: 500, Exit: 3000, Stamp: stamp}, "arrived 1.50 µs after the last look in vain ± 35 ns (rx-software)"},
	} {
		if got := stamped(&tt.e); got != tt.want {
			t.Errorf("%q, want %q", got, tt.want)
		}
	}
}
