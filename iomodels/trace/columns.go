package trace

import "strconv"

// jsonCall is what events have in common. Texts are indexes into Texts; raw numbers
// are hexadecimal, since JSON's readers seldom keep 64 bits.
type jsonCall struct {
	Kind  Kind      `json:"kind,omitempty"`
	Lane  int       `json:"lane,omitempty"`
	Name  int       `json:"name"`
	NR    int       `json:"nr"`
	Args  []jsonArg `json:"args,omitempty"`
	Ret   int64     `json:"ret,omitempty"`
	Errno [3]int    `json:"errno,omitzero"` // number, name, text
	Why   []int     `json:"why,omitempty"`
}

type jsonArg struct {
	Raw  hex64 `json:"raw"`
	Text int   `json:"text"`
}

// hex64 is a number written as a string of hexadecimal digits.
type hex64 uint64

func (h hex64) MarshalText() ([]byte, error) { return strconv.AppendUint(nil, uint64(h), 16), nil }

func (h *hex64) UnmarshalText(b []byte) error {
	n, err := strconv.ParseUint(string(b), 16, 64)
	*h = hex64(n)
	return err
}

// jsonAt says which events a side table is of.
type jsonAt struct {
	At []int `json:"at"` // runs: difference of the index from the one before (-1 at first), how often
}

type jsonColumn struct {
	jsonAt
	V []int64 `json:"v"`
}

type jsonUsage struct {
	jsonAt
	CPU []int64 `json:"cpu_ns"`
	// Six counts of getrusage for each, in the order of Usage's fields, as runs of a
	// row of Counts and how often it comes; row -1 is "not measured".
	Rusage []int      `json:"rusage"`
	Counts [][6]int64 `json:"counts,omitempty"`
}

type jsonStamps struct {
	jsonAt
	Time        []int64 `json:"ns"` // less the event's Exit
	Uncertainty []int64 `json:"uncertainty_ns"`
	Source      []int   `json:"source"`
}

type jsonRings struct {
	jsonAt
	UserData []hex64  `json:"user_data"`
	Flags    []uint32 `json:"flags"`
}

type jsonSigs struct {
	jsonAt
	Sig [][4]int64 `json:"sig"` // number, code, band, descriptor
}

type jsonRuns struct {
	jsonAt
	Run [][5]int64 `json:"run"` // count; min, median, max, sum in ns
}

// appendRun adds v to a column of runs.
func appendRun(runs []int, v int) []int {
	if n := len(runs); n > 0 && runs[n-2] == v {
		runs[n-1]++
		return runs
	}
	return append(runs, v, 1)
}
