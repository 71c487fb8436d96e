package cell

import (
	"fmt"
	"os"
	"os/exec"
	"testing"
	"time"
)

// importing are notebooks by what they import.
var importing = map[string][]string{
	"fmt":  {"import \"fmt\"\nfmt.Println(1)"},
	"http": {"import \"net/http\"\nvar h http.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {\n\thttp.Error(w, r.URL.Path, http.StatusNotFound)\n})\n_ = http.Server{Handler: h}"},
	"seven": {`import (
	"errors"
	"fmt"
	"os"
	"sort"
	"strings"
	"time"

	"golang.org/x/sys/unix"
)
fds, err := unix.Socketpair(unix.AF_UNIX, unix.SOCK_DGRAM|unix.SOCK_NONBLOCK, 0)
if err != nil {
	panic(err)
}`, `func receive(fd int, limit time.Duration) (string, error) {
	for start := time.Now(); ; time.Sleep(time.Millisecond) {
		buf := make([]byte, 64)
		n, _, err := unix.Recvfrom(fd, buf, unix.MSG_DONTWAIT)
		switch {
		case err == nil:
			return strings.TrimSpace(string(buf[:n])), nil
		case !errors.Is(err, unix.EAGAIN) || time.Since(start) > limit:
			return "", fmt.Errorf("recvfrom: %w", err)
		}
	}
}`, `ep, err := unix.EpollCreate1(unix.EPOLL_CLOEXEC)
ev := unix.EpollEvent{Events: unix.EPOLLIN | unix.EPOLLET, Fd: int32(fds[0])}
unix.EpollCtl(ep, unix.EPOLL_CTL_ADD, fds[0], &ev)
poll := []unix.PollFd{{Fd: int32(fds[0]), Events: unix.POLLIN}}
n, err := unix.Poll(poll, 10)
fmt.Fprintln(os.Stderr, n, err, poll[0].Revents&unix.POLLIN)`, `var st unix.Stat_t
unix.Fstat(0, &st)
names := []string{unix.ErrnoName(unix.EINTR), unix.EBADF.Error(), unix.SignalName(unix.SIGIO)}
sort.Strings(names)
var ts unix.Timespec
unix.ClockGettime(unix.CLOCK_MONOTONIC, &ts)
unix.SetsockoptInt(fds[0], unix.SOL_SOCKET, unix.SO_RCVBUF, 4096)
fmt.Println(names, st.Size, ts.Nano())`},
}

// BenchmarkImporting reports how long a fresh process takes to read the notebook's
// code, to load what it imports, and for the whole check: the best of its runs,
// since other programs make it longer and nothing makes it shorter.
func BenchmarkImporting(b *testing.B) {
	for _, name := range []string{"fmt", "seven", "http"} {
		b.Run(name, func(b *testing.B) {
			var best [3]time.Duration
			for b.Loop() {
				cmd := exec.Command(os.Args[0], "-test.run=^TestImporting$")
				cmd.Env = append(os.Environ(), "IMPORTING="+name)
				out, err := cmd.Output()
				var spent [3]time.Duration
				if _, scan := fmt.Sscan(string(out), &spent[0], &spent[1], &spent[2]); err != nil || scan != nil {
					b.Fatalf("%v, %v: %s", err, scan, out)
				}
				for i := range best {
					if best[i] == 0 || spent[i] < best[i] {
						best[i] = spent[i]
					}
				}
			}
			for i, part := range []string{"read-ms", "import-ms", "check-ms"} {
				b.ReportMetric(best[i].Seconds()*1000, part)
			}
		})
	}
}

// TestImporting is the fresh process of the benchmark.
func TestImporting(t *testing.T) {
	name := os.Getenv("IMPORTING")
	if name == "" {
		return
	}
	nb := book(importing[name]...)
	start := time.Now()
	c := newChecker(nb)
	sources, inlines := c.readAll()
	read := time.Since(start)
	c.load(sources, inlines)
	loaded := time.Since(start)
	l := newLowering(c, sources, inlines)
	p := c.walk(l, sources, inlines)
	if len(c.problems) > 0 {
		t.Fatal(write(c.problems))
	}
	l.finish(p)
	fmt.Println(read.Nanoseconds(), (loaded - read).Nanoseconds(), time.Since(start).Nanoseconds())
}
