//go:build linux && (amd64 || arm64)

package iomodels

import (
	"errors"
	"os"
	"strings"
	"syscall"
	"testing"

	sys "golang.org/x/sys/unix"

	"nbrun/iomodels/trace"
)

// The network of a new namespace has nothing but a loopback interface, which is down. The
// models say so, and need no more of it than that it is up.
func TestOwnNetwork(t *testing.T) {
	if !inChild(t, inNamespaces(syscall.CLONE_NEWNET)) {
		return
	}
	before := take(t)
	for name, model := range map[string]func(Scenario) (trace.Trace, error){
		"Blocking": Blocking, "SignalOnTCP": SignalOnTCP, "IOUringAccept": IOUringAccept,
		"WebRequestWarm":     func(Scenario) (trace.Trace, error) { return WebRequestWarm(File{}) },
		"NonBlockingConnect": func(Scenario) (trace.Trace, error) { return NonBlockingConnect() },
	} {
		t.Run(name, func(t *testing.T) {
			_, err := model(Scenario{Delay: quick.Delay})
			if errors.Is(err, sys.ENETUNREACH) && strings.Contains(err.Error(), "the loopback interface, lo, is down") {
				return
			}
			skipRefused(t, err)
			t.Errorf("%v, want that lo is down", err)
		})
	}
	before.same(t, nil)

	raiseLoopback(t)
	// As it is on machines that are tuned for long ways.
	if err := os.WriteFile("/proc/sys/net/ipv4/tcp_rmem", []byte("4096 2097152 6291456"), 0); err != nil {
		t.Skip("buffers cannot be made larger here: ", err)
	}
	for _, name := range []string{"ShortWrite", "Backpressure", "InterruptedWrite", "BufferedWrite", "WebRequestWarm", "WebRequestIdle"} {
		t.Run(name, func(t *testing.T) {
			s := setting{Scenario: Scenario{Transport: TCP, Delay: quick.Delay}, dir: diskTempDir(t)}
			tr := runEntry(t, catalog[name], s)
			if wrong := broken(catalog[name].facts(s), tr); len(wrong) > 0 {
				t.Errorf("with large receive buffers it is not true: %q\n%s", wrong, tr.Text())
			}
		})
	}
}

func raiseLoopback(t *testing.T) {
	t.Helper()
	fd, err := sys.Socket(sys.AF_INET, sys.SOCK_DGRAM|sys.SOCK_CLOEXEC, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer sys.Close(fd)
	lo, err := sys.NewIfreq("lo")
	if err != nil {
		t.Fatal(err)
	}
	lo.SetUint16(sys.IFF_UP)
	if err := sys.IoctlIfreq(fd, sys.SIOCSIFFLAGS, lo); err != nil {
		t.Fatal(err)
	}
}

// A message that the kernel's buffers may hold is none that a writer waits with.
func TestSmallMessagesAreTaken(t *testing.T) {
	for _, model := range []func(Scenario) (trace.Trace, error){ShortWrite, Backpressure, InterruptedWrite} {
		if _, err := model(Scenario{Size: 1000}); err == nil || !strings.HasPrefix(err.Error(), "scenario: 1000 bytes; ") {
			t.Errorf("a message of 1000 bytes: %v, want a refusal", err)
		}
		unixSocket := Scenario{Transport: Unix, Size: 128 << 10, Delay: quick.Delay} // has no receive buffer to fill
		if _, err := model(unixSocket); err != nil {
			t.Errorf("a message of 128 KiB over a Unix socket: %v, want none", err)
		}
	}
}
