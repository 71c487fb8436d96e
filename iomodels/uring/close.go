//go:build linux && (amd64 || arm64)

package uring

import (
	"errors"
	"fmt"
	"maps"
	"os"

	"nbrun/iomodels/unix"
)

// Close cancels what is in flight, waits until the kernel has let go of it and
// gives everything back. When the kernel cannot be made to let go, the arena stays
// mapped for ever, since a late write to memory in other hands would be far worse;
// the error says so.
func (r *Ring) Close() error {
	err := r.quiesce()
	if err == nil && r.Arena != nil {
		err = r.Arena.Close(r.lane)
	}
	for _, mem := range r.maps {
		err = errors.Join(err, os.NewSyscallError("munmap", r.lane.Munmap(mem)))
	}
	r.maps = nil
	return errors.Join(err, os.NewSyscallError("close", r.lane.Close(r.fd)))
}

// quiesce returns when nothing is in flight.
func (r *Ring) quiesce() error {
	r.forget()
	if len(r.inFlight) == 0 {
		return nil
	}
	const id = ^uint64(0)
	left := maps.Clone(r.inFlight)
	if err := r.push(cancelAll(id)); err != nil {
		return err
	}
	for len(r.inFlight) > 0 {
		c, err := r.Wait()
		if err != nil {
			return fmt.Errorf("requests may still be in flight, so their arena stays mapped: %w", err)
		}
		// A connection that came in the meantime: nobody else knows of it.
		if left[c.UserData].Op == OpAccept && c.Res >= 0 {
			if err := r.lane.Close(int(c.Res)); err != nil {
				return os.NewSyscallError("close", err)
			}
		}
		// Linux before 5.19 cannot cancel all at once and says EINVAL.
		if c.UserData == id && len(r.inFlight) > 0 && unix.Errno(-c.Res) == unix.EINVAL {
			return fmt.Errorf("%d requests cannot be cancelled on this kernel, so their arena stays mapped", len(r.inFlight))
		}
	}
	return nil
}
