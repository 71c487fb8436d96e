package notebook

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// TestReadme holds what the README says of front matter and options to what there is.
func TestReadme(t *testing.T) {
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, front, _ := strings.Cut(string(readme), "\nFront matter: ")
	front, table, found := strings.Cut(front, "\n| option | means |\n")
	table, _, _ = strings.Cut(table, "\n\n")
	if !found {
		t.Fatal("the README has no list of front matter and of options")
	}
	var listed []string
	for _, m := range regexp.MustCompile("`([a-z]+)`").FindAllStringSubmatch(front, -1) {
		listed = append(listed, m[1])
	}
	same(t, "front matter", listed, frontKeys)

	listed = nil
	views := ""
	for _, row := range strings.Split(table, "\n")[1:] {
		keys, means, _ := strings.Cut(strings.TrimPrefix(row, "| "), " | ")
		for _, m := range regexp.MustCompile("[`, ]?([a-z]+(?:-[a-z]+)*)(?:: [^`]*)?[` ]").FindAllStringSubmatch(keys, -1) {
			listed = append(listed, m[1])
		}
		if strings.HasPrefix(keys, "`views") {
			views = keys + means
		}
	}
	same(t, "options", slices.Compact(listed), optionKeys)
	for _, name := range viewNames() {
		if !regexp.MustCompile("[`\\[ ]" + name + "[`\\],]").MatchString(views) {
			t.Errorf("the README does not say what the view %s is", name)
		}
	}
}

// same reports what one list has and the other lacks.
func same(t *testing.T, what string, listed, known []string) {
	t.Helper()
	for _, name := range known {
		if !slices.Contains(listed, name) {
			t.Errorf("%s: the README lacks %s", what, name)
		}
	}
	for _, name := range listed {
		if !slices.Contains(known, name) {
			t.Errorf("%s: the README has %s, which nbrun does not know", what, name)
		}
	}
}
