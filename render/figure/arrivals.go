package figure

import (
	"strconv"
	"strings"

	"nbrun/iomodels/trace"
)

// arrival is the moment at which data came, or the peer's call within which they did.
type arrival struct {
	event    int
	stamp    *trace.Stamp // nil for a peer's call
	from, to *row         // the same for a stamp
}

// findArrivals finds when the data came: by the kernel's stamps on what is shown, or,
// when there is none, by the peers' sends that they came with.
func (d *twoLane) findArrivals() {
	for _, it := range d.items {
		e := d.event(it)
		if it.hidden == 0 && e.Stamp != nil && !strings.HasPrefix(e.Stamp.Source, "tx-") {
			r := d.moments[e.Stamp.At]
			if r == nil {
				r = d.row(e.Stamp.At)
			}
			d.arrivals = append(d.arrivals, arrival{it.event, e.Stamp, r, r})
		}
	}
	if len(d.arrivals) > 0 {
		return
	}
	told := sendsTold{d.t, d.phases, map[int]claim{}}
	for _, it := range d.items {
		if it.hidden > 0 {
			continue
		}
		send := told.send(it.event)
		if send < 0 {
			for _, piece := range told.pieces(it.event) {
				told.claims[piece] = theirs
				it.pieces = append(it.pieces, piece)
				e := &d.t.Events[piece]
				d.arrivals = append(d.arrivals, arrival{piece, nil, d.row(e.Enter), d.row(e.Exit)})
			}
			continue
		}
		it.send = send + 1
		if e := &d.t.Events[send]; told.claims[send] == none {
			told.claims[send] = theirs
			d.arrivals = append(d.arrivals, arrival{send, nil, d.row(e.Enter), d.row(e.Exit)})
		}
	}
}

// claim is what a receiving call says of a send.
type claim uint8

const (
	none     claim = iota
	theirs         // it brought what that has sent
	doubtful       // it may have, and so may others before it
)

// sendsTold finds the peers' sends that brought what was received.
type sendsTold struct {
	t      *trace.Trace
	phases map[int][]trace.Phase // by event
	claims map[int]claim         // by event: what is known of a send by now
}

// send returns the call of a peer that sent what a call received: the last one that
// began before that ended; where the descriptors do not tell, of those that it may have
// been. It returns -1 when there is none, for a call that got nothing, or more than one that no call has received
// yet: datagrams queue up, and some are dropped.
func (d *sendsTold) send(event int) int {
	e, told := &d.t.Events[event], d.claims
	if e.Kind != trace.Syscall && e.Kind != trace.CQE || e.Errno.Num != 0 || e.Ret <= 0 ||
		e.Kind == trace.Syscall && len(d.phases[event]) == 0 {
		return -1
	}
	best, sure := -1, false
	var fresh []int
	for i := range d.t.Events {
		s := &d.t.Events[i]
		if s.Kind != trace.Syscall || d.t.Lanes[s.Lane].Role != trace.Peer || s.Errno.Num != 0 || !sends(s.Name) || s.Enter > e.Exit {
			continue
		}
		match, known := sameWay(s, e)
		if known && !match || sure && !known {
			continue
		}
		if known && !sure {
			fresh = nil // those before were guesses
		}
		best, sure = i, known
		if told[i] == none {
			fresh = append(fresh, i)
		}
	}
	if len(fresh) > 1 && sure {
		for _, i := range fresh {
			told[i] = doubtful
		}
	}
	if best >= 0 && told[best] == doubtful {
		return -1
	}
	return best
}

// pieces returns the peers' sends whose bytes a call waited for and brought together:
// they took place within it, and are as many as it returned.
func (d *sendsTold) pieces(event int) []int {
	e := &d.t.Events[event]
	if !receives(e) || e.Ret <= 0 {
		return nil
	}
	var is []int
	sum := int64(0)
	for i := range d.t.Events {
		s := &d.t.Events[i]
		if s.Kind != trace.Syscall || d.t.Lanes[s.Lane].Role != trace.Peer || s.Errno.Num != 0 || !sends(s.Name) || s.Enter < e.Enter || s.Enter > e.Exit {
			continue
		}
		if match, known := sameWay(s, e); match && known {
			is, sum = append(is, i), sum+s.Ret
		}
	}
	if sum != e.Ret || len(is) > maxShown {
		return nil
	}
	return is
}

// sameWay reports whether what one call sends another can receive, by the names of
// their descriptors, and whether these tell.
func sameWay(send, receive *trace.Event) (match, known bool) {
	s, r := wholeName(send), wholeName(receive)
	if s == "" || r == "" {
		return false, false
	}
	if a, ok := pairOf(s); ok {
		b, other := pairOf(r)
		return other && a == receive.Args[0].Raw && b == send.Args[0].Raw, true
	}
	_, from, ok := strings.Cut(s, " ")
	_, to, also := strings.Cut(r, " ")
	here, there, one := strings.Cut(from, "→")
	near, far, two := strings.Cut(to, "→")
	if ok && also && one && two {
		return here == far && there == near, true
	}
	return false, false
}

// pairOf returns the descriptor of the other end: of a "unix pair of 4", 4.
func pairOf(name string) (uint64, bool) {
	for _, word := range []string{" of ", " from ", " to "} {
		if _, n, ok := strings.Cut(name, word); ok {
			if fd, err := strconv.ParseUint(n, 10, 32); err == nil {
				return fd, true
			}
		}
	}
	return 0, false
}

func sends(name string) bool {
	return strings.HasPrefix(name, "send") || strings.HasPrefix(name, "write") || strings.HasPrefix(name, "pwrite")
}

// drawArrival marks the moment at which the data came, or the peer's call in which
// they did.
func (d *twoLane) drawArrival(a arrival) {
	if a.stamp == nil {
		d.drawBox(a)
		return
	}
	e := &d.t.Events[a.event]
	x := d.kernel.x0
	side := d.program
	if e.Lane == d.helper {
		side = d.pool
	}
	d.marks = append(d.marks,
		Shape{Form: Line, Points: []Point{{side.x1, a.from.y}, {x, a.from.y}}, Stroke: Faint, Width: 1, Event: a.event},
		Shape{Form: Circle, Points: []Point{{x, a.from.y}}, Size: 4, Fill: Solid, Event: a.event},
	)
	text := []string{d.arrives(), "± " + trace.FormatDuration(a.stamp.Uncertainty)}
	if c, ok := d.columns[a.event]; ok {
		text = append(wrap(text[0], c.x1-c.x0-4, textSize), text[1])
		d.plate(c.middle(), a.from.y-float64(len(text))*textSize*lineHeight/2-5, a.event, Measured, text...)
		return
	}
	if e.Kind == trace.CQE && d.startsBand(a) { // above the band of the copy
		d.plate(d.kernel.middle()+4, a.from.y-19, a.event, Measured, text...)
		return
	}
	d.note(d.kernel.middle()+4, a.from.y, a.event, Measured, text...)
}

// startsBand reports whether the kernel's lane is filled from an arrival on.
func (d *twoLane) startsBand(a arrival) bool {
	for _, b := range d.braces {
		if b.event == a.event && b.from == a.from && a.stamp.At >= d.from {
			return true
		}
	}
	return false
}
