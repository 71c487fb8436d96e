package main

import (
	"os"
	"path/filepath"
	"testing"
)

// Of two files that belong together both are written or none, and nothing else is left.
func TestWriteAll(t *testing.T) {
	dir := t.TempDir()
	a, b := filepath.Join(dir, "a"), filepath.Join(dir, "b")
	if err := writeAll(content{a, []byte("old")}, content{b, []byte("old")}); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(a, 0o600); err != nil {
		t.Fatal(err)
	}
	missing := filepath.Join(dir, "no", "b")
	err := writeAll(content{a, []byte("new")}, content{missing, []byte("new")})
	if want := "writing " + missing + ": making a new file beside it: no such file or directory"; err == nil || err.Error() != want {
		t.Errorf("error %v, want %s", err, want)
	}
	holds := func(want string) {
		t.Helper()
		for _, name := range []string{a, b} {
			if got, err := os.ReadFile(name); err != nil || string(got) != want {
				t.Errorf("%s holds %q (%v), want %q", name, got, err, want)
			}
		}
		if left, err := os.ReadDir(dir); err != nil || len(left) != 2 {
			t.Errorf("the folder holds %v (%v)", left, err)
		}
	}
	holds("old")
	if err := writeAll(content{a, []byte("new")}, content{b, []byte("new")}); err != nil {
		t.Fatal(err)
	}
	holds("new")
	if st, err := os.Stat(a); err != nil || st.Mode().Perm() != 0o600 {
		t.Errorf("the file's permissions are now %v (%v)", st.Mode(), err)
	}
}
