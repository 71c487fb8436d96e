//go:build linux

package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Without strace --witness does nothing, and says what is missing.
func TestNoStrace(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "a.md")
	if err := os.WriteFile(file, []byte("```go\nprintln(1)\n```\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", dir)
	var stdout, stderr bytes.Buffer
	code := run(context.Background(), []string{"--witness", "-o", dir, file}, &stdout, &stderr)
	if got := stderr.String(); code != exitUnable || !strings.Contains(got, "strace is not installed") || !strings.Contains(got, "\nhint: install strace") {
		t.Errorf("exit status %d, want %d; it says %q", code, exitUnable, got)
	}
	if _, err := os.Stat(filepath.Join(dir, "a.html")); err == nil || stdout.Len() > 0 {
		t.Errorf("a page was written: %q", stdout.String())
	}
}
