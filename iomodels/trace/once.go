package trace

import (
	"slices"
	"strings"
)

// epoll reports whether the call made an epoll object, or told one what to watch, and
// returns the object's descriptor.
func (e *Event) epoll() (fd uint64, ok bool) {
	switch {
	case e.failed():
	case e.Name == "epoll_create" || e.Name == "epoll_create1":
		return uint64(e.Ret), true
	case e.Name == "epoll_ctl" && len(e.Args) > 3:
		return e.Args[0].Raw, true
	}
	return 0, false
}

// tellsOnce reports whether the call waits for an epoll object that was told, in the
// trace, to tell of what comes to a descriptor but once: EPOLLET or EPOLLONESHOT of
// epoll_ctl(2).
func (l *links) tellsOnce(e *Event) bool {
	if !strings.HasPrefix(e.Name, "epoll_") || len(e.Args) == 0 {
		return false
	}
	for _, i := range slices.Backward(l.epolls[e.Args[0].Raw]) {
		told := &l.events[i]
		switch {
		case told.Enter >= e.Enter:
		case told.Name != "epoll_ctl":
			return false // the object began here: what was said before was said to another
		case strings.Contains(told.Args[3].Text, "EPOLLET"), strings.Contains(told.Args[3].Text, "EPOLLONESHOT"):
			return true
		}
	}
	return false
}
