//go:build linux && (amd64 || arm64)

package unix

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"syscall"
	"testing"
	"unsafe"

	"nbrun/iomodels/trace"
	"nbrun/iomodels/witness"
)

// TestMain runs the program under test when the test has started itself again.
func TestMain(m *testing.M) {
	if dir := os.Getenv("UNIX_TEST_PROGRAM"); dir != "" {
		if err := json.NewEncoder(os.Stdout).Encode(recordProgram(dir)); err != nil {
			panic(err)
		}
		return
	}
	if rounds := os.Getenv(tracedReads); rounds != "" {
		timeReads(rounds)
		return
	}
	os.Exit(m.Run())
}

// recordProgram runs program on two lanes at once, and some calls by package
// functions, on a thread that another lane was on. It returns both records.
func recordProgram(dir string) []trace.Trace {
	lanes := make([]*Lane, 2)
	done := make(chan trace.Trace)
	for i := range lanes {
		sub := filepath.Join(dir, strconv.Itoa(i))
		if err := os.Mkdir(sub, 0o755); err != nil {
			panic(err)
		}
		go func() {
			l := Start(fmt.Sprint("lane ", i), trace.App, 3)
			lanes[i] = l
			program(l, sub)
			l.End()
			Getppid()
			from := Now()
			packageFunctions()
			to := Now()
			Getppid()
			done <- Shared(from, to)
		}()
	}
	<-done
	functions := <-done
	return []trace.Trace{Window("", "", lanes...), functions}
}

func packageFunctions() {
	fd, _ := Open("/dev/null", O_RDWR, 0)
	Write(fd, []byte("hello"))
	var word uint32
	Syscall6(SYS_FUTEX, uintptr(unsafe.Pointer(&word)), 0x81, 1, 0, 0, 0) // FUTEX_WAKE_PRIVATE, as the runtime makes it too
	Close(fd)
}

// TestStrace compares the record with what strace saw: names, results, errors and
// every argument of every call, in order, on both threads; and that it saw no call
// that is not in the record.
func TestStrace(t *testing.T) {
	dir := t.TempDir()
	log := filepath.Join(dir, "log")
	cmd, err := witness.Command(log, os.Args[0])
	if errors.Is(err, witness.ErrNoStrace) && os.Getenv("CI") != "true" {
		t.Skip(err)
	}
	if err != nil {
		t.Fatalf("%v, and CI must confirm the record", err)
	}
	cmd.Env = append(cmd.Env, "UNIX_TEST_PROGRAM="+dir)
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("running under strace: %v", err)
	}
	var traces []trace.Trace
	if err := json.Unmarshal(out, &traces); err != nil {
		t.Fatalf("reading the record: %v", err)
	}
	f, err := os.Open(log)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	seen, err := witness.Parse(f)
	if err != nil {
		t.Fatal(err)
	}
	for i, least := range []int{120, 4} {
		tr := traces[i]
		r := seen.Match(tr)
		if err := r.Err(); err != nil {
			t.Error(err)
		}
		if r.Confirmed() < least || r.Confirmed() != len(tr.Events) || r.Seen() != len(tr.Events) {
			t.Errorf("%d rows of %d confirmed, strace saw %d, want all, and %d at least", r.Confirmed(), len(tr.Events), r.Seen(), least)
		}
		if after := []int{0, 1}[i]; r.Before != 0 && i == 0 || r.After != after {
			t.Errorf("%d calls before and %d after those of the record, want %d after", r.Before, r.After, after)
		}
		if len(r.Left.Others) > 0 {
			t.Errorf("calls that are not recorded: %v", r.Left.Others)
		}
		t.Logf("%d of %d confirmed; left out: %+v", r.Confirmed(), r.Seen(), r.Left)
	}
	for _, e := range traces[0].Events {
		if len(e.Why) == 0 || e.Usage.Nvcsw != trace.Unknown {
			t.Errorf("%s: switches of a traced process are taken for true", e.Name)
		}
	}
}

// TestErrnoOf holds the names that the record shares with strace.
func TestErrnoOf(t *testing.T) {
	got := ErrnoOf(syscall.EAGAIN)
	want := trace.Errno{Num: 11, Name: "EAGAIN", Text: "resource temporarily unavailable"}
	if got != want {
		t.Errorf("ErrnoOf(EAGAIN) = %v, want %v", got, want)
	}
}
