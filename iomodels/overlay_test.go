//go:build linux && (amd64 || arm64)

package iomodels

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	sys "golang.org/x/sys/unix"
)

// On an overlayfs, the usual file system of containers, mincore is to be believed and
// cachestat is not, and RWF_NOWAIT is not known. Each model says what it cannot show
// there, and what it shows is true.
func TestOverlay(t *testing.T) {
	if inChild(t, inNamespaces(syscall.CLONE_NEWNS)) { // mounts are of a namespace
		onOverlay(t, diskTempDir(t))
	}
}

func onOverlay(t *testing.T, dir string) {
	options := "userxattr"
	for _, part := range []string{"lowerdir", "upperdir", "workdir"} {
		if err := os.Mkdir(filepath.Join(dir, part), 0o755); err != nil {
			t.Fatal(err)
		}
		options += "," + part + "=" + filepath.Join(dir, part)
	}
	merged := filepath.Join(dir, "merged")
	if err := os.Mkdir(merged, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := sys.Mount("overlay", merged, "overlay", 0, options); err != nil {
		t.Skip("no overlayfs here: ", err)
	}
	defer func() {
		if err := sys.Unmount(merged, 0); err != nil {
			t.Error(err)
		}
	}()
	d := calibrated(t, merged)
	if d.FileSystem != "overlayfs" || !d.Mincore.OK || !d.Evict.OK {
		t.Errorf("%s: mincore %+v, evict %+v", d.FileSystem, d.Mincore, d.Evict)
	}
	if !d.Cachestat.OK && !strings.HasPrefix(d.Cachestat.Text, "residency: not observable on this file system (overlayfs): 0 of ") {
		t.Errorf("cachestat: %+v", d.Cachestat)
	}
	s := setting{Scenario: quick, dir: merged}
	for _, name := range []string{
		"BlockingFileCold", "BlockingFileWarm", "ReadDirect", "ReadAhead", "ReadNowait", "ReadNowaitWarm", "ReadNowaitHelper",
		"NonBlockingFile", "MmapFault", "WriteBack", "WriteDsync", "WillNeed",
	} {
		tr, err := catalog[name].run(s)
		switch {
		case err != nil && errors.Is(err, ErrNoNowait) && !d.Nowait.OK, err != nil && errors.Is(err, ErrNoDirect) && !d.Direct.OK:
			t.Logf("%s: %v", name, err)
		case err != nil:
			t.Errorf("%s: %v", name, err)
		default:
			for _, claim := range broken(catalog[name].facts(s), tr) {
				t.Errorf("%s: not true: %s\n%s", name, claim, tr.Text())
			}
			for _, n := range tr.Notes {
				t.Logf("%s: note: %s", name, n)
			}
		}
	}
}
