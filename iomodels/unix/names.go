//go:build linux && (amd64 || arm64)

package unix

import (
	"strconv"
	"strings"
)

// names are the names of bits (or groups of bits) in a word, or of its values.
type names struct {
	zero string // what 0 is called; "0" when empty
	mask uint64 // bits that hold one value rather than flags
	list []named
}

type named struct {
	value uint64
	name  string
}

// text writes a word as names joined by "|"; what has no name is left as a number.
// A group of bits stands in the list before those that are part of it.
func (ns *names) text(v uint64) string {
	var parts []string
	rest := v &^ ns.mask
	if ns.mask != 0 {
		parts = append(parts, ns.one(v&ns.mask))
	}
	for _, n := range ns.list {
		if n.value&ns.mask == 0 && n.value != 0 && rest&n.value == n.value {
			parts = append(parts, n.name)
			rest &^= n.value
		}
	}
	switch {
	case rest != 0:
		parts = append(parts, hexText(rest))
	case len(parts) == 0 && ns.zero != "":
		return ns.zero
	case len(parts) == 0:
		return "0"
	}
	return strings.Join(parts, "|")
}

// one writes a value by its name, or as a number.
func (ns *names) one(v uint64) string {
	for _, n := range ns.list {
		if n.value == v {
			return n.name
		}
	}
	if v > 1<<16 {
		return hexText(v)
	}
	return strconv.FormatUint(v, 10)
}

// valued makes names of values, not of bits.
func valued(list ...named) *names { return &names{mask: ^uint64(0), list: list} }

// flags makes names of bits.
func flags(list ...named) *names { return &names{list: list} }
