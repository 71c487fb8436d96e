package symbols

import (
	"sync/atomic"
	"unsafe"
)

// goroutines holds a stack for each goroutine that has entered a frame. The runtime
// uses what a goroutine was made of for later ones, and never frees it: so do they.
type goroutines struct {
	buckets [256]atomic.Pointer[stack]
}

// stack holds the frames of one goroutine. Only that changes it.
type stack struct {
	id     unsafe.Pointer // of the goroutine
	next   *stack         // in the bucket
	top    *frame
	bottom frame
	turns  atomic.Int64 // goroutines that have had it: one sees what the last one did
}

// frame is a call of an interpreted function. It has ended when its statement is 0.
type frame struct {
	site     *int
	depth    int
	up, down *frame // down is what was entered above it last, to be used again
}

// goroutinePointer returns what stands for the goroutine that calls it as long as it lives.
func goroutinePointer() unsafe.Pointer

// current returns the stack of the goroutine that calls it.
func (g *goroutines) current() *stack {
	id := goroutinePointer()
	bucket := &g.buckets[uintptr(id)>>8%uintptr(len(g.buckets))]
	first := bucket.Load()
	for s := first; s != nil; s = s.next {
		if s.id == id {
			return s
		}
	}
	s := &stack{id: id}
	s.bottom.site = new(int)
	s.top = &s.bottom
	for {
		s.next = bucket.Load()
		if bucket.CompareAndSwap(s.next, s) {
			return s
		}
	}
}

// live returns the innermost frame that has not ended.
func (s *stack) live() *frame {
	for s.top.up != nil && *s.top.site == 0 {
		s.top = s.top.up
	}
	return s.top
}

// Enter begins a frame of the goroutine that calls it, whose statement is kept in
// site. It ends when that becomes 0.
func (l *Lines) Enter(site *int) {
	s := l.goroutines.current()
	up := s.live()
	f := up.down
	if f == nil {
		f = &frame{up: up, depth: up.depth + 1}
		up.down = f
	}
	f.site = site
	s.top = f
	if f.depth%deep == 0 && l.Deep != nil {
		l.Deep(l.of(s))
	}
}

// Guard returns what calls f on a goroutine that the statement site has started.
func (l *Lines) Guard(site int, f func()) func() {
	if f == nil {
		return nil
	}
	return func() { l.Go(site, f) }
}

// Go calls f on a goroutine that the statement site has just started.
func (l *Lines) Go(site int, f func()) {
	s := l.goroutines.current()
	s.turns.Load()
	s.top = &s.bottom
	l.Enter(&site)
	defer func() {
		r := recover()
		if r != nil && l.Panics != nil {
			l.Panics(PanicText(r), l.of(s))
		}
		s.top = &s.bottom
		s.turns.Add(1)
		if r != nil {
			panic(r)
		}
	}()
	f()
}
