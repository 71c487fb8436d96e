package runner

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"fmt"
	"os"
	"runtime"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"

	"nbrun/render/notebook"
)

// host gathers the provenance of a run: with what it was made, and where
// (teaching material about a kernel is worth as much as it says of that kernel).
// What this machine does not tell stays empty.
func host(nb *notebook.Notebook) notebook.Host {
	var h notebook.Host
	add := func(name, value string) { h.Facts = append(h.Facts, notebook.Fact{Name: name, Value: value}) }
	add("nbrun", Version())
	add(notebookFact, sum(nb))
	add("Go", fmt.Sprintf("%s, GOMAXPROCS %d", runtime.Version(), runtime.GOMAXPROCS(0)))
	add("kernel", kernel())
	add("processor", fmt.Sprintf("%s, %d CPUs", procField("/proc/cpuinfo", "model name"), runtime.NumCPU()))
	add("frequency governor", firstLine("/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor"))
	add("virtualisation", virtualisation())
	add("seccomp", seccomp())
	add("user", fmt.Sprintf("uid %d", os.Getuid()))
	add("temporary files on", filesystem(os.TempDir()))
	add("open files allowed", nofile())
	add("io_uring_disabled", firstLine("/proc/sys/kernel/io_uring_disabled"))
	add("clock source", firstLine("/sys/devices/system/clocksource/clocksource0/current_clocksource"))
	add(loadFact, loadAverage())
	return h
}

// The facts that are not of the machine.
const (
	notebookFact = "notebook"
	loadFact     = "load average at the end"
)

// sum names the source of a notebook by its content.
func sum(nb *notebook.Notebook) string { return fmt.Sprintf("sha256 %x", sha256.Sum256(nb.Source)) }

func kernel() string {
	var u unix.Utsname
	if err := unix.Uname(&u); err != nil {
		return ""
	}
	text := func(b [65]byte) string { return string(b[:max(0, bytes.IndexByte(b[:], 0))]) }
	return text(u.Sysname) + " " + text(u.Release) + " " + text(u.Machine)
}

// virtualisation is a hint, no proof: what the machine's maker and process 1's
// surroundings say.
func virtualisation() string {
	var hints []string
	if v := firstLine("/sys/class/dmi/id/sys_vendor"); v != "" {
		hints = append(hints, v)
	}
	if b, err := os.ReadFile("/proc/cpuinfo"); err == nil && bytes.Contains(b, []byte(" hypervisor")) {
		hints = append(hints, "under a hypervisor")
	}
	for _, f := range []string{"/.dockerenv", "/run/.containerenv"} {
		if _, err := os.Stat(f); err == nil {
			hints = append(hints, "in a container")
			break
		}
	}
	return strings.Join(hints, ", ")
}

func seccomp() string {
	switch procField("/proc/self/status", "Seccomp") {
	case "0":
		return "off"
	case "1":
		return "strict"
	case "2":
		return "filter"
	}
	return ""
}

// magic numbers of file systems: statfs(2).
var filesystems = map[int64]string{
	unix.EXT4_SUPER_MAGIC: "ext2/3/4", unix.TMPFS_MAGIC: "tmpfs", unix.OVERLAYFS_SUPER_MAGIC: "overlayfs",
	unix.XFS_SUPER_MAGIC: "xfs", unix.BTRFS_SUPER_MAGIC: "btrfs", unix.NFS_SUPER_MAGIC: "nfs", unix.V9FS_MAGIC: "9p",
	unix.F2FS_SUPER_MAGIC: "f2fs", unix.RAMFS_MAGIC: "ramfs", unix.FUSE_SUPER_MAGIC: "fuse",
}

func filesystem(dir string) string {
	var st unix.Statfs_t
	if err := unix.Statfs(dir, &st); err != nil {
		return ""
	}
	if name := filesystems[int64(st.Type)]; name != "" {
		return name
	}
	return fmt.Sprintf("file system type %#x", st.Type)
}

func nofile() string {
	var r unix.Rlimit
	if err := unix.Getrlimit(unix.RLIMIT_NOFILE, &r); err != nil {
		return ""
	}
	return strconv.FormatUint(r.Cur, 10)
}

func loadAverage() string {
	f := strings.Fields(firstLine("/proc/loadavg"))
	if len(f) < 3 {
		return ""
	}
	return strings.Join(f[:3], " ")
}

// procField is the value of the first line "name : value" of a file of /proc.
func procField(path, name string) string {
	f, err := os.Open(path)
	if err != nil {
		return ""
	}
	defer f.Close()
	for in := bufio.NewScanner(f); in.Scan(); {
		if key, value, ok := strings.Cut(in.Text(), ":"); ok && strings.TrimSpace(key) == name {
			return strings.TrimSpace(value)
		}
	}
	return ""
}

// firstLine is the first line of a file; empty when it cannot be read.
func firstLine(path string) string {
	b, err := os.ReadFile(path)
	if err != nil {
		return ""
	}
	line, _, _ := strings.Cut(string(b), "\n")
	return strings.TrimSpace(line)
}
