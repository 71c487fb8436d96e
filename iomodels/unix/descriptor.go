//go:build linux && (amd64 || arm64)

package unix

import (
	"sort"
	"strconv"
	"sync"

	"nbrun/iomodels/trace"
)

// object is what a descriptor stands for, as far as recorded calls told. It does
// not change: what is learnt makes another one.
type object struct {
	what        string
	local, peer string // addresses of a socket
}

// String is what the object is called in a trace: "udp 127.0.0.1:40112".
func (o *object) String() string {
	s := o.what
	switch {
	case o.local != "" && o.peer != "":
		s += " " + o.local + "→" + o.peer
	case o.local != "":
		s += " " + o.local
	case o.peer != "":
		s += " →" + o.peer
	}
	return s
}

// version says that from a time on a descriptor stands for an object, or, when it
// is nil, for none that is known.
type version struct {
	from trace.Time
	*object
}

// descriptors holds what each descriptor of the process stood for at each time.
// versions[fd] is in order of from.
var descriptors struct {
	sync.Mutex
	versions map[int][]version
}

// objectAt says what fd stood for just before t; nil when no recorded call told.
func objectAt(fd int, t trace.Time) *object {
	descriptors.Lock()
	defer descriptors.Unlock()
	return lookupLocked(fd, t)
}

func lookupLocked(fd int, t trace.Time) *object {
	vs := descriptors.versions[fd]
	i := sort.Search(len(vs), func(i int) bool { return vs[i].from >= t })
	if i == 0 {
		return nil
	}
	return vs[i-1].object
}

// setLocked says what fd stands for from t on.
func setLocked(fd int, t trace.Time, o *object) {
	if descriptors.versions == nil {
		descriptors.versions = map[int][]version{}
	}
	vs := descriptors.versions[fd]
	i := sort.Search(len(vs), func(i int) bool { return vs[i].from > t })
	vs = append(vs, version{})
	copy(vs[i+1:], vs[i:])
	vs[i] = version{t, o}
	descriptors.versions[fd] = vs
}

// forgetDescriptors drops what descriptors stood for only before t.
func forgetDescriptors(t trace.Time) {
	descriptors.Lock()
	defer descriptors.Unlock()
	for fd, vs := range descriptors.versions {
		i := sort.Search(len(vs), func(i int) bool { return vs[i].from >= t })
		if i > 0 && vs[i-1].object != nil {
			i-- // it still stands for that at t
		}
		if i == len(vs) {
			delete(descriptors.versions, fd)
		} else {
			descriptors.versions[fd] = append([]version(nil), vs[i:]...)
		}
	}
}

// Descriptor is fd as an argument of an event: its number and what it stands for
// now, "3 <udp 127.0.0.1:40112>". A descriptor that no recorded call made is just
// its number.
func Descriptor(fd int) trace.Arg {
	return trace.Arg{Raw: uint64(fd), Text: describe(fd, Now())}
}

func describe(fd int, t trace.Time) string {
	if o := objectAt(fd, t); o != nil {
		return strconv.Itoa(fd) + " <" + o.String() + ">"
	}
	return strconv.Itoa(fd)
}
