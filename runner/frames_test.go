//go:build linux

package runner

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"nbrun/render/notebook"
)

// places writes where an error came from: its position, and the frames.
func places(o notebook.Output) string {
	list := []string{fmt.Sprintf("%d:%d", o.Pos.Line, o.Pos.Column)}
	for _, f := range o.Frames {
		if f.Elided > 0 {
			list = append(list, "…")
		} else {
			list = append(list, fmt.Sprintf("%s:%d:%d", f.Func, f.Pos.Line, f.Pos.Column))
		}
	}
	return strings.Join(list, " ")
}

// A cell that fails says where it was, in whatever way it ended.
func TestPlaces(t *testing.T) {
	deep := strings.Repeat(" main.f:2:21", innermost) + " …" + strings.Repeat(" main.f:2:21", outermost-1) + " cell:4:2"
	for _, tt := range []struct{ name, code, want string }{
		{"the cell's own statement", "x := 1\n\tpanic(x)", "3:2"},
		{"a call", "func f() {\n\tpanic(1)\n}\n\tf()", "3:2 main.f:3:2 cell:5:2"},
		{"a loop that does not end", "//| timeout: 500ms\nfunc f() {\n\tfor {\n\t}\n}\n\tf()", "4:2 main.f:4:2 cell:7:2"},
		{"a channel", "//| timeout: 500ms\nc := make(chan int)\nfunc f() int {\n\t return <-c\n}\nf()", "5:3 main.f:5:3 cell:7:1"},
		{"a system call", "//| timeout: 500ms\nimport \"golang.org/x/sys/unix\"\nvar p [2]int\nunix.Pipe(p[:])\nunix.Read(p[0], make([]byte, 1))", "6:1"},
		{"with a goroutine", "//| timeout: 500ms\nc := make(chan int)\nfunc f() int {\n\tgo func() { select {} }()\n\treturn <-c\n}\nf()", "6:2 main.f:6:2 cell:8:1"},
		{"os.Exit", "import \"os\"\nfunc f() {\n\tos.Exit(3)\n}\nf()", "4:2 main.f:4:2 cell:6:1"},
		{"log.Fatal", "import \"log\"\nfunc f() {\n\tlog.Fatal(3)\n}\nf()", "4:2 main.f:4:2 cell:6:1"},
		{"killed", "import \"golang.org/x/sys/unix\"\nfunc f() {\n\tunix.Kill(unix.Getpid(), unix.SIGKILL)\n}\nf()", "6:1"},
		{"a goroutine", "func f(n int) {\n\tpanic(n)\n}\ngo f(1)\nselect {}", "3:2 main.f:3:2 created by cell:5:1"},
		{"a literal on a goroutine", "c := make(chan int)\ngo func() {\n\tpanic(1)\n}()\n<-c", "4:2 cell.func1:4:2 created by cell:3:1"},
		{"a timer's goroutine", "import \"time\"\nfunc f() {\n\tpanic(1)\n}\ntime.AfterFunc(1, f)\nselect {}", "4:2 main.f:4:2 created by cell:6:1"},
		{"a goroutine of a WaitGroup", "import \"sync\"\nvar wg sync.WaitGroup\nfunc f() {\n\twg.Go(func() {\n\t\tpanic(1)\n\t})\n\twg.Wait()\n}\nf()", "6:3 main.f.func1:6:3 created by main.f:5:2"},
		{"a stack overflow", "func f(n int) int { return f(n+1) + 1 }\n_ = 0\n\tf(0)", "2:21" + deep},
		{"a stack overflow beside a goroutine", "func f(n int) int { return f(n+1) + 1 }\ngo func() {}()\n\tf(0)", "2:21" + deep},
	} {
		t.Run(tt.name, func(t *testing.T) {
			x := mustRun(t, cells(tt.code))
			if len(x.Problems) > 0 {
				t.Fatalf("refused: %v", x.Problems)
			}
			outs := x.Results[0].Outputs
			at := slices.IndexFunc(outs, func(o notebook.Output) bool { return o.Kind == notebook.Error })
			if at < 0 {
				t.Fatalf("no error in %+v", outs)
			}
			if got := places(outs[at]); got != tt.want {
				t.Errorf("%s\ngot  %s\nwant %s", outs[at].Text, got, tt.want)
			}
		})
	}
}

// A check stands where the statement is that makes it, whatever that calls.
func TestPlaceOfCheck(t *testing.T) {
	x := mustRun(t, cells("import \"nbrun/runner/nb\"\nfunc f() int {\n\tprintln()\n\treturn 1\n}\n\tnb.Equal(\"one\", f(), 1)"))
	for _, o := range x.Results[0].Outputs {
		if o.Kind == notebook.Check && places(o) != "7:2" {
			t.Errorf("it stands at %s", places(o))
		}
	}
}
