package trace

import "time"

// attributes reads what stands in the braces, after the opening one.
func (l *line) attributes(e *Event) {
	for first := true; l.err == nil; first = false {
		if !first {
			if l.has("}") {
				return
			}
			l.space()
		}
		key := l.until("=")
		l.literal("=").attribute(key, e)
	}
}

func (l *line) attribute(key string, e *Event) {
	switch key {
	case "nr":
		e.NR = l.int()
	case "errno":
		e.Errno.Num = l.int()
	case "raw":
		for i := range e.Args {
			if i > 0 {
				l.literal(",")
			}
			e.Args[i].Raw = l.hex()
		}
	case "stamp":
		e.Stamp = &Stamp{Source: l.word()}
		e.Stamp.At = Time(l.literal("@").seconds())
		e.Stamp.Uncertainty = l.literal("±").duration()
	case "user_data":
		e.Ring = &Ring{UserData: l.uint64()}
		flags := l.literal(" flags=").hex()
		if e.Ring.Flags = uint32(flags); uint64(e.Ring.Flags) != flags {
			l.fail("flags %#x need more than 32 bits", flags)
		}
	case "sig":
		e.Sig = &Sig{Signo: l.int(), Code: l.literal("/").int(), Band: l.literal("/").int64(), FD: l.literal("/").int()}
	case "work":
		e.Work = l.int64()
	case "note":
		e.Note = l.quoted()
	case "why":
		e.Why = append(e.Why, l.quoted())
	case "run":
		e.Run = &Run{Count: l.int()}
		for _, d := range []*time.Duration{&e.Run.Min, &e.Run.Median, &e.Run.Max, &e.Run.Sum} {
			*d = l.literal("/").duration()
		}
	default:
		l.usage(key, e)
	}
}

func (l *line) usage(key string, e *Event) {
	u := e.Usage
	if u == nil {
		u = &Usage{}
	}
	switch key {
	case "cpu":
		u.CPU = l.duration()
	case "vcsw":
		u.Rusage, u.Nvcsw = true, l.count()
	case "ivcsw":
		u.Nivcsw = l.count()
	case "minflt":
		u.Minflt = l.int64()
	case "majflt":
		u.Majflt = l.int64()
	case "inblock":
		u.Inblock = l.int64()
	case "oublock":
		u.Oublock = l.int64()
	default:
		l.fail("unknown attribute %q", key)
		return
	}
	e.Usage = u
}

// count reads a count of context switches.
func (l *line) count() int64 {
	if l.has("?") {
		return Unknown
	}
	return l.int64()
}
