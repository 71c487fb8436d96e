// Package group has types that are declared together.
package group

type (
	// T is in a group.
	T struct {
		X int
	}

	// U is, too.
	U int
)
