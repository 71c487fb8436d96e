package nb

import (
	"errors"
	"strings"
	"syscall"

	"golang.org/x/sys/unix"
)

// noError is what the page shows of an error that is nil.
const noError = "no error"

// failure is an error as the page shows it: the kernel's with their names, by which the
// manual has them.
func failure(err error) string {
	text := err.Error()
	var errno syscall.Errno
	if !errors.As(err, &errno) {
		return text
	}
	if errno == 0 {
		return strings.TrimSuffix(text, errno.Error()) + noError
	}
	before, found := strings.CutSuffix(text, errno.Error())
	if name := unix.ErrnoName(errno); found && name != "" {
		return before + name + " (" + errno.Error() + ")"
	}
	return text
}
