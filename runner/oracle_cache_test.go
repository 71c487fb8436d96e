//go:build linux

package runner

import (
	"bytes"
	"crypto/sha256"
	"encoding/gob"
	"encoding/hex"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/renameio/v2"
)

// What a program did is kept in the user's cache directory, since linking hundreds
// of programs is most of the test's work. The key is all that it depends on: the
// program, the packages of this module that it can reach, the Go version. What
// measures is compiled and run each time, and so is what did not end.

// recall looks up what the notebook's program did.
func (c *comparison) recall(t *testing.T) {
	if c.nb == nil || slices.Contains(c.tangled.Measures, true) || slices.Contains(c.tangled.MeasuresInline, true) {
		return
	}
	h := sha256.New()
	io.WriteString(h, reached()+runtime.Version()+runtime.GOARCH+"\n")
	h.Write(c.tangled.Source)
	c.key = hex.EncodeToString(h.Sum(nil))
	data, err := os.ReadFile(cacheFile(t, c.key))
	if err != nil || *fresh {
		return
	}
	g := new(outcome)
	if err := gob.NewDecoder(bytes.NewReader(data)).Decode(g); err != nil {
		t.Logf("%s: what is kept of its program is broken: %v", c.path, err)
		return
	}
	c.known = g
}

// remember keeps what the notebook's program did.
func (c *comparison) remember(t *testing.T, g *outcome) {
	if c.key == "" || g.Late {
		return
	}
	var b bytes.Buffer
	if err := gob.NewEncoder(&b).Encode(g); err != nil {
		t.Fatal(err)
	}
	if err := renameio.WriteFile(cacheFile(t, c.key), b.Bytes(), 0o666); err != nil {
		t.Log(err) // the next run compiles it again
	}
}

func cacheFile(t *testing.T, key string) string {
	dir, err := os.UserCacheDir()
	if err != nil {
		dir = t.TempDir() // nothing lasts
	}
	dir = filepath.Join(dir, "nbrun", "oracle")
	if err := os.MkdirAll(dir, 0o777); err != nil {
		t.Log(err)
	}
	return filepath.Join(dir, key)
}

// reached is a key of the packages that programs can reach without measuring, and
// of how they are run.
var reached = sync.OnceValue(func() string {
	h := sha256.New()
	for _, pattern := range []string{"nb/*.go", "../iomodels/trace/*.go", "testdata/probe/*.go", "oracle_compiled_test.go", "../go.mod"} {
		files, _ := filepath.Glob(pattern) // the pattern is well formed
		for _, file := range files {
			if strings.HasSuffix(file, "_test.go") && pattern != file {
				continue
			}
			data, err := os.ReadFile(file)
			if err != nil {
				return err.Error()
			}
			h.Write(data)
		}
	}
	return hex.EncodeToString(h.Sum(nil))
})
