package cell

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// otherwise are faults whose words are not the compiler's, with the reason.
var otherwise = map[string]string{
	"undefined":      "a cell's last expression may stand alone; the compiler says the same of it",
	"division":       "a cell's last expression may stand alone",
	"index":          "a cell's last expression may stand alone",
	"field":          "a cell's last expression may stand alone",
	"several":        "it has two cells",
	"function again": "a rule of notebooks",
	"function's body uses the cell's variable": "a rule of notebooks",
	"type again":                       "a rule of notebooks",
	"method elsewhere":                 "a rule of notebooks",
	"later cell":                       "a rule of notebooks",
	"import":                           "a rule of notebooks",
	"predeclared":                      "a rule of notebooks",
	"error: compile that compiles":     "a rule of notebooks",
	"error: compile is not seen later": "a rule of notebooks",
	"missing brace":                    "wrapped in a function, the brace is elsewhere",
	"brace too many":                   "the compiler takes it for the function's",
	"package":                          "a rule of notebooks",
	"no expression":                    "wrapped in a function, the statement goes on",
	"function again in one cell":       "the compiler writes the second place with the file's full path",
	"duplicate case":                   "go/types writes the operand, the compiler its value",
}

// TestCompilerSaysSo: what a cell is refused with is what the Go compiler says of
// the same code in a program.
func TestCompilerSaysSo(t *testing.T) {
	if testing.Short() {
		t.Skip("compiles programs")
	}
	for _, f := range faults {
		if len(f.cells) > 1 || otherwise[f.name] != "" {
			continue
		}
		t.Run(f.name, func(t *testing.T) {
			text, parts := split([]byte(f.cells[0]))
			src := "package main\n" + string(only(true, text, parts)) + "\nfunc main() {\n" + string(only(false, text, parts)) + "\n}\n"
			file := filepath.Join(t.TempDir(), "main.go")
			if err := os.WriteFile(file, []byte(src), 0o666); err != nil {
				t.Fatal(err)
			}
			out, err := exec.Command("go", "build", "-o", os.DevNull, file).CombinedOutput()
			if err == nil {
				t.Fatalf("Go accepts\n%s", src)
			}
			_, want, _ := strings.Cut(f.want[0], ": ")
			for _, said := range regexp.MustCompile(`(?m)^.*?main\.go:\d+:\d+: `).Split(string(out), -1)[1:] {
				if strings.TrimSpace(said) == want {
					return
				}
			}
			t.Errorf("nbrun says\n\t%s\nGo says\n\t%s", want, out)
		})
	}
}
