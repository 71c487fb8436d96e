package symbols

import (
	"bytes"
	"runtime"
	"strings"
	"sync"
)

// running holds, for each goroutine, the Defers whose deferred calls run while
// their function panics, the innermost last.
var running = struct {
	sync.Mutex
	by map[string][]*Defers
}{by: make(map[string][]*Defers)}

// enter makes d the innermost Defers of its goroutine until what it returns is
// called.
func (d *Defers) enter() (leave func()) {
	id := goroutine()
	running.Lock()
	running.by[id] = append(running.by[id], d)
	running.Unlock()
	return func() {
		running.Lock()
		defer running.Unlock()
		list := running.by[id]
		if running.by[id] = list[:len(list)-1]; len(list) == 1 {
			delete(running.by, id)
		}
	}
}

// goroutine returns what the runtime's stacks call the goroutine that runs.
func goroutine() string {
	var buf [64]byte
	text := buf[:runtime.Stack(buf[:], false)]
	id, _, _ := bytes.Cut(text, []byte(" ["))
	return string(id)
}

// Recover is what recover is to every function but a func literal that is
// deferred: when a deferred call has called it, and nothing in between, it
// recovers from the panic of the function that deferred the call.
func Recover() any { return recoverFrom(false) }

// recoverFrom is Recover; last says that the function has ended, and that one of
// the calls that it deferred asks.
func recoverFrom(last bool) any {
	running.Lock()
	idle := len(running.by) == 0
	running.Unlock()
	if idle || !calledDirectly(last) {
		return nil
	}
	id := goroutine()
	running.Lock()
	list := running.by[id]
	running.Unlock()
	return list[len(list)-1].Recover()
}

// calledDirectly reports whether the interpreted function that recovers was called
// by a Defers. In the stack there are, from that on: the literal that lowering
// makes of the deferred call, the function, and the literal of its statements when
// it defers something itself. Each is a runCfg of the interpreter.
func calledDirectly(last bool) bool {
	const self = "nbrun/runner/symbols."
	pcs := make([]uintptr, 64)
	frames := runtime.CallersFrames(pcs[:runtime.Callers(4, pcs)])
	for functions := 0; ; {
		frame, more := frames.Next()
		switch name := frame.Function; {
		case last: // up to the function's own Defers
			last = more && name != self+"(*Defers).run"
		case name == self+"(*Defers).direct":
			return functions == 2
		case name == self+"(*Defers).body":
			functions--
		case name == "github.com/traefik/yaegi/interp.runCfg":
			functions++
		case name == self+"(*Defers).run":
			return false
		case !more || functions > 2 || !passing(name):
			return false
		}
	}
}

// passing reports whether a function of this name only calls another one for the
// interpreter.
func passing(name string) bool {
	for _, prefix := range []string{"github.com/traefik/yaegi/interp.", "nbrun/runner/symbols.(*Defers).", "reflect.", "runtime."} {
		if strings.HasPrefix(name, prefix) {
			return true
		}
	}
	return false
}
