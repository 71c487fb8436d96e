package trace

import "strconv"

var kindNames = [...]string{
	Syscall: "syscall",
	SQE:     "sqe",
	CQE:     "cqe",
	Signal:  "signal",
	Work:    "work",
	Probe:   "probe",
	Mark:    "mark",
}

// String returns the kind's name in small letters, as the text form writes it.
func (k Kind) String() string { return nameOf(kindNames[:], int(k), "Kind") }

var roleNames = [...]string{
	App:     "app",
	Peer:    "peer",
	Witness: "witness",
	Helper:  "helper",
}

// String returns the role's name in small letters, as the text form writes it.
func (r Role) String() string { return nameOf(roleNames[:], int(r), "Role") }

func nameOf(names []string, i int, typ string) string {
	if i < len(names) {
		return names[i]
	}
	return typ + "(" + strconv.Itoa(i) + ")"
}

// indexOf is the inverse of nameOf; it reports false for a name that is not there.
func indexOf(names []string, name string) (int, bool) {
	for i, n := range names {
		if n == name {
			return i, true
		}
	}
	return 0, false
}
