package symbols_test

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"nbrun/runner/cell"
)

// TestStacksAreGos: the compiled notebooks' panics came by the same calls.
func TestStacksAreGos(t *testing.T) {
	if testing.Short() {
		t.Skip("compiles programs")
	}
	dir := t.TempDir()
	write := func(name string, data []byte) {
		file := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, data, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	write("go.mod", []byte("module stacks\n\ngo 1.26\n"))
	for i, test := range stacks {
		tangled, problems := cell.Tangle(book(test.cells...))
		if tangled == nil {
			t.Fatalf("%s: %v", test.name, problems)
		}
		write(fmt.Sprintf("stack%d/main.go", i), tangled.Source)
	}
	if err := os.Mkdir(filepath.Join(dir, "bin"), 0o777); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("go", "build", "-gcflags=-l", "-o", dir+"/bin/", "./...")
	cmd.Dir = dir
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("go build: %v\n%s", err, out)
	}
	for i, test := range stacks {
		var stderr bytes.Buffer
		cmd := exec.Command(filepath.Join(dir, "bin", fmt.Sprintf("stack%d", i)))
		cmd.Stderr = &stderr
		if err := cmd.Run(); err == nil {
			t.Errorf("%s: compiled, it does not panic", test.name)
		} else if got := traceback(stderr.String()); got != strings.NewReplacer(unlikeGo...).Replace(test.want) {
			t.Errorf("%s\nhere %s\nGo   %s\n%s", test.name, test.want, got, stderr.String())
		}
	}
}

// unlikeGo are parts of the stacks and what they are in Go's: that has the line of the
// parenthesis at the end of a call, and a frame of a function that closes a channel.
var unlikeGo = []string{
	"main.f.func1:4 main.f:3 cell:9", "main.f.func1:6 main.f:7 cell:9",
	"main.f.deferwrap1:3 ", "",
}

// call matches a call of the program's own in Go's traceback.
var call = regexp.MustCompile(`(?m)^main\.(.*)\([^()]*\)\n\t.*nb\.md:(\d+)`)

// cellName matches the name of a function that is a cell in a tangled program.
var cellName = regexp.MustCompile(`^cell\d+\b`)

// traceback writes the calls in a traceback as statements does.
func traceback(text string) string {
	var list []string
	for _, m := range call.FindAllStringSubmatch(text, -1) {
		name := "main." + m[1]
		if cellName.MatchString(m[1]) {
			name = cellName.ReplaceAllString(m[1], "cell")
		}
		list = append(list, name+":"+m[2])
		if m[1] == "main_2" { // the notebook's
			return strings.Replace(strings.Join(list, " "), "main_2", "main", 1)
		}
	}
	return strings.Join(list, " ")
}
