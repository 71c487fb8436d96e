//go:build linux

package runner

import (
	"net"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"
)

func TestKernelAddress(t *testing.T) {
	for _, tt := range []struct{ hex, want string }{
		{"0100007F:9CB0", "127.0.0.1:40112"},
		{"00000000:0000", "0.0.0.0:0"},
		{"00000000000000000000000001000000:0050", "[::1]:80"},
	} {
		if got, ok := kernelAddress(tt.hex); got != tt.want || !ok {
			t.Errorf("%s is %q, %v; want %q", tt.hex, got, ok, tt.want)
		}
	}
	if got, ok := kernelAddress("x:y"); ok {
		t.Errorf("x:y is %q", got)
	}
}

// Descriptors are named as the kernel knows them.
func TestDescribeFD(t *testing.T) {
	conn, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	f, err := conn.(*net.UDPConn).File()
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if got, want := describeFD(os.Getpid(), int(f.Fd())), "<udp "+conn.LocalAddr().String()+">"; !strings.HasSuffix(got, want) {
		t.Errorf("the socket is %q, want %q", got, want)
	}
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	defer w.Close()
	if got := describeFD(os.Getpid(), int(r.Fd())); !strings.HasSuffix(got, " <pipe>") {
		t.Errorf("the pipe is %q", got)
	}
	if got := describeFD(os.Getpid(), 9999); got != "9999" {
		t.Errorf("a descriptor that is not open is %q", got)
	}
}

// A process that sleeps in a read says so.
func TestWaitingIn(t *testing.T) {
	cmd := exec.Command("cat")
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	defer cmd.Wait()
	defer in.Close()
	want := "asleep in read(0 <pipe>)"
	var got string
	for deadline := time.Now().Add(10 * time.Second); time.Now().Before(deadline); time.Sleep(time.Millisecond) {
		if got = waitingIn(cmd.Process.Pid, cmd.Process.Pid); strings.HasSuffix(got, want) {
			return
		}
	}
	t.Errorf("cat is %q, want %q", got, want)
}

func TestCrashText(t *testing.T) {
	for _, tt := range []struct{ words, want string }{
		{"panic: boom\n", "panic: boom"},
		{"panic: boom [recovered, repanicked]\n", "panic: boom"},
		{"panic: boom [recovered]\n\tpanic: boom\n\ngoroutine 7 [running]:\nmain.f()\n", "panic: boom"},
		{"panic: two\nlines\n", "panic: two\nlines"},
		{"fatal error: all goroutines are asleep - deadlock!\n", "fatal error: all goroutines are asleep - deadlock!"},
	} {
		if got := crashText(tt.words); got != tt.want {
			t.Errorf("%q is %q, want %q", tt.words, got, tt.want)
		}
	}
}
