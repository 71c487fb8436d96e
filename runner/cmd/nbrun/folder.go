package main

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"nbrun/render"
	"nbrun/render/notebook"
)

// homeName is the notebook that is a book's first page.
const homeName = "index"

// folder is a folder of notebooks as a book.
type folder struct {
	path  string
	base  string // address that the book will have; may be empty
	works []work // in reading order
	home  work   // index.md and its translations; empty when there is none
}

// work is one notebook with its translations, the first of which is the original.
type work []*chapter

// chapter is one notebook of a book.
type chapter struct {
	nb   *notebook.Notebook
	link render.Link // to its page
	to   target
}

// readFolder reads all notebooks of a folder.
func readFolder(path, dir string, stderr io.Writer) (*folder, error) {
	entries, err := os.ReadDir(path)
	if err != nil {
		return nil, missing(path, err)
	}
	var files []string
	for _, e := range entries {
		if ext := strings.ToLower(filepath.Ext(e.Name())); (ext == ".md" || ext == ".markdown") && !strings.HasPrefix(e.Name(), ".") && !e.IsDir() {
			files = append(files, filepath.Join(path, e.Name()))
		}
	}
	for _, file := range files {
		if name := filepath.Base(file); strings.EqualFold(name, homeName+".md") && name != homeName+".md" {
			return nil, hinted{fmt.Errorf("%s: its page would be taken for the first page", file), "name it index.md, if it is to be that"}
		}
	}
	if len(files) == 0 {
		return nil, hinted{fmt.Errorf("%s: holds no notebooks", path), "a notebook is a file whose name ends in .md"}
	}
	nbs, err := load(files)
	if err != nil {
		return nil, err
	}
	to, err := targets(files, dir)
	if err != nil {
		return nil, err
	}
	if err := writable(dir, append(outputs(to), filepath.Join(dir, homeName+".html"))...); err != nil {
		return nil, err
	}
	f := &folder{path: path}
	var list []*chapter
	for i, nb := range nbs {
		link := render.Link{File: filepath.Base(to[i].page), Title: render.Title(nb), Lang: cmp.Or(nb.Meta.Lang, "en")}
		list = append(list, &chapter{nb, link, to[i]})
	}
	f.gather(list, stderr)
	return f, nil
}

// name is a chapter's file name without its extension.
func (c *chapter) name() string { return strings.TrimSuffix(c.link.File, ".html") }

// gather puts translations to their originals, and all in order: by the key order,
// those without one behind, then by name.
func (f *folder) gather(list []*chapter, stderr io.Writer) {
	byName := map[string]*chapter{}
	for _, c := range list {
		byName[c.name()] = c
	}
	works := map[string]work{}
	for _, c := range list {
		works[c.name()] = append(work{c}, works[c.name()]...)
		original, tag := c.original(byName)
		switch {
		case original == "":
		case c.nb.Meta.Lang == "":
			fmt.Fprintf(stderr, "nbrun: %s: taken as a notebook of its own; as a translation of %s it needs lang: %s in its front matter\n", c.nb.Path, original, tag)
		default:
			delete(works, c.name())
			works[original] = append(works[original], c)
		}
	}
	for name, w := range works {
		if name == homeName {
			f.home = w
		} else {
			f.works = append(f.works, w)
		}
	}
	slices.SortFunc(f.works, func(a, b work) int {
		x, y := a[0].nb.Meta.Order, b[0].nb.Meta.Order
		return cmp.Or(compareBool(x == 0, y == 0), cmp.Compare(x, y), strings.Compare(a[0].name(), b[0].name()))
	})
}

// compareBool orders false before true.
func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}

// original returns the name of the notebook that c may be a translation of, as
// blocking.zh is of blocking, and the language that its name then tells; "" when its
// front matter or the lack of such a notebook says otherwise.
func (c *chapter) original(byName map[string]*chapter) (name, tag string) {
	i := strings.LastIndexByte(c.name(), '.')
	if i < 0 {
		return "", ""
	}
	name, tag = c.name()[:i], c.name()[i+1:]
	original, ok := byName[name]
	if !ok {
		return "", ""
	}
	lang := strings.ToLower(c.nb.Meta.Lang)
	if lang == "" && len(tag) == 2 && tag != "md" {
		return name, tag
	}
	if lang == original.link.Lang || lang != strings.ToLower(tag) && !strings.HasPrefix(lang, strings.ToLower(tag)+"-") {
		return "", ""
	}
	return name, tag
}

// in is the page of a work in a language, or else the original.
func (w work) in(lang string) *chapter {
	for _, c := range w {
		if c.link.Lang == lang {
			return c
		}
	}
	return w[0]
}

// links are to all pages of a work, nil when there is only one.
func (w work) links() (list []render.Link) {
	if len(w) < 2 {
		return nil
	}
	for _, c := range w {
		list = append(list, c.link)
	}
	return list
}

// title is what the book is called.
func (f *folder) title() string {
	if len(f.home) > 0 {
		return f.home[0].link.Title
	}
	if abs, err := filepath.Abs(f.path); err == nil {
		return filepath.Base(abs)
	}
	return filepath.Base(f.path)
}

// homeIn is the first page in a language, or else the only one there is.
func (f *folder) homeIn(lang string) render.Link {
	if len(f.home) > 0 {
		return f.home.in(lang).link
	}
	return render.Link{File: homeName + ".html", Title: f.title(), Lang: f.works[0][0].link.Lang}
}

// place is where page c of the i-th work stands. Previous and next are in its
// language where they are there in it.
func (f *folder) place(i int, c *chapter) render.Place {
	home := f.homeIn(c.link.Lang)
	p := render.Place{File: c.link.File, Base: f.base, Site: home.Title, Home: &home, Languages: f.works[i].links()}
	if i > 0 {
		p.Previous = &f.works[i-1].in(c.link.Lang).link
	}
	if i+1 < len(f.works) {
		p.Next = &f.works[i+1].in(c.link.Lang).link
	}
	return p
}

var errNoBase = errors.New("--base-url is the address of a folder, as in https://example.com/book/")
