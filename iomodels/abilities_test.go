//go:build linux && (amd64 || arm64)

package iomodels

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"nbrun/iomodels/uring"
)

// What the doctor says of a machine is what the models find there.
func TestAbilities(t *testing.T) {
	dir := diskTempDir(t)
	before := take(t)
	found := map[string]Ability{}
	for _, a := range Abilities(dir) {
		if a.OK && a.Err != nil {
			t.Errorf("%s is there, with an error: %v", a.Name, a.Err)
		}
		if a.Text == "" || a.For == "" {
			t.Errorf("%s: %+v says too little", a.Name, a)
		}
		found[a.Name] = a
	}
	before.same(t, nil)
	if left, _ := filepath.Glob(filepath.Join(dir, "*")); len(left) > 0 {
		t.Errorf("files left: %q", left)
	}
	_, err := IOUring(quick)
	if a := found["io_uring"]; a.OK == errors.As(err, new(*uring.Refused)) {
		t.Errorf("io_uring: %+v, and the model says %v", a, err)
	}
	tr, err := Blocking(quick)
	if err != nil {
		t.Fatal(err)
	}
	if a := found["arrival times on UDP"]; a.OK != (tr.Find("recvmsg").Stamp != nil) {
		t.Errorf("arrival times: %+v, and the model has the stamp %v", a, tr.Find("recvmsg").Stamp)
	}
	_, err = POSIXAIOGlibc(quick)
	if a := found["a C compiler"]; a.OK == errors.Is(err, ErrNoCompiler) {
		t.Errorf("compiler: %+v, and the model says %v", a, err)
	}
}

// A machine that refuses says with which error.
func TestAbilitiesOfLess(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	for _, a := range Abilities(filepath.Join(t.TempDir(), "absent")) {
		switch a.Name {
		case "files", "a C compiler", "strace":
			if a.OK || a.Err == nil {
				t.Errorf("%s: %+v, want what is in the way", a.Name, a)
			}
			if a.Name == "files" && !errors.Is(a.Err, os.ErrNotExist) {
				t.Errorf("files: %v, want that there is no such directory", a.Err)
			}
		}
	}
}
