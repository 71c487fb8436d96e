package symbols

// Defers are the deferred calls of one call of an interpreted function. It runs
// them as Go does.
type Defers struct {
	line      *int
	calls     []func()
	panicking bool
	value     any // of the panic
}

// NewDefers returns the Defers of a function that is about to run. Line is where
// interpreted code notes the line that runs: after a panic it is left at the line
// that panicked, whatever deferred calls have run since.
func NewDefers(line *int) *Defers { return &Defers{line: line} }

// Push adds a deferred call.
func (d *Defers) Push(call func()) { d.calls = append(d.calls, call) }

// Recover is what recover is to a deferred function.
func (d *Defers) Recover() any {
	if !d.panicking {
		return nil
	}
	d.panicking = false
	return Recovered(d.value)
}

// Run calls body and then what it deferred, the last first; a panic goes on when
// none of that has recovered from it. When body ends its goroutine the deferred
// calls run too.
func (d *Defers) Run(body func()) {
	d.protect(body)
	line := *d.line
	for len(d.calls) > 0 {
		call := d.calls[len(d.calls)-1]
		d.calls = d.calls[:len(d.calls)-1]
		was := d.panicking
		d.protect(call)
		if !was && d.panicking {
			line = *d.line
		}
	}
	if d.panicking {
		*d.line = line
		panic(d.value)
	}
}

// protect calls f and notes a panic of it.
func (d *Defers) protect(f func()) {
	returned := false
	defer func() {
		if returned {
			return
		}
		if r := recover(); r != nil {
			d.panicking, d.value = true, r
			return
		}
		d.exit() // runtime.Goexit
	}()
	f()
	returned = true
}

// exit runs the deferred calls of a goroutine that ends.
func (d *Defers) exit() {
	for len(d.calls) > 0 {
		call := d.calls[len(d.calls)-1]
		d.calls = d.calls[:len(d.calls)-1]
		call()
	}
}
