//go:build linux && (amd64 || arm64)

package iomodels

import (
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	sys "golang.org/x/sys/unix"

	"nbrun/iomodels/trace"
	"nbrun/iomodels/unix"
)

// The sender's delay begins only after two looks in a row that saw the receiver
// asleep, in its recvmsg.
func TestGate(t *testing.T) {
	tr := run(t, Blocking, "blocking")
	looks := tr.On("watcher")
	if len(looks) < 2 {
		t.Fatalf("%d looks, want 2 at least", len(looks))
	}
	recv, pause := tr.Find("recvmsg"), tr.On("sender")[0]
	for _, l := range looks[len(looks)-2:] {
		if l.Kind != trace.Probe || l.Note != "S (asleep) in recvmsg" {
			t.Errorf("the last two looks saw %q, want asleep in recvmsg", l.Note)
		}
		if l.Exit < recv.Enter || l.Exit > pause.Enter {
			t.Errorf("a look ended at %d, want between recvmsg's entry at %d and the delay's beginning at %d", l.Exit, recv.Enter, pause.Enter)
		}
	}
	if notes := strings.Join(tr.Notes, "\n"); strings.Contains(notes, "gate") {
		t.Errorf("the call was seen, and yet the notes are %q", notes)
	}
	apart(t, looks)
}

// apart fails the test unless 1 ms at least lies between any look and the next.
func apart(t *testing.T, looks []trace.Event) {
	t.Helper()
	for i := 1; i < len(looks); i++ {
		if d := looks[i].Enter.Sub(looks[i-1].Exit); d < lookApart {
			t.Errorf("look %d began %v after the one before, want %v at least", i+1, d, lookApart)
		}
	}
}

// threadDir makes a directory as /proc has one of a thread, with that file stat.
func threadDir(t *testing.T, tasks string, tid int, stat string) (dir string) {
	t.Helper()
	dir = filepath.Join(tasks, strconv.Itoa(tid))
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "stat"), []byte(stat), 0o600); err != nil {
		t.Fatal(err)
	}
	return dir
}

// await returns the looks that it took for the gate to open.
func await(t *testing.T, g *gate) (looks []trace.Event) {
	t.Helper()
	onThread("watcher", trace.Witness, 1, func(lane *unix.Lane) {
		if err := g.await(lane, nil); err != nil {
			t.Error(err)
		}
		looks = unix.Window("", "", lane).Events
	})
	return looks
}

// Where /proc does not show in which call a thread is, its sleep opens the gate,
// and the trace says that this is less than it should be.
func TestGateWithoutCallNumber(t *testing.T) {
	const tid = 123
	g := gate{tasks: t.TempDir()}
	dir := threadDir(t, g.tasks, tid, "123 (nbrun) S 1")
	g.enter(tid, recvmsgCall)
	looks := await(t, &g)
	if len(looks) != 2 || looks[1].Note != "S (asleep)" {
		t.Errorf("looks %+v, want two that saw it asleep", looks)
	}
	if notes := g.weakness(); len(notes) != 1 || !strings.Contains(notes[0], "syscall could not be read") {
		t.Errorf("notes %q, want one that says what could not be read", notes)
	}

	if err := os.WriteFile(filepath.Join(dir, "syscall"), []byte(strconv.Itoa(recvmsgCall.nr)+" 0x3"), 0o600); err != nil {
		t.Fatal(err)
	}
	await(t, &g)
	if notes := g.weakness(); notes != nil {
		t.Errorf("the call was seen, and yet the notes are %q", notes)
	}
}

// The next look is as far from one that took long as from any other.
func TestGateAfterLongLook(t *testing.T) {
	const tid = 123
	g := gate{tasks: t.TempDir()}
	dir := threadDir(t, g.tasks, tid, "123 (nbrun) S 1")
	// Who reads a fifo(7) waits for a writer, so the first look lasts until then.
	stat, later := filepath.Join(dir, "stat"), filepath.Join(dir, "later")
	if err := errors.Join(os.Rename(stat, later), sys.Mkfifo(stat, 0o600)); err != nil {
		t.Fatal(err)
	}
	written := make(chan error)
	go func() {
		f, err := os.OpenFile(stat, os.O_WRONLY, 0) // returns when there is a reader
		if err != nil {
			written <- err
			return
		}
		err = os.Rename(later, stat) // for the second look
		time.Sleep(3 * lookApart)
		_, writeErr := f.WriteString("123 (nbrun) S 1")
		written <- errors.Join(err, writeErr, f.Close())
	}()
	g.enter(tid, recvmsgCall)
	looks := await(t, &g)
	if err := <-written; err != nil {
		t.Fatal(err)
	}
	if len(looks) != 2 {
		t.Fatalf("%d looks, want 2", len(looks))
	}
	apart(t, looks)
}
