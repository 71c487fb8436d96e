package figure

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"testing"
)

var verb = regexp.MustCompile(`%(?:\.0)?(?:\[\d\])?[dsf]`)

// What charts say in Chinese has the same things in it as the English, and all that they
// say is said in it.
func TestChartsInChinese(t *testing.T) {
	all := map[string]string{}
	for _, words := range []map[string]string{chartsInChinese, lanesInChinese, threadsInChinese} {
		for english, chinese := range words {
			if all[english] != "" {
				t.Errorf("%q is said twice", english)
			}
			all[english] = chinese
		}
	}
	for english, chinese := range all {
		a, b := verb.FindAllString(english, -1), verb.FindAllString(chinese, -1)
		for i := range b {
			b[i] = regexp.MustCompile(`\[\d\]`).ReplaceAllString(b[i], "")
		}
		slices.Sort(a)
		slices.Sort(b)
		if !slices.Equal(a, b) {
			t.Errorf("%q has %q, %q has %q", english, a, chinese, b)
		}
	}
	said := regexp.MustCompile(`(?:\.say|[ 	]one)\("((?:[^"\\]|\\.)*)"`)
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, file := range files {
		if file == "figure.go" { // whose one is another
			continue
		}
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range said.FindAllStringSubmatch(string(text), -1) {
			n++
			if all[m[1]] == "" {
				t.Errorf("%s says %q, which has no Chinese", file, m[1])
			}
		}
	}
	if n < 150 {
		t.Errorf("only %d texts found", n)
	}
	for _, name := range signNames {
		if all[name] == "" {
			t.Errorf("the legend says %q, which has no Chinese", name)
		}
	}
	for _, f := range fillNames {
		if all[f.name] == "" {
			t.Errorf("the legend says %q, which has no Chinese", f.name)
		}
	}
	phases, err := os.ReadFile("../../iomodels/trace/phases.go")
	if err != nil {
		t.Fatal(err)
	}
	names := regexp.MustCompile(`Phase\w+ PhaseName = "([^"]*)"`).FindAllSubmatch(phases, -1)
	for _, m := range names {
		if chartsInChinese[string(m[1])] == "" {
			t.Errorf("the phase %q has no Chinese", m[1])
		}
	}
	if len(names) < 15 {
		t.Errorf("only %d phases found", len(names))
	}
}
