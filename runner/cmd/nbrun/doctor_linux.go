package main

import (
	"errors"
	"fmt"
	"os"
	"runtime"
	"strings"
	"syscall"

	"nbrun/iomodels"
	"nbrun/iomodels/unix"
)

// examine asks the package of the models what it can do here.
func examine(dir string) ([]finding, error) {
	if dir != "" {
		if info, err := os.Stat(dir); err != nil {
			return nil, missing(dir, err)
		} else if !info.IsDir() {
			return nil, fmt.Errorf("%s is not a directory", dir)
		}
	}
	var found []finding
	for _, a := range iomodels.Abilities(dir) {
		f := finding{Name: a.Name, OK: a.OK, Text: a.Text, For: a.For}
		var errno syscall.Errno
		if errors.As(a.Err, &errno) {
			f.Errno = unix.ErrnoName(errno)
		}
		found = append(found, f)
	}
	return found, nil
}

// machine is the kernel and who asks it.
func machine() string {
	release, err := os.ReadFile("/proc/sys/kernel/osrelease")
	if err != nil {
		release = []byte("of an unknown release")
	}
	return fmt.Sprintf("Linux %s, %s, %d processors, uid %d", strings.TrimSpace(string(release)), runtime.GOARCH, runtime.NumCPU(), os.Getuid())
}
