package symbols_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"nbrun/runner/cell"
	"nbrun/runner/symbols"
)

// TestSymbolsAreFresh: go generate writes what is there.
func TestSymbolsAreFresh(t *testing.T) {
	if testing.Short() {
		t.Skip("compiles the standard library twice")
	}
	dir := t.TempDir()
	if out, err := exec.Command("go", "run", "gen.go", dir).CombinedOutput(); err != nil {
		t.Fatalf("go run gen.go: %v\n%s", err, out)
	}
	for _, pair := range [][2]string{{dir, "."}, {".", dir}} {
		files, err := filepath.Glob(filepath.Join(pair[0], "z*.go"))
		if err != nil || len(files) == 0 {
			t.Fatalf("no symbols in %s: %v", pair[0], err)
		}
		for _, file := range files {
			one, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			other, err := os.ReadFile(filepath.Join(pair[1], filepath.Base(file)))
			if err != nil || string(one) != string(other) {
				t.Errorf("%s is stale: go generate ./runner/symbols", filepath.Base(file))
			}
		}
	}
}

// TestEveryPackage: what cells may import has symbols, and the map is the
// caller's own.
func TestEveryPackage(t *testing.T) {
	for _, path := range cell.Importable() {
		if symbols.Exports(path) == nil {
			t.Errorf("%s has no symbols", path)
		}
	}
	if symbols.Exports("no/such") != nil {
		t.Error("an unknown package has symbols")
	}
	delete(symbols.Exports("os"), "Exit")
	if _, ok := symbols.Exports("os")["Exit"]; !ok {
		t.Error("two calls of Exports share a map")
	}
	if symbols.Exports("fmt")["Println"].Kind().String() != "func" || symbols.Exports(cell.UnixPath)["Read"].Kind().String() != "func" {
		t.Error("fmt.Println or unix.Read is no function")
	}
}
