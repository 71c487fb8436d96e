package main

import (
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// arrows are the imports that packages of this module may have of each other,
// and what else each may import beside the standard library. Three floors, arrows
// only downwards: runner → render → iomodels. A new arrow is a design decision,
// made here in one line with its reason.
var arrows = map[string]string{
	"iomodels/trace":   "",
	"iomodels/unix":    "iomodels/trace golang.org/x/sys/unix",
	"iomodels/uring":   "iomodels/unix iomodels/trace golang.org/x/sys/unix", // x/sys: what is looked up of a refusal is not recorded
	"iomodels/witness": "iomodels/trace",
	"iomodels":         "iomodels/unix iomodels/uring iomodels/trace golang.org/x/sys/unix", // x/sys: what sets the stage is not recorded

	"render/notebook": "iomodels/trace github.com/yuin/goldmark go.yaml.in/yaml/v3",
	"render/figure":   "iomodels/trace",
	"render":          "render/notebook render/figure iomodels/trace github.com/yuin/goldmark",
	"render/pagetest": "github.com/chromedp/chromedp github.com/chromedp/cdproto", // tests only: a browser for those of render and of the command

	"runner/cell":    "render/notebook",
	"runner/nb":      "iomodels/trace golang.org/x/sys/unix",                                     // x/sys: the names of the kernel's errors
	"runner/symbols": "iomodels iomodels/unix iomodels/trace runner/nb github.com/traefik/yaegi", // yaegi: its hooks for unsafe.Pointer
	"runner": "render/notebook runner/cell runner/symbols runner/nb iomodels iomodels/unix iomodels/witness iomodels/trace " +
		"github.com/traefik/yaegi golang.org/x/sys/unix", // iomodels: the sources that a page shows
	"runner/cmd/nbrun": "runner runner/cell render render/notebook iomodels/trace " + // trace: one way to write durations
		"iomodels iomodels/unix " + // doctor: what the models find here, with the kernel's errors by name
		"github.com/spf13/cobra github.com/spf13/pflag github.com/google/renameio/v2 golang.org/x/term " +
		"github.com/rogpeppe/go-internal", // its diff, which is gofmt -d's
}

func TestArrows(t *testing.T) {
	out, err := exec.Command("go", "list", "-json=ImportPath,Imports", "nbrun/...").Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	for dec := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p struct {
			ImportPath string
			Imports    []string
		}
		if err := dec.Decode(&p); errors.Is(err, io.EOF) {
			return
		} else if err != nil {
			t.Fatal(err)
		}
		name := strings.TrimPrefix(p.ImportPath, "nbrun/")
		allowed, known := arrows[name]
		if !known {
			t.Errorf("package %s is not in the table of arrows", name)
		}
		for _, imp := range p.Imports {
			if !allows(strings.Fields(allowed), imp) {
				t.Errorf("%s imports %s: not in the table of arrows", name, imp)
			}
		}
	}
}

// allows says whether an import is of the standard library or of one of the
// packages or modules listed.
func allows(list []string, imp string) bool {
	if first, _, _ := strings.Cut(imp, "/"); first != "nbrun" && !strings.Contains(first, ".") {
		return true
	}
	return slices.ContainsFunc(list, func(a string) bool {
		return imp == "nbrun/"+a || imp == a || strings.Contains(a, ".") && strings.HasPrefix(imp, a+"/")
	})
}
