package figure

import (
	"strconv"
	"strings"

	"nbrun/iomodels/trace"
)

// way is where the descriptor of a call leads, by its name.
type way struct {
	known     bool   // it has a name
	fd        uint64 // the descriptor
	paired    bool   // it is an end of a pair of which other is the other one
	other     uint64
	connected bool // it has two addresses
	near, far string
}

func wayOf(e *trace.Event) way {
	name := wholeName(e)
	if name == "" {
		return way{}
	}
	w := way{known: true, fd: e.Args[0].Raw}
	w.other, w.paired = pairOf(name)
	if _, ends, ok := strings.Cut(name, " "); ok {
		w.near, w.far, w.connected = strings.Cut(ends, "→")
	}
	return w
}

// meets reports whether what one call sends another can receive, and whether the names
// of their descriptors tell.
func (w way) meets(to way) (match, known bool) {
	switch {
	case !w.known || !to.known:
		return false, false
	case w.paired:
		return to.paired && w.other == to.fd && to.other == w.fd, true
	case w.connected && to.connected:
		return w.near == to.far && w.far == to.near, true
	}
	return false, false
}

// sameWay is meets of two calls.
func sameWay(send, receive *trace.Event) (match, known bool) {
	return wayOf(send).meets(wayOf(receive))
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
