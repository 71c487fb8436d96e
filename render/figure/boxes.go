package figure

import (
	"slices"

	"nbrun/iomodels/trace"
)

// drawBox draws a peer's call on the kernel's lane, as long as it took.
func (d *twoLane) drawBox(a arrival) {
	e := &d.t.Events[a.event]
	d.marks = append(d.marks, Shape{
		Form: Rect, Points: []Point{{d.kernel.x0, a.from.y}, {d.kernel.x1, a.to.y}}, Stroke: Solid, Event: a.event,
	})
	y, _ := d.clear(a.from.y, a.to.y)
	room := d.kernel.x1 - d.kernel.x0 - 8
	lines := []string{fit(d.say("%s's %s", d.lane(d.t.Lanes[e.Lane].Name), e.Name), room, textSize, false, false)}
	if receives(e) {
		lines = append(lines, fit("= "+result(e), room, textSize, false, false))
	}
	d.note(d.kernel.middle(), y, a.event, Measured, lines...)
}

// findBoxes finds the peers' calls that what the program sends or receives depends on:
// the read that makes room for a write, the end of a connection. Where the program only
// sends, and no call of it waits, it finds the read of what was sent last.
func (d *twoLane) findBoxes() {
	received := false
	var lastSend *item
	for _, it := range d.items {
		e := d.event(it)
		received = received || e.Kind == trace.CQE || receives(e)
		switch {
		case it.hidden > 0 || it.signal || e.Kind != trace.Syscall:
		case d.waitsForRoom(it):
			d.addBox(it, d.peersRead(e, e.Enter, e.Exit))
		case ends(e):
			d.addBox(it, d.peersEnd(e))
		case sends(e.Name) && e.Errno.Num == 0:
			lastSend = it
		}
	}
	if lastSend != nil && !received && d.boxes == nil {
		e := d.event(lastSend)
		d.addBox(lastSend, d.peersRead(e, e.Enter, trace.Time(1<<62)))
	}
}

// addBox draws the event of that index beside an item, unless that is none or drawn
// already.
func (d *twoLane) addBox(it *item, i int) {
	if i < 0 || slices.ContainsFunc(d.boxes, func(b arrival) bool { return b.event == i }) {
		return
	}
	it.peer = i + 1
	p := &d.t.Events[i]
	d.boxes = append(d.boxes, arrival{i, nil, d.row(p.Enter), d.row(p.Exit)})
}

func (d *twoLane) waitsForRoom(it *item) bool {
	ps := d.phases[it.event]
	return len(ps) > 0 && ps[0].Name == trace.PhaseRoom
}

// ends reports whether a call found its connection ended.
func ends(e *trace.Event) bool {
	return e.Errno.Name == "EPIPE" || e.Errno.Name == "ECONNRESET" || e.Errno.Num == 0 && e.Ret == 0 && receives(e)
}

// peersRead returns the first call of a peer that read what a call sent, and that lies
// within some time; -1 when there is none.
func (d *twoLane) peersRead(e *trace.Event, from, to trace.Time) int {
	for i := range d.t.Events {
		p := &d.t.Events[i]
		if p.Kind != trace.Syscall || d.t.Lanes[p.Lane].Role != trace.Peer || !receives(p) || p.Ret <= 0 || p.Exit < from || p.Enter > to {
			continue
		}
		if match, known := sameWay(e, p); match || !known {
			return i
		}
	}
	return -1
}

// peersEnd returns the last call of a peer that ended the connection of a call before
// that returned, -1 when the trace has none.
func (d *twoLane) peersEnd(e *trace.Event) int {
	last := -1
	for i := range d.t.Events {
		p := &d.t.Events[i]
		if p.Kind != trace.Syscall || d.t.Lanes[p.Lane].Role != trace.Peer || p.Name != "close" && p.Name != "shutdown" || p.Enter > e.Exit {
			continue
		}
		if match, known := sameWay(p, e); match && known {
			last = i
		}
	}
	return last
}

// tellPeer tells of the peer's call that an item depends on.
func (d *twoLane) tellPeer(it *item) []string {
	if it.peer == 0 {
		return nil
	}
	p := &d.t.Events[it.peer-1]
	return []string{d.say("From %s to %s %s calls %s, which returns %s.", d.atTime(p.Enter), d.atTime(p.Exit), d.lane(d.t.Lanes[p.Lane].Name), shortCall(p), result(p))}
}
