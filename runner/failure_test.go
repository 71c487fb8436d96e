//go:build linux

package runner

import (
	"context"
	"errors"
	"regexp"
	"strings"
	"testing"
	"time"

	"nbrun/render/notebook"
)

// Each way in which a cell can end a run: what the page says, that the output up
// to there is kept, that later cells are skipped, and that nothing is left.
func TestFailures(t *testing.T) {
	for _, tt := range []struct {
		name, code string
		status     notebook.Status
		want       string // matches the error's text
	}{
		{"endless loop", "//| timeout: 500ms\nfor {\n}", notebook.Timeout,
			`^timeout after 500ms: thread \d+ running in Go code`},
		{"recvmsg that never returns", `//| timeout: 500ms
import "golang.org/x/sys/unix"
fd, err := unix.Socket(unix.AF_INET, unix.SOCK_DGRAM, 0)
err = unix.Bind(fd, &unix.SockaddrInet4{Addr: [4]byte{127, 0, 0, 1}})
println(err == nil)
n, _, _, _, err := unix.Recvmsg(fd, make([]byte, 100), nil, 0)
n`, notebook.Timeout, `^timeout after 500ms: thread \d+ asleep in recvmsg\(3 <udp 127\.0\.0\.1:\d+>\)`},
		{"channel that never sends", "//| timeout: 500ms\nc := make(chan int)\n<-c", notebook.Timeout,
			`^timeout after 500ms: thread \d+ asleep in futex: it waits for another goroutine`},
		{"panic", "panic(\"boom\")", notebook.Failed, `^panic: boom$`},
		{"panic with an error", "import \"errors\"\npanic(errors.New(\"boom\"))", notebook.Failed, `^panic: boom$`},
		{"index out of range", "a := []int{1}\ni := 5\na[i]", notebook.Failed, `index out of range`},
		{"panic in a goroutine", "import \"time\"\ngo func() { panic(\"boom\") }()\ntime.Sleep(5 * time.Second)", notebook.Failed, `panic: boom`},
		{"os.Exit(3)", "import \"os\"\nos.Exit(3)", notebook.Failed, `^the cell called os\.Exit\(3\)`},
		{"os.Exit(0)", "import \"os\"\nos.Exit(0)", notebook.Failed, `^the cell called os\.Exit\(0\)`},
		{"log.Fatal", "import \"log\"\nlog.Fatalln(\"why\")", notebook.Failed, `^the cell called os\.Exit\(1\)`},
		{"stack overflow", "func f(n int) int { return f(n+1) + 1 }\nf(0)", notebook.Failed, `stack overflow`},
		{"fatal error", "import \"sync\"\nvar mu sync.Mutex\nmu.Unlock()", notebook.Failed, `^fatal error: sync: unlock of unlocked mutex$`},
		{"killed", "import \"golang.org/x/sys/unix\"\nunix.Kill(unix.Getpid(), unix.SIGKILL)", notebook.Failed, `killed by SIGKILL`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			x := mustRun(t, cells(`import "fmt"`+"\n"+`fmt.Println("before")`, tt.code, `fmt.Println("after")`))
			if len(x.Problems) > 0 {
				t.Fatalf("refused: %v", x.Problems)
			}
			if got := outputs(x.Results[0], notebook.Stdout); len(got) != 1 || got[0] != "before\n" {
				t.Errorf("the first cell's output is %q", got)
			}
			failed := x.Results[1]
			if failed.Status != tt.status {
				t.Errorf("status %s, want %s", failed.Status, tt.status)
			}
			if got := outputs(failed, notebook.Error); len(got) != 1 || !regexp.MustCompile(tt.want).MatchString(got[0]) {
				t.Errorf("error %q, want a match of %s", got, tt.want)
			}
			if got := x.Results[2].Status; got != notebook.Skipped {
				t.Errorf("the cell after it is %s, want %s", got, notebook.Skipped)
			}
		})
	}
}

// A cell that is killed keeps what it printed and the calls that it made.
func TestTimeoutKeepsOutputAndTrace(t *testing.T) {
	x := mustRun(t, cells(`//| timeout: 500ms
import (
	"fmt"
	"golang.org/x/sys/unix"
)
fmt.Println("about to loop")
unix.Getppid()
for {
}`))
	r := x.Results[0]
	if got := outputs(r, notebook.Stdout); len(got) != 1 || got[0] != "about to loop\n" {
		t.Errorf("stdout %q", got)
	}
	if len(x.Traces) != 1 || x.Traces[0].Count("getppid") != 1 {
		t.Errorf("the getppid before the loop is not in the record: %+v", x.Traces)
	}
}

// A false check does not stop the run.
func TestFalseCheckGoesOn(t *testing.T) {
	x := mustRun(t, cells("import \"nbrun/runner/nb\"\nnb.Equal(\"one is two\", 1, 2)", "3 + 4"))
	var checks []notebook.Output
	for _, o := range x.Results[0].Outputs {
		if o.Kind == notebook.Check {
			checks = append(checks, o)
		}
	}
	if len(checks) != 1 || checks[0].Verdict != notebook.Fail || checks[0].Got != "1" || checks[0].Want != "= 2" {
		t.Errorf("checks are %+v", checks)
	}
	if want := (notebook.Position{Line: 3, Column: 1}); checks[0].Pos != want {
		t.Errorf("the check stands at %v, want %v", checks[0].Pos, want)
	}
	if got := outputs(x.Results[1], notebook.Value); x.Results[1].Status != notebook.OK || len(got) != 1 || got[0] != "7" {
		t.Errorf("the next cell is %s with values %q", x.Results[1].Status, got)
	}
}

// What Go refuses is said before anything runs.
func TestRefused(t *testing.T) {
	x := mustRun(t, cells(`println("ran")`, "x := fo"))
	if len(x.Problems) != 1 || x.Problems[0].Msg != "undefined: fo" || x.Problems[0].Pos != (notebook.Position{Line: 6, Column: 6}) {
		t.Errorf("problems are %v", x.Problems)
	}
	if len(x.Results[0].Outputs) > 0 || x.Results[0].Status != notebook.Refused {
		t.Errorf("the first cell ran: %+v", x.Results[0])
	}
}

// A cell may print what it likes: the first of it is kept, the rest is counted.
func TestFlood(t *testing.T) {
	const size = 100_000_000
	x := mustRun(t, cells(`import (
	"bytes"
	"os"
)
line := append(bytes.Repeat([]byte("x"), 999_999), '\n')
for i := 0; i < 100; i++ {
	os.Stdout.Write(line)
}
println("done")`))
	r := x.Results[0]
	if r.Status != notebook.OK {
		t.Fatalf("status %s: %q", r.Status, outputs(r, notebook.Error))
	}
	kept := len(strings.Join(outputs(r, notebook.Stdout), "")) + len(strings.Join(outputs(r, notebook.Stderr), ""))
	if kept != OutputLimit {
		t.Errorf("%d bytes kept, want %d", kept, OutputLimit)
	}
	if got, want := int64(kept)+r.Dropped, int64(size+len("done\n")); got != want {
		t.Errorf("kept and dropped are %d bytes, want %d", got, want)
	}
}

// An interrupt ends a run at once, and leaves nothing.
func TestInterrupt(t *testing.T) {
	nb := mustParse(t, cells("for {\n}"))
	before := holdings(t)
	ctx, cancel := context.WithCancel(context.Background())
	r := Runner{Progress: func(Progress) { cancel() }}
	began := time.Now()
	if _, err := r.Run(ctx, nb); !errors.Is(err, ErrInterrupted) {
		t.Errorf("error %v, want %v", err, ErrInterrupted)
	}
	if took := time.Since(began); took > DefaultTimeout/2 {
		t.Errorf("it took %v: the cell's deadline ended it, not the interrupt", took)
	}
	nothingLeft(t, before)
}
