//go:build linux && (amd64 || arm64)

package iomodels

import (
	"fmt"
	"os"

	sys "golang.org/x/sys/unix"
)

// diskDir is a directory that is on a disk, or else the temporary one.
func diskDir() string {
	for _, dir := range []string{os.TempDir(), ".", "/var/tmp"} {
		var fs sys.Statfs_t
		if sys.Statfs(dir, &fs) == nil && fs.Type != sys.TMPFS_MAGIC && fs.Type != sys.RAMFS_MAGIC {
			return dir
		}
	}
	return os.TempDir()
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
