package runner

import (
	"nbrun/render/notebook"
	"nbrun/runner/cell"
)

// stack is where code is: its statements as indexes into Program.Sites, the
// innermost first. Of a long one Elided are left out before the last outermost.
type stack struct {
	Sites  []int
	Elided int `json:",omitempty"`
}

// innermost and outermost are how many frames of a long stack are kept.
const (
	innermost = 10
	outermost = 5
)

// newStack returns the stack with these statements, nil when there are none.
func newStack(sites []int) *stack {
	switch left := len(sites) - innermost - outermost; {
	case left == -innermost-outermost:
		return nil
	case left > 1: // one frame takes no more room than what stands for it
		return &stack{append(sites[:innermost:innermost], sites[len(sites)-outermost:]...), left}
	}
	return &stack{Sites: sites}
}

// place writes into o where it comes from. A cell's own statement alone is its
// position and no stack.
func (st *stack) place(o *notebook.Output, sites []cell.Site) {
	if st == nil {
		return
	}
	for i, n := range st.Sites {
		if n <= 0 || n >= len(sites) {
			return // the cell has overwritten what it should not know of
		}
		if st.Elided > 0 && i == innermost {
			o.Frames = append(o.Frames, notebook.Frame{Elided: st.Elided})
		}
		o.Frames = append(o.Frames, notebook.Frame{Func: sites[n].Func, Pos: sites[n].Pos})
	}
	o.Pos = sites[st.Sites[0]].Pos
	if len(o.Frames) == 1 || o.Kind != notebook.Error {
		o.Frames = nil
	}
}

// placeLines makes statements the lines that they stand on.
func placeLines(lines []int, sites []cell.Site) {
	for i, n := range lines {
		lines[i] = 0
		if n > 0 && n < len(sites) {
			lines[i] = sites[n].Pos.Line
		}
	}
}
