package trace_test

import (
	"testing"

	"nbrun/iomodels/trace"
)

func TestFormatBytes(t *testing.T) {
	for n, want := range map[int64]string{
		0: "0 B", 1: "1 B", 999: "999 B", 1000: "1.00 kB", 4096: "4.10 kB", -4096: "-4.10 kB", 12288: "12.3 kB",
		999_499: "999 kB", 999_500: "1.00 MB", 22_446_080: "22.4 MB", 5_000_000_000: "5.00 GB", -1 << 63: "-9223372037 GB",
	} {
		if got := trace.FormatBytes(n); got != want {
			t.Errorf("FormatBytes(%d) = %q, want %q", n, got, want)
		}
	}
}
