//go:build linux && (amd64 || arm64)

package unix

import (
	"testing"

	"golang.org/x/sys/unix"

	"nbrun/iomodels/trace"
)

// The benchmarks read one byte of /dev/zero: what a recorded call takes beyond
// BenchmarkReadBare is the price of the record.

func openZero(tb testing.TB) int {
	fd, err := unix.Open("/dev/zero", unix.O_RDONLY|unix.O_CLOEXEC, 0)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { unix.Close(fd) })
	return fd
}

func BenchmarkReadBare(b *testing.B) {
	fd, p := openZero(b), make([]byte, 1)
	for b.Loop() {
		unix.Read(fd, p)
	}
}

func benchmarkLane(b *testing.B, level int) {
	fd, p := openZero(b), make([]byte, 1)
	onLane(b, level, func(l *Lane) {
		for b.Loop() {
			l.Read(fd, p)
			if l.length()%100_000 == 0 {
				l.forget(Now()) // keep the memory of a long run small
			}
		}
	})
}

func BenchmarkReadLevel1(b *testing.B) { benchmarkLane(b, 1) }
func BenchmarkReadLevel2(b *testing.B) { benchmarkLane(b, 2) }
func BenchmarkReadLevel3(b *testing.B) { benchmarkLane(b, 3) }

func BenchmarkReadDropIn(b *testing.B) {
	fd, p := openZero(b), make([]byte, 1)
	for i := 0; b.Loop(); i++ {
		Read(fd, p)
		if i%100_000 == 0 {
			Forget(Now())
		}
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
