//go:build linux && (amd64 || arm64)

package iomodels

import (
	"errors"
	"fmt"

	"nbrun/iomodels/trace"
	"nbrun/iomodels/uring"
)

// Refused is the error of the models that need io_uring where the kernel does not
// allow it: what it answered, and where the reason was looked up.
type Refused = uring.Refused

// ErrRefused is what every [*Refused] is: errors.Is(err, iomodels.ErrRefused).
var ErrRefused = uring.ErrRefused

// AIO is asynchronous I/O by the best means that this kernel allows: [IOUring]; where
// that is refused [LinuxAIOSocket], which is no asynchronous one; without either
// [POSIXAIO], which a thread of the process makes so. The trace's Model and Title say
// which it was, and when it is not io_uring its Notes begin with what was refused, why,
// and where that was looked up.
func AIO(s Scenario) (trace.Trace, error) {
	t, err := IOUring(s)
	var no *Refused
	if !errors.As(err, &no) {
		return t, err
	}
	t, err = LinuxAIOSocket(s)
	if errors.Is(err, ErrNoLinuxAIO) {
		return aioByThread(s, no, err)
	}
	if err != nil {
		return t, errors.Join(no, err)
	}
	first := []string{fmt.Sprintf("%v; this is Linux AIO instead", no)}
	t.Title = "Linux AIO on " + s.Transport.name() + ", since io_uring was refused"
	// What it is worth is not asserted but seen.
	if t.InOrder(s.Transport.sending()+" enter", "io_submit exit") {
		t.Title += ": io_submit sleeps"
		first = append(first, "Linux AIO was not asynchronous here: io_submit returned only after the sender had begun to send")
	}
	t.Notes = append(first, t.Notes...)
	return t, nil
}

// aioByThread is what is left when the kernel has neither, for the reasons given.
func aioByThread(s Scenario, reasons ...error) (trace.Trace, error) {
	t, err := POSIXAIO(s)
	if err != nil {
		return t, errors.Join(append(reasons, err)...)
	}
	t.Title += ", since the kernel has neither io_uring nor Linux AIO here"
	var first []string
	for _, why := range reasons {
		first = append(first, why.Error())
	}
	t.Notes = append(first, t.Notes...)
	return t, nil
}
