//go:build linux && (amd64 || arm64)

package unix

import (
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"nbrun/iomodels/trace"
)

// BenchmarkRead compares reads of one byte from a socketpair: bare, on lanes of the
// three levels and on one that keeps no more than it has, by the drop-in, and bare under
// strace. Each way is measured against
// bare reads at the same time: short rounds of the two take turns. The shortest round
// of each counts, since what else runs on a machine only adds; of the median round
// there is the ratio too, which has the garbage collector's part in it.
//
//	ns/read         of this way, the growing of the record included
//	bare-ns/read    of the bare reads in between
//	x-bare          the ratio of the two
//	median-x-bare   that of the median rounds
func BenchmarkRead(b *testing.B) {
	b.Run("bare", func(b *testing.B) { compareReads(b, bareReads, func() {}) })
	for level := 1; level <= 3; level++ {
		b.Run(fmt.Sprintf("level%d", level), func(b *testing.B) {
			onLane(b, level, func(l *Lane) {
				compareReads(b, func(fd int, p []byte) {
					for range readsPerRound {
						l.Read(fd, p)
					}
				}, func() { l.forget(Now()) })
			})
		})
	}
	b.Run("level1-full", func(b *testing.B) {
		onLane(b, 1, func(l *Lane) {
			l.limit = few
			compareReads(b, func(fd int, p []byte) {
				for range readsPerRound {
					l.Read(fd, p)
				}
			}, func() {})
		})
	})
	b.Run("drop-in", func(b *testing.B) {
		compareReads(b, func(fd int, p []byte) {
			for range readsPerRound {
				Read(fd, p)
			}
		}, func() { Forget(Now()) })
	})
	b.Run("strace", func(b *testing.B) {
		traced := readsUnderStrace(b)
		pair := fill()
		defer pair.close()
		var bare []time.Duration
		for b.Loop() {
			bare = append(bare, pair.time(bareReads))
		}
		reportReads(b, traced, bare)
	})
}

// readsPerRound is few, so that many rounds pass without an interruption, and many, so
// that the reading of the clock around them does not count.
const readsPerRound = 1000

func bareReads(fd int, p []byte) {
	for range readsPerRound {
		unix.Read(fd, p)
	}
}

// compareReads times rounds of reads by one way and by the bare one in turn; after is
// done after each, outside the time.
func compareReads(b *testing.B, reads func(fd int, p []byte), after func()) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	pair := fill()
	defer pair.close()
	var these, bare []time.Duration
	for b.Loop() {
		bare = append(bare, pair.time(bareReads))
		these = append(these, pair.time(reads))
		after()
	}
	reportReads(b, these, bare)
}

// reportReads reports on the rounds of a way and of bare reads.
func reportReads(b *testing.B, these, bare []time.Duration) {
	slices.Sort(these)
	slices.Sort(bare)
	ns := func(d time.Duration) float64 { return float64(d.Nanoseconds()) / readsPerRound }
	b.ReportMetric(0, "ns/op") // of two rounds, and of what is done between them
	b.ReportMetric(ns(these[0]), "ns/read")
	b.ReportMetric(ns(bare[0]), "bare-ns/read")
	b.ReportMetric(ns(these[0])/ns(bare[0]), "x-bare")
	b.ReportMetric(ns(these[len(these)/2])/ns(bare[len(bare)/2]), "median-x-bare")
}

// A fullPair is a socketpair of which the one end has a round of bytes to be read.
type fullPair struct {
	fds  [2]int
	data []byte
}

func fill() *fullPair {
	fds, err := unix.Socketpair(unix.AF_UNIX, unix.SOCK_STREAM|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		panic(err)
	}
	return &fullPair{fds, make([]byte, readsPerRound)}
}

func (f *fullPair) close() {
	unix.Close(f.fds[0])
	unix.Close(f.fds[1])
}

// time fills the socket by one write, and times the round that empties it again.
func (f *fullPair) time(reads func(fd int, p []byte)) time.Duration {
	if n, err := unix.Write(f.fds[1], f.data); n != readsPerRound {
		panic(fmt.Sprint("filling the socket: ", n, err))
	}
	start := time.Now()
	reads(f.fds[0], f.data[:1])
	return time.Since(start)
}

// tracedReads, in the environment of a child process, has it time bare reads.
const tracedReads = "UNIX_TEST_READS"

// readsUnderStrace are rounds of bare reads in a child process that strace traces,
// timed by the child. What strace writes goes nowhere.
func readsUnderStrace(b *testing.B) (rounds []time.Duration) {
	strace, err := exec.LookPath("strace")
	if err != nil {
		b.Skip("strace is not installed")
	}
	child := exec.Command(strace, "-f", "-e", "trace=read", "-o", "/dev/null", os.Args[0])
	child.Env = append(os.Environ(), tracedReads+"=20")
	child.Stderr = os.Stderr
	out, err := child.Output()
	if err != nil {
		b.Skip("strace: ", err)
	}
	for _, word := range strings.Fields(string(out)) {
		ns, err := strconv.Atoi(word)
		if err != nil {
			b.Fatal(err)
		}
		rounds = append(rounds, time.Duration(ns))
	}
	return rounds
}

// timeReads prints the times of as many rounds of bare reads as asked, and is the
// child's program.
func timeReads(rounds string) {
	n, err := strconv.Atoi(rounds)
	if err != nil {
		panic(err)
	}
	runtime.LockOSThread()
	pair := fill()
	defer pair.close()
	for range n {
		fmt.Println(pair.time(bareReads).Nanoseconds())
	}
}

// BenchmarkWindow decodes a lane of 10,000 reads.
func BenchmarkWindow(b *testing.B) {
	fd, p := openZero(b), make([]byte, 1)
	onLane(b, 1, func(l *Lane) {
		for range 10_000 {
			l.Read(fd, p)
		}
		b.ReportAllocs()
		for b.Loop() {
			Window("", "", l)
		}
	})
}

// onLane runs f on a lane of its own thread and waits for it.
func onLane(tb testing.TB, level int, f func(l *Lane)) *Lane {
	tb.Helper()
	var l *Lane
	done := make(chan struct{})
	go func() {
		defer close(done)
		l = Start("test", trace.App, level)
		defer l.End()
		f(l)
	}()
	<-done
	return l
}
