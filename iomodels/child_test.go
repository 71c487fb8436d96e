//go:build linux && (amd64 || arm64)

package iomodels

import (
	"errors"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
)

// childKey names, in the environment of a child process, the test that it is there for.
const childKey = "IOMODELS_TEST_CHILD"

// inChild reports whether this process is a child that runs the calling test alone. In
// the parent it runs that child, has the test end as it did there, and returns false: what
// a test does to its process for good, or to a namespace, it does in a child.
func inChild(t *testing.T, attr *syscall.SysProcAttr) bool {
	t.Helper()
	switch os.Getenv(childKey) {
	case t.Name():
		return true
	case "":
	default:
		t.SkipNow()
	}
	child := exec.Command(os.Args[0], "-test.run=^"+strings.ReplaceAll(t.Name(), "/", "$/^")+"$", "-test.v")
	child.Env = append(os.Environ(), childKey+"="+t.Name())
	child.SysProcAttr = attr
	out, err := child.CombinedOutput()
	switch {
	case attr != nil && noNamespace(err):
		t.Skip("no such namespace here: ", err)
	case strings.Contains(string(out), "--- SKIP: "+t.Name()+" ("):
		t.Skipf("%s", out)
	case err != nil || !strings.Contains(string(out), "--- PASS: "+t.Name()+" ("):
		t.Errorf("%v\n%s", err, out)
	}
	return false
}

// inNamespaces has a child be in namespaces of its own (CLONE_NEWPID …), and where that
// needs another user, in one of users too.
func inNamespaces(spaces uintptr) *syscall.SysProcAttr {
	attr := &syscall.SysProcAttr{Cloneflags: spaces}
	if os.Geteuid() != 0 {
		attr.Cloneflags |= syscall.CLONE_NEWUSER
		attr.UidMappings = []syscall.SysProcIDMap{{HostID: os.Getuid(), Size: 1}}
		attr.GidMappings = []syscall.SysProcIDMap{{HostID: os.Getgid(), Size: 1}}
	}
	return attr
}

// noNamespace reports whether err says that a process may not have such namespaces.
func noNamespace(err error) bool {
	return errors.Is(err, syscall.EPERM) || errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EINVAL)
}
