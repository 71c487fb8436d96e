//go:build linux && (amd64 || arm64)

package iomodels

import (
	"os"
	"strings"
	"testing"
)

// What the calibration says of a directory, and what the models do there, agree.
func TestResidency(t *testing.T) {
	for _, dir := range []string{diskTempDir(t), "/dev/shm"} {
		t.Run(fileSystem(dir), func(t *testing.T) { calibrated(t, dir) })
	}
}

// calibrated calibrates a directory and holds the verdicts to one another.
func calibrated(t *testing.T, dir string) Disk {
	t.Helper()
	files, err := os.ReadDir(dir)
	if err != nil {
		t.Skip(err)
	}
	d, err := Residency(dir)
	if err != nil {
		t.Fatal(err)
	}
	for name, v := range map[string]Verdict{"mincore": d.Mincore, "cachestat": d.Cachestat, "evict": d.Evict, "nowait": d.Nowait, "direct": d.Direct} {
		t.Logf("%s: %v: %s", name, v.OK, v.Text)
		if v.Text == "" || v.OK && v.Err != nil {
			t.Errorf("%s: %+v", name, v)
		}
	}
	if strings.HasSuffix(d.FileSystem, "in memory") && (d.Evict.OK || d.Direct.OK) {
		t.Errorf("files in memory are put out of it, or read from a disk: %+v", d)
	}
	_, err = BlockingFileCold(File{Dir: dir})
	if can := d.Evict.OK; can != (err == nil) {
		t.Errorf("files can be made cold: %v, BlockingFileCold: %v", can, err)
	}
	left, err := os.ReadDir(dir)
	if err != nil || len(left) != len(files) && dir != "/dev/shm" {
		t.Errorf("%d files are in the directory, there were %d (%v)", len(left), len(files), err)
	}
	return d
}
