package render

import (
	"fmt"
	"time"

	"nbrun/iomodels/trace"
)

// clock writes the times of a trace, counted from its first event, with as many
// decimals in each row so that they line up: tenths of a microsecond where all was
// over in some milliseconds, else thousandths of a millisecond.
type clock struct {
	zero trace.Time
	fine bool
}

// fineSpan is how long a trace may be whose times are written in microseconds.
const fineSpan = 10 * time.Millisecond

func newClock(t trace.Trace) clock {
	if len(t.Events) == 0 {
		return clock{}
	}
	c := clock{zero: t.Events[0].Enter}
	c.fine = t.Events[len(t.Events)-1].Enter.Sub(c.zero) < fineSpan
	return c
}

func (c clock) unit() string {
	if c.fine {
		return "µs"
	}
	return "ms"
}

// class is the unit as the class of a table.
func (c clock) class() string {
	if c.fine {
		return "us"
	}
	return "ms"
}

func (c clock) text(at trace.Time) string {
	since := at.Sub(c.zero)
	sign := ""
	if since < 0 {
		sign, since = "−", -since
	}
	if c.fine {
		tenths := int64(since.Round(100)) / 100
		return fmt.Sprintf("%s%s.%d", sign, grouped(tenths/10), tenths%10)
	}
	micros := int64(since.Round(time.Microsecond)) / 1000
	return fmt.Sprintf("%s%s.%03d", sign, grouped(micros/1000), micros%1000)
}
