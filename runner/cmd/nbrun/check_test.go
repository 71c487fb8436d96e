//go:build linux

package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestCheckAlone: checking needs no Go toolchain, nor anything else of the machine.
func TestCheckAlone(t *testing.T) {
	var good strings.Builder
	good.WriteString("```go\nimport (\n\t\"encoding/json\"\n\t\"fmt\"\n\t\"net/http\"\n\t\"slices\"\n\n\t\"golang.org/x/sys/unix\"\n\n\t\"nbrun/iomodels\"\n\t\"nbrun/runner/nb\"\n)\nx0 := 0\n```\n")
	for i := 1; i < 20; i++ {
		fmt.Fprintf(&good, "\n```go\nx%d := x%d + slices.Max([]int{unix.O_RDONLY, http.StatusOK})\nb%d, err := json.Marshal(x%d)\nnb.Equal(\"a\", string(b%d), \"b\")\ntr%d, err := iomodels.Blocking(iomodels.Scenario{})\nfmt.Println(tr%d, err)\n```\n", i, i-1, i, i, i, i, i)
	}
	bad := strings.Replace(good.String(), "x6 +", "y6 +", 1) + "\n```go\nfmt.Printn(\"a\")\n```\n"
	dir := t.TempDir()
	for name, src := range map[string]string{"good.md": good.String(), "bad.md": bad} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(src), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct{ name, want string }{
		{"good.md", ""},
		{"bad.md", "bad.md:65:7: undefined: y6\nbad.md:169:5: undefined: fmt.Printn\n"},
	} {
		cmd := exec.Command(self, "check", test.name)
		cmd.Args[0] = "nbrun"
		cmd.Dir = dir
		cmd.Env = []string{"PATH=", "HOME="}
		out, err := cmd.CombinedOutput()
		if string(out) != test.want || (err == nil) != (test.want == "") {
			t.Errorf("check %s: %v\n%swant\n%s", test.name, err, out, test.want)
		}
	}
}

// TestNoToolchain: what reads Go's sources or export data is not part of nbrun.
func TestNoToolchain(t *testing.T) {
	out, err := exec.Command("go", "list", "-deps", ".").Output()
	if err != nil {
		t.Fatal(err)
	}
	for pkg := range strings.FieldsSeq(string(out)) {
		if pkg == "go/importer" || strings.HasPrefix(pkg, "golang.org/x/tools/") {
			t.Errorf("nbrun is built with %s", pkg)
		}
	}
}
