package symbols

// Lines is where interpreted code notes which statements it runs: a stack of
// frames for each goroutine, each with the number of a statement of the notebook.
//
// A program that runs on one goroutine keeps its frames in a slice by itself; see
// Alone. One that may run on several has each call enter a frame; see Enter. A
// frame lasts until it ends itself. One that a panic leaves behind stays on the
// stack, so that it shows where the panic was, until the function that recovers
// goes on.
type Lines struct {
	slots []int32
	depth *int // of a program on one goroutine: the last of its slots; else nil
	// The slot of the cell's own statements is 1, the bottom of the stack in both
	// kinds of programs.
	goroutines goroutines
	cells      *stack // of the goroutine that runs cells

	// Panics, when set, is called with what Go says of a panic that is about to end a
	// goroutine, and the program with it, and with the goroutine's stack. Deep is called
	// now and then with a stack that has become deep, since nothing is when it has
	// become too deep.
	Panics func(text string, sites []int)
	Deep   func(sites []int)
}

// deep is by how many frames a stack has grown when Deep is called.
const deep = 1 << 14

// MaxDepth is the length of the slice that NewLines wants: more frames than there
// can be before Go's own stack has reached its limit in the worker.
const MaxDepth = 1 << 20

// NewLines returns the Lines of a program whose frames are kept in slots.
func NewLines(slots []int32) *Lines { return &Lines{slots: slots} }

// Alone returns the slots of a program that runs on one goroutine, which keeps the
// index of its last frame in depth.
func (l *Lines) Alone(depth *int) []int32 {
	l.depth = depth
	return l.slots
}

// Many returns the slots of a program that may run on several goroutines, of which
// it uses one. It must be called by that which runs cells.
func (l *Lines) Many() []int32 {
	l.cells = l.goroutines.current()
	return l.slots
}

// Entry returns Enter as a function, which the interpreter calls sooner than a method.
func (l *Lines) Entry() func(*int) { return l.Enter }

// Begin readies the Lines for a cell.
func (l *Lines) Begin() {
	for i := 1; i < len(l.slots) && l.slots[i] != 0; i++ {
		l.slots[i] = 0
	}
	if l.depth != nil {
		*l.depth = 1
	} else {
		l.cells.top = &l.cells.bottom
	}
}

// Stack returns the statements of the goroutine that calls it, the innermost first.
func (l *Lines) Stack() []int {
	if l.depth != nil {
		return l.alone()
	}
	return l.of(l.goroutines.current())
}

// Here returns the innermost statement of the goroutine that calls it, 0 when it has none.
func (l *Lines) Here() int {
	if l.depth != nil {
		for i := min(*l.depth, len(l.slots)-1); i > 0; i-- {
			if site := l.slots[i]; site != 0 {
				return int(site)
			}
		}
		return 0
	}
	s := l.goroutines.current()
	for f := s.top; f != nil; f = f.up {
		if site := *f.site; site != 0 {
			return site
		}
	}
	if s == l.cells {
		return int(l.slots[1])
	}
	return 0
}

// Glimpse returns the statements of the goroutine that runs cells. Another one may
// call it at any time, and what it sees may be of different moments.
//
//go:norace
func (l *Lines) Glimpse() []int {
	switch {
	case l.depth != nil:
		return l.alone()
	case l.cells == nil: // no code has run yet
		return nil
	}
	return l.of(l.cells)
}

//go:norace
func (l *Lines) alone() []int {
	var sites []int
	for i := min(*l.depth, len(l.slots)-1); i > 0; i-- {
		if site := l.slots[i]; site != 0 {
			sites = append(sites, int(site))
		}
	}
	return sites
}

// of returns the statements of a stack.
//
//go:norace
func (l *Lines) of(s *stack) []int {
	var sites []int
	for f := s.top; f != nil; f = f.up {
		if site := *f.site; site != 0 {
			sites = append(sites, site)
		}
	}
	if s == l.cells && l.slots[1] != 0 {
		sites = append(sites, int(l.slots[1]))
	}
	return sites
}

// place is a frame to which a function comes back.
type place struct {
	depth int
	stack *stack
	top   *frame
}

// here returns the frame of the function that calls it.
func (l *Lines) here() place {
	if l.depth != nil {
		return place{depth: *l.depth}
	}
	s := l.goroutines.current()
	return place{stack: s, top: s.live()}
}

// back drops the frames that were left behind above p.
func (l *Lines) back(p place) {
	if l.depth != nil {
		*l.depth = p.depth
	} else {
		p.stack.top = p.top
	}
}

// mark returns what drops the frames that are left behind above the function that
// calls it.
func (l *Lines) mark() func() {
	if l == nil {
		return func() {}
	}
	p := l.here()
	return func() { l.back(p) }
}
