//go:build linux

package main

import (
	"bytes"
	"context"
	"encoding/json"
	"html"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"nbrun/render"
	"nbrun/render/pagetest"
)

// put writes files of a test.
func put(t *testing.T, dir string, files map[string]string) {
	t.Helper()
	for name, text := range files {
		if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
}

// TestBuildSearch: every place that the search can lead to is there, and the first
// page of a built book keeps what every page promises.
func TestBuildSearch(t *testing.T) {
	dir := t.TempDir()
	put(t, dir, map[string]string{
		"nb/a & b.md": "# A\n\n## Same\n\nx\n\n## Same\n\ny\n\n## 两个 阶段\n\n### A.b? c!\n\n<details><summary>Z</summary>\n\n#### In it\n\n</details>\n\n> ## Quoted\n\n## `code` {#own-id}\n\n## The label\n\n```go\n//| label: a-label\n1\n```\n",
		"nb/index.md": "# Home\n\n{contents}\n\n{coverage}\n",
	})
	var stdout, stderr bytes.Buffer
	if code := run(context.Background(), []string{"build", "-o", dir, dir + "/nb"}, &stdout, &stderr); code != 0 {
		t.Fatalf("exit status %d: %s", code, &stderr)
	}
	index, err := os.ReadFile(dir + "/index.html")
	if err != nil {
		t.Fatal(err)
	}
	_, data, _ := bytes.Cut(index, []byte(`id=".texts">`))
	data, _, _ = bytes.Cut(data, []byte("</script>"))
	var pages []struct {
		File     string      `json:"f"`
		Sections [][3]string `json:"s"`
	}
	if err := json.Unmarshal(data, &pages); err != nil {
		t.Fatal(err)
	}
	places := 0
	for _, p := range pages {
		name, err := url.PathUnescape(p.File)
		if err != nil {
			t.Fatal(err)
		}
		page, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		anchors := render.Anchors(page)
		for _, s := range p.Sections {
			places++
			if s[0] != "" && !anchors[s[0]] {
				t.Errorf("%s has no place %q", name, s[0])
			}
		}
	}
	if places != 9 {
		t.Errorf("the search knows %d places, want 9", places)
	}
	if !strings.Contains(html.UnescapeString(string(index)), `href="a%20&%20b.html"`) {
		t.Error("the list does not lead to the page")
	}
	pagetest.Check(t, "the first page", index)
}

// TestBuildInterrupted: the pages that are done stay, whole, and those that are not
// are as they were.
func TestBuildInterrupted(t *testing.T) {
	dir := t.TempDir()
	put(t, dir, map[string]string{
		"nb/a.md": "# A\n", "nb/loop.md": loop, "nb/z.md": "# Z\n",
		"out/a.html": oldPage, "out/loop.html": oldPage, "out/z.html": oldPage, "out/index.html": oldPage, "tmp/x": "",
	})
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(self, "build", "nb")
	cmd.Args[0] = "nbrun"
	cmd.Dir = dir
	started := filepath.Join(dir, "started")
	cmd.Env = append(os.Environ(), "STARTED="+started, "TMPDIR="+filepath.Join(dir, "tmp"))
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	for deadline := time.Now().Add(30 * time.Second); ; time.Sleep(5 * time.Millisecond) {
		if _, err := os.Stat(started); err == nil {
			break
		}
		if time.Now().After(deadline) {
			cmd.Process.Kill()
			t.Fatalf("the cell did not start: %s", &stderr)
		}
	}
	pids := descendants(cmd.Process.Pid)
	cmd.Process.Signal(os.Interrupt)
	cmd.Wait()
	if got := cmd.ProcessState.ExitCode(); got != 130 {
		t.Errorf("exit status %d, want 130: %s", got, &stderr)
	}
	if want := "nbrun: interrupted; 1 page is new and whole, what else stood there before is unchanged\n"; stderr.String() != want {
		t.Errorf("stderr is %q, want %q", &stderr, want)
	}
	gone(t, pids)
	for name, want := range map[string]bool{"a": false, "loop": true, "z": true, "index": true} {
		page, err := os.ReadFile(filepath.Join(dir, "out", name+".html"))
		if err != nil {
			t.Fatal(err)
		}
		if old := string(page) == oldPage; old != want {
			t.Errorf("%s.html is the old page: %v, want %v", name, old, want)
		}
		if string(page) != oldPage && !bytes.HasSuffix(page, []byte("</html>\n")) {
			t.Errorf("%s.html is not whole", name)
		}
	}
	if left, err := os.ReadDir(dir + "/out"); err != nil || len(left) != 5 { // four pages and a's record
		t.Errorf("out holds %v (%v)", left, err)
	}
}
