package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"nbrun/render"
	"nbrun/render/notebook"
)

// checkLinks are the links of a notebook to others of its folder, and within itself,
// that lead nowhere. Nothing was run, so nothing is said of places that a run makes,
// whose names have a dot, nor of other files, which must lie where the page will.
func checkLinks(nb *notebook.Notebook) (dead problemList) {
	dir := filepath.Dir(nb.Path)
	anchors := map[string]map[string]bool{"": anchorsOf(nb)}
	for _, ref := range render.References(nb) {
		name := ""
		if ref.File != "" {
			base, isPage := strings.CutSuffix(ref.File, ".html")
			file, _, _ := strings.Cut(ref.Text, "#")
			if !isPage || !strings.HasSuffix(file, ".md") {
				continue
			}
			name = base + ".md"
		}
		if _, known := anchors[name]; !known {
			anchors[name] = anchorsIn(filepath.Join(dir, name))
		}
		var why, hint string
		switch there := anchors[name]; {
		case there == nil:
			why, hint = folderName(dir)+" has no "+name, nearestNotebook(name, notebooksIn(dir))
		case ref.Anchor == "" || strings.Contains(ref.Anchor, ".") || there[ref.Anchor]:
			continue
		case name == "":
			why, hint = fmt.Sprintf("there is no place %q", ref.Anchor), nearestTo(ref.Anchor, headings(there), "#")
		default:
			why, hint = fmt.Sprintf("%s has no place %q", name, ref.Anchor), nearestTo(ref.Anchor, headings(there), "#")
		}
		dead = append(dead, notebook.Problem{Path: nb.Path, Pos: ref.Pos, Cell: -1, Msg: "dead link to " + ref.Text + ": " + why, Hint: hint})
	}
	return dead
}

// anchorsIn are the places of a notebook's page, nil when there is no such file.
func anchorsIn(path string) map[string]bool {
	src, err := os.ReadFile(path)
	if err != nil {
		return nil
	}
	nb, _ := notebook.Parse(path, src) // what is wrong there is told where it is checked
	return anchorsOf(nb)
}

// anchorsOf are the places of a notebook's page that do not depend on a run.
func anchorsOf(nb *notebook.Notebook) map[string]bool {
	page, err := render.HTML(&notebook.Execution{Notebook: nb})
	if err != nil {
		return map[string]bool{}
	}
	return render.Anchors(page)
}

// notebooksIn are the names of the notebooks in a folder.
func notebooksIn(dir string) []string {
	paths, _ := filepath.Glob(filepath.Join(dir, "*.md")) // a folder whose name is a pattern has no hints
	for i := range paths {
		paths[i] = filepath.Base(paths[i])
	}
	slices.Sort(paths)
	return paths
}
