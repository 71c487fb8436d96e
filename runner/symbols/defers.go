package symbols

// Defers are the deferred calls of one call of an interpreted function. It runs
// them as Go does.
type Defers struct {
	lines   *Lines
	place   place // of the function
	calls   []deferred
	panic   *Panic // that goes through the function, nil when there is none
	exiting bool   // runtime.Goexit ends the function
}

// deferred is one deferred call. A func literal that recovers asks its Defers;
// what another call calls is found by Recover.
type deferred struct {
	call    func()
	literal bool
}

// NewDefers returns the Defers of a function that has begun its frame in lines.
func NewDefers(lines *Lines) *Defers { return &Defers{lines: lines, place: lines.here()} }

// Push adds a deferred call.
func (d *Defers) Push(call func()) { d.calls = append(d.calls, deferred{call, false}) }

// PushLiteral adds the deferred call of a func literal.
func (d *Defers) PushLiteral(call func()) { d.calls = append(d.calls, deferred{call, true}) }

// Recover is what recover is to a func literal that is deferred.
func (d *Defers) Recover() any {
	if d.panic == nil || d.panic.recovered {
		return nil
	}
	d.panic.recovered = true
	return d.panic.value
}

// RecoverLast is a deferred call of recover itself: what d's function would do if
// it called recover as its last statement. It is a literal that from deferred; a
// nil from stands for a function that is none.
func (d *Defers) RecoverLast(from *Defers) {
	switch {
	case d.panic != nil:
	case from != nil:
		from.Recover()
	default:
		recoverFrom(true)
	}
}

// Run calls body and then what it deferred, the last first; a panic goes on when
// none of that has recovered from it. When body ends its goroutine the deferred
// calls run too.
func (d *Defers) Run(body func()) {
	d.protect(deferred{call: body}, (*Defers).body)
	d.unwind()
}

// unwind runs the deferred calls, and goes on with the panic that is left.
func (d *Defers) unwind() {
	for len(d.calls) > 0 {
		last := d.calls[len(d.calls)-1]
		d.calls = d.calls[:len(d.calls)-1]
		was := d.panic
		d.protect(last, (*Defers).run)
		if d.panic == was && was != nil && was.recovered {
			d.panic = nil
			d.lines.back(d.place)
		}
	}
	if d.panic != nil {
		d.panic.exiting = d.exiting
		panic(d.panic)
	}
}

// protect has f call c, and notes a panic. When that ends the goroutine instead,
// protect runs the deferred calls that are left: Go gives it no other time to.
func (d *Defers) protect(c deferred, f func(*Defers, deferred)) {
	returned := false
	defer func() {
		if returned {
			return
		}
		if r := recover(); r == nil {
			d.panic, d.exiting = nil, true
		} else {
			p := asPanic(r)
			p.follows(d.panic)
			d.panic = p
			d.exiting = d.exiting || p.exiting
			if !p.exiting {
				return
			}
		}
		d.unwind()
	}()
	f(d, c)
	returned = true
}

// Recover finds its way by the names of the three functions that follow.

// body calls the statements of a function.
//
//go:noinline
func (d *Defers) body(c deferred) { c.call() }

// run calls what was deferred.
//
//go:noinline
func (d *Defers) run(c deferred) {
	if d.panic == nil || c.literal {
		c.call()
		return
	}
	defer d.enter()()
	d.direct(c.call)
}

// direct calls what was deferred and may find d by Recover.
//
//go:noinline
func (d *Defers) direct(call func()) { call() }
