package main

import (
	"fmt"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"nbrun/render"
	"nbrun/render/notebook"
)

// deadLinks are the links of a notebook, whose page is file, that lead nowhere in the
// book: to a file that is not there, or to a place that its page does not have.
func (b *builder) deadLinks(nb *notebook.Notebook, file string) (dead problemList) {
	for _, ref := range render.References(nb) {
		to := ref.File
		if to == "" {
			to = file
		}
		anchors, isPage := b.pages[to]
		var why, hint string
		switch {
		case isPage && (ref.Anchor == "" || anchors[ref.Anchor]):
			continue
		case isPage:
			why, hint = fmt.Sprintf("%s has no place %q", to, ref.Anchor), nearestTo(ref.Anchor, headings(anchors), "#")
		case b.there(to):
			continue
		case path.Ext(to) == ".html" && path.Base(to) == to:
			name := strings.TrimSuffix(to, ".html")
			why, hint = folderName(b.path)+" has no "+name+".md", nearestNotebook(name+".md", b.notebooks())
		default:
			why = filepath.Join(b.opts.dir, filepath.FromSlash(to)) + " is not there"
		}
		dead = append(dead, notebook.Problem{Path: nb.Path, Pos: ref.Pos, Cell: -1, Msg: "dead link to " + ref.Text + ": " + why, Hint: hint})
	}
	return dead
}

// there reports whether a link to a file that is no page of the book finds it, where
// the page is.
func (b *builder) there(file string) bool {
	_, err := os.Stat(filepath.Join(b.opts.dir, filepath.FromSlash(file)))
	return err == nil
}

// headings are those anchors that authors give: nbrun's own have a dot.
func headings(anchors map[string]bool) (list []string) {
	for id := range anchors {
		if !strings.Contains(id, ".") {
			list = append(list, id)
		}
	}
	slices.Sort(list)
	return list
}

// folderName is a folder as a sentence names it.
func folderName(dir string) string {
	if path.Clean(filepath.ToSlash(dir)) == "." {
		return "this folder"
	}
	return dir
}

// notebooks are the names of those files that have a page.
func (b *builder) notebooks() (list []string) {
	for file := range b.pages {
		list = append(list, strings.TrimSuffix(file, ".html")+".md")
	}
	slices.Sort(list)
	return list
}

// nearestNotebook is a hint for the name of a notebook: the ends of all are alike.
func nearestNotebook(name string, known []string) string {
	for i := range known {
		known[i] = strings.TrimSuffix(known[i], ".md")
	}
	if near := notebook.Nearest(strings.TrimSuffix(name, ".md"), known); near != "" {
		return fmt.Sprintf("did you mean %q?", near+".md")
	}
	return ""
}

// nearestTo is a hint for a word that may be a slip for a known one.
func nearestTo(word string, known []string, mark string) string {
	if near := notebook.Nearest(word, known); near != "" {
		return fmt.Sprintf("did you mean %q?", mark+near)
	}
	return ""
}
