//go:build linux && (amd64 || arm64)

package iomodels

import (
	"fmt"
	"os"
	"strings"

	sys "golang.org/x/sys/unix"
)

// diskDir is a directory for files that is on a disk, or else [workDir].
func diskDir() string {
	for _, dir := range workDirs() {
		var fs sys.Statfs_t
		if sys.Statfs(dir, &fs) == nil && fs.Type != sys.TMPFS_MAGIC && fs.Type != sys.RAMFS_MAGIC {
			return dir
		}
	}
	return workDir()
}

// workDir is a directory for files of a run: the temporary one, unless only others can be
// written to.
func workDir() string {
	if dirs := workDirs(); len(dirs) > 0 {
		return dirs[0]
	}
	return os.TempDir() // whoever makes a file there is told why there can be none
}

// workDirs are those of the temporary directory, the current one and /var/tmp that can be
// written to: a container may have all but one read-only, and TMPDIR may name none.
func workDirs() (dirs []string) {
	for _, dir := range []string{os.TempDir(), ".", "/var/tmp"} {
		if sys.Access(dir, sys.W_OK|sys.X_OK) == nil {
			dirs = append(dirs, dir)
		}
	}
	return dirs
}

// fileSystem names the kind of file system of a directory (statfs(2)).
func fileSystem(dir string) string {
	var fs sys.Statfs_t
	if err := sys.Statfs(dir, &fs); err != nil {
		return "statfs: " + err.Error()
	}
	if name, known := fileSystemNames[uint32(fs.Type)]; known {
		return name
	}
	return fmt.Sprintf("file system %#x", uint32(fs.Type))
}

// inMemory reports whether a kind of file system, as fileSystem names it, has no disk.
func inMemory(kind string) bool { return strings.HasSuffix(kind, "in memory") }

// fileSystemNames are those of statfs(2) on which a temporary file may well lie.
var fileSystemNames = map[uint32]string{
	sys.EXT4_SUPER_MAGIC:      "ext4", // of ext2 and ext3 too
	sys.XFS_SUPER_MAGIC:       "xfs",
	sys.BTRFS_SUPER_MAGIC:     "btrfs",
	sys.F2FS_SUPER_MAGIC:      "f2fs",
	sys.OVERLAYFS_SUPER_MAGIC: "overlayfs",
	sys.TMPFS_MAGIC:           "tmpfs, in memory",
	sys.RAMFS_MAGIC:           "ramfs, in memory",
	sys.NFS_SUPER_MAGIC:       "nfs",
	sys.FUSE_SUPER_MAGIC:      "fuse",
	sys.V9FS_MAGIC:            "9p",
}
