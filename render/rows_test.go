package render

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"nbrun/iomodels/trace"
)

// distinct is a trace of n calls of which no two are alike.
func distinct(n int) trace.Trace {
	t := trace.Trace{Title: "Many reads", Model: "blocking", Lanes: []trace.Lane{{Name: "reader", TID: 4711, Level: 1}}}
	for i := range n {
		at := trace.Time(i) * 1000
		t.Events = append(t.Events, trace.Event{Name: "pread64", NR: 17, Seq: i, Enter: at, Exit: at + 500, Ret: 4096, Args: []trace.Arg{
			{Raw: 3, Text: fmt.Sprintf("3 </tmp/files/%d>", i)}, {Raw: 0xc000132000, Text: `"abcdefghijklmnopqrstuvwxyzabcdef"…`}, {Raw: 4096, Text: "4096"}, {Raw: uint64(i) << 12, Text: strconv.Itoa(i << 12)},
		}})
	}
	return t
}

// pageLimit is how large a page may be, whatever its record.
const pageLimit = 1_500_000

// A page shows some of a long record, counts the rest, and does not grow with it.
func TestLongRecords(t *testing.T) {
	spin := stored(t, "nonblocking")
	for i := range spin.Events {
		if spin.Events[i].Run != nil {
			spin.Events[i].Run.Count = 1_000_000
		}
	}
	many := distinct(100_000)
	for _, tt := range []struct {
		name   string
		traces []trace.Trace
		shown  int // rows
		limit  int // of bytes
	}{
		{"a spin of a million calls", []trace.Trace{spin}, 19, 100_000},
		{"a hundred thousand calls", []trace.Trace{many}, mostRows, pageLimit},
		{"three such traces", []trace.Trace{many, many, many}, pageRows + fewRows, pageLimit},
	} {
		page := write(t, traced(tt.traces...))
		if len(page) > tt.limit {
			t.Errorf("%s: a page of %d bytes, want at most %d", tt.name, len(page), tt.limit)
		}
		rows := len(tableRow.FindAllString(page, -1))
		if rows != tt.shown {
			t.Errorf("%s: %d rows, want %d", tt.name, rows, tt.shown)
		}
		for _, m := range regexp.MustCompile(`([\d,]+) rows not shown here`).FindAllStringSubmatch(page, -1) {
			n, err := strconv.Atoi(strings.ReplaceAll(m[1], ",", ""))
			if err != nil {
				t.Fatal(err)
			}
			rows += n
		}
		events := 0
		for _, tr := range tt.traces {
			events += len(tr.Events)
		}
		if rows != events {
			t.Errorf("%s: %d rows shown or counted, want %d", tt.name, rows, events)
		}
	}
	if page := write(t, traced(spin)); !strings.Contains(page, "× 1,000,000 more, mean ") {
		t.Error("the calls of a spin are not counted")
	}
}

// The times of a trace have as many decimals in each row.
func TestClock(t *testing.T) {
	at := func(times ...trace.Time) (texts []string) {
		var tr trace.Trace
		for _, at := range times {
			tr.Events = append(tr.Events, trace.Event{Enter: at})
		}
		c := newClock(tr)
		for _, at := range times {
			texts = append(texts, c.text(at)+" "+c.unit())
		}
		return texts
	}
	for _, tt := range []struct {
		times []trace.Time
		want  string
	}{
		{[]trace.Time{100, 149, 150, 250}, "[0.0 µs 0.0 µs 0.1 µs 0.2 µs]"},
		{[]trace.Time{0, 9_999_949}, "[0.0 µs 9,999.9 µs]"},
		{[]trace.Time{0, 499, 10_000_500}, "[0.000 ms 0.000 ms 10.001 ms]"},
		{[]trace.Time{0, -1_000_000, 2_000_000_000_000}, "[0.000 ms −1.000 ms 2,000,000.000 ms]"},
	} {
		if got := fmt.Sprint(at(tt.times...)); got != tt.want {
			t.Errorf("%v: %s, want %s", tt.times, got, tt.want)
		}
	}
}

// A bar is longer the longer the time is, and has the same length on every page.
func TestBarLength(t *testing.T) {
	for d, want := range map[time.Duration]float64{0: 1, 1: 1, time.Microsecond: 24, time.Millisecond: 48, time.Second: 72, 5 * time.Hour: barWidth} {
		if got := barLength(d); got < want-0.01 || got > want+0.01 {
			t.Errorf("%v: %.2f px, want %.2f", d, got, want)
		}
	}
}

// The bars and the words of a row are those of its phases.
func TestPhaseBars(t *testing.T) {
	for name, wants := range map[string][]string{
		"blocking":    {`<svg class="f-wait" aria-hidden="true"><rect width="BAR"/></svg>50.8 ms<small> wait for data</small>`, `<svg class="f-copy" aria-hidden="true"><rect width="BAR"/></svg>≤ 116 µs<small> deliver, wake, copy</small>`},
		"nonblocking": {`<svg class="f-spin" aria-hidden="true"><rect width="BAR"/></svg>910 ns`},
		"pread-cold":  {`<svg class="f-idle" aria-hidden="true"><rect width="BAR"/></svg>`},
	} {
		page := regexp.MustCompile(`<rect width="[0-9.]+"/>`).ReplaceAllString(write(t, traced(stored(t, name))), `<rect width="BAR"/>`)
		for _, want := range append(wants, `<svg class="figure swatches"`, "The lengths are logarithmic") {
			if !strings.Contains(page, want) {
				t.Errorf("%s: no %s in\n%s", name, want, body(page))
			}
		}
	}
	broken := stored(t, "blocking")
	broken.Events[0].Exit = broken.Events[0].Enter - 1
	if page := write(t, traced(broken)); strings.Contains(body(page), `<svg class="f-wait"`) {
		t.Error("a call that returned before it began has phases")
	}
}

// The name of a descriptor is shortened where the row that named it last had the same.
func TestDescriptorNames(t *testing.T) {
	r := &rows{names: map[string]string{}}
	for _, tt := range []struct{ number, name, want string }{
		{"3", "<udp 127.0.0.1:40113>", "<udp 127.0.0.1:40113>"},
		{"3", "<udp 127.0.0.1:40113>", "<udp …>"},
		{"4", "<udp 127.0.0.1:40113>", "<udp 127.0.0.1:40113>"},
		{"3", "</tmp/nbrun-1/data-5>", "</tmp/nbrun-1/data-5>"},
		{"3", "</tmp/nbrun-1/data-5>", "<…/data-5>"},
		{"3", "<udp 127.0.0.1:40113>", "<udp 127.0.0.1:40113>"},
		{"5", "<eventfd>", "<eventfd>"},
		{"6", "<tcp listener 127.0.0.1:48865>", "<tcp listener 127.0.0.1:48865>"},
		{"6", "<tcp listener 127.0.0.1:48865>", "<tcp listener …>"},
	} {
		if got := r.objectName(tt.number, tt.name); got != tt.want {
			t.Errorf("%s %s: %s, want %s", tt.number, tt.name, got, tt.want)
		}
	}
}
