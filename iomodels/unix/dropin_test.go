//go:build linux && (amd64 || arm64)

package unix

import (
	"bytes"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"

	"golang.org/x/sys/unix"
)

// own are the exported names that x/sys/unix does not have.
var own = map[string]bool{"Lane": true, "Start": true, "Now": true, "Window": true, "Shared": true, "Traced": true, "SharedSites": true, "SetSites": true, "Forget": true,
	"StampOf": true, "StampID": true, "Descriptor": true, "ErrnoOf": true, "CallName": true, "TakesFD": true, "NameAccepted": true,
	"OwnerEx": true, "F_OWNER_TID": true, "F_OWNER_PID": true, "F_OWNER_PGRP": true}

// exports finds the compiled export data of packages, as `go list` knows them.
func exports(t *testing.T, paths ...string) func(path string) (io.ReadCloser, error) {
	t.Helper()
	args := append([]string{"list", "-export", "-deps", "-f", "{{.ImportPath}}={{.Export}}"}, paths...)
	out, err := exec.Command("go", args...).Output()
	if err != nil {
		t.Fatalf("go list -export: %v", err)
	}
	files := map[string]string{}
	for _, line := range strings.Fields(string(out)) {
		path, file, _ := strings.Cut(line, "=")
		files[path] = file
	}
	return func(path string) (io.ReadCloser, error) { return os.Open(files[path]) }
}

// The package has the exported names of x/sys/unix, with identical types.
func TestSameNamesAndTypes(t *testing.T) {
	const here, there = "nbrun/iomodels/unix", "golang.org/x/sys/unix"
	imp := importer.ForCompiler(token.NewFileSet(), "gc", exports(t, here, there))
	ours, err := imp.Import(here)
	if err != nil {
		t.Fatal(err)
	}
	theirs, err := imp.Import(there)
	if err != nil {
		t.Fatal(err)
	}
	checked := 0
	for _, name := range theirs.Scope().Names() {
		want := theirs.Scope().Lookup(name)
		if !want.Exported() {
			continue
		}
		checked++
		got := ours.Scope().Lookup(name)
		switch {
		case got == nil:
			t.Errorf("%s is missing", name)
		case !types.Identical(got.Type(), want.Type()):
			t.Errorf("%s is of type %v, want %v", name, got.Type(), want.Type())
		case !sameConstant(got, want):
			t.Errorf("%s has another value", name)
		}
	}
	if checked < 10_000 {
		t.Errorf("only %d names were compared", checked)
	}
	for _, name := range ours.Scope().Names() {
		if o := ours.Scope().Lookup(name); o.Exported() && theirs.Scope().Lookup(name) == nil && !own[name] {
			t.Errorf("%s is not x/sys/unix's, nor in the list of this package's own", name)
		}
	}
}

func sameConstant(a, b types.Object) bool {
	x, ok := a.(*types.Const)
	if !ok {
		_, ok := b.(*types.Const)
		return !ok
	}
	y, ok := b.(*types.Const)
	return ok && x.Val().ExactString() == y.Val().ExactString()
}

// A lane's method has the signature of the function that it is named after.
func TestMethodsHaveTheFunctionsSignatures(t *testing.T) {
	const here = "nbrun/iomodels/unix"
	pkg, err := importer.ForCompiler(token.NewFileSet(), "gc", exports(t, here)).Import(here)
	if err != nil {
		t.Fatal(err)
	}
	methods := types.NewMethodSet(types.NewPointer(pkg.Scope().Lookup("Lane").Type()))
	same := 0
	for m := range methods.Methods() {
		fn, ok := pkg.Scope().Lookup(m.Obj().Name()).(*types.Func)
		if !ok {
			continue
		}
		same++
		method := m.Obj().Type().(*types.Signature)
		free := types.NewSignatureType(nil, nil, nil, method.Params(), method.Results(), method.Variadic())
		if !types.Identical(free, fn.Type()) {
			t.Errorf("Lane.%s is %v, the function %v", fn.Name(), free, fn.Type())
		}
	}
	if same < 150 {
		t.Errorf("only %d methods were compared", same)
	}
}

// The generated files are those that the generator writes.
func TestGeneratedFilesAreFresh(t *testing.T) {
	if testing.Short() {
		t.Skip("type-checks x/sys/unix for two architectures")
	}
	dir := t.TempDir()
	if out, err := exec.Command("go", "run", "./_gen", "-dir", dir).CombinedOutput(); err != nil {
		t.Fatalf("go run ./_gen: %v\n%s", err, out)
	}
	fresh, err := filepath.Glob(filepath.Join(dir, "z*.go"))
	if err != nil || len(fresh) != 8 {
		t.Fatalf("the generator wrote %d files, want 8 (%v)", len(fresh), err)
	}
	for _, file := range fresh {
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := os.ReadFile(filepath.Base(file)); err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s is stale: run go generate ./iomodels/unix (%v)", filepath.Base(file), err)
		}
	}
}

// Nothing in this package enters the kernel but by call, by the probes of a lane and by its marks.
func TestOneChokePoint(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	allowed := map[string]bool{"call": true, "threadCPU": true, "threadUsage": true, "threadID": true, "blockPreemption": true, "mark": true}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		for _, decl := range f.Decls {
			fn, ok := decl.(*ast.FuncDecl)
			if !ok {
				continue
			}
			ast.Inspect(fn, func(n ast.Node) bool {
				sel, ok := n.(*ast.SelectorExpr)
				if ok && strings.Contains(sel.Sel.Name, "Syscall") && types.ExprString(sel.X) == "syscall" && !allowed[fn.Name.Name] {
					t.Errorf("%s: %s makes a system call of its own", name, fn.Name.Name)
				}
				return true
			})
		}
	}
}

func TestPackageFunctionsAreRecorded(t *testing.T) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	from := Now()
	fd, err := Open("/dev/zero", O_RDONLY|O_CLOEXEC, 0)
	if err != nil {
		t.Fatal(err)
	}
	Read(fd, make([]byte, 2))
	Getwd()
	KeyctlString(-1, 0)
	Syscall(SYS_GETPPID, 0, 0, 0)
	RawSyscall6(SYS_READ, uintptr(fd), 8, 1, 0, 0, 0)
	Close(fd)
	to := Now()
	Getppid()
	tr := Shared(from, to)
	checkOrder(t, tr)
	if len(tr.Lanes) != 1 || tr.Lanes[0].Name != "cell" || tr.Lanes[0].TID != unix.Gettid() {
		t.Fatalf("the lanes are %v", tr.Lanes)
	}
	var got []string
	for _, e := range tr.Events {
		text := line(e)
		if len(e.Why) > 0 {
			text += " why " + e.Why[0][:strings.Index(e.Why[0], ":")]
		}
		got = append(got, text)
	}
	checkLines(t, got, []string{
		`openat(AT_FDCWD, "/dev/zero", O_RDONLY|O_CLOEXEC, 0) = #`,
		`read(# </dev/zero>, "\x00\x00", 2) = 2`,
		`getcwd() = 0 why arguments`,
		`keyctl() = -1 EOPNOTSUPP why arguments`,
		`getppid() = #`,
		`read(# </dev/zero>, 0x8, 1) = -1 EFAULT`,
		`close(# </dev/zero>) = 0`,
	})
}

func TestThreadsHaveSharedLanesOfTheirOwn(t *testing.T) {
	from := Now()
	const threads = 3
	ready, done := make(chan bool), make(chan bool)
	for range threads {
		go func() {
			runtime.LockOSThread() // and never unlocked: the thread ends with the goroutine
			Getppid()
			ready <- true
			<-done
		}()
	}
	for range threads {
		<-ready
	}
	tr := Shared(from, Now())
	close(done)
	checkOrder(t, tr)
	if len(tr.Lanes) != threads || tr.Lanes[0].Name != "cell" || tr.Lanes[2].Name != "cell 3" {
		t.Errorf("%d threads have the lanes %v", threads, tr.Lanes)
	}
}

// Goroutines that take turns on threads share the threads' lanes without a race.
func TestGoroutinesTakeTurnsOnALane(t *testing.T) {
	from := Now()
	const goroutines, calls = 20, 50
	var wg sync.WaitGroup
	for range goroutines {
		wg.Go(func() {
			for range calls {
				Getppid()
				runtime.Gosched()
			}
		})
	}
	wg.Wait()
	tr := Shared(from, Now())
	checkOrder(t, tr)
	if n := len(tr.Events); n != goroutines*calls {
		t.Errorf("%d events, want %d", n, goroutines*calls)
	}
}
