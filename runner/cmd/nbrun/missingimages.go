package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"

	"nbrun/render"
	"nbrun/render/notebook"
)

// missingImages are the images that the page of x lacks, each with what is in the way.
func missingImages(x *notebook.Execution) (list problemList) {
	for _, m := range render.MissingImages(x) {
		p := notebook.Problem{Path: x.Notebook.Path, Pos: m.Pos, Cell: -1}
		why := "not an image in PNG, JPEG, GIF, WebP, AVIF or SVG"
		switch {
		case m.Name == "":
			p.Msg = "an image names no file"
			list = append(list, p)
			continue
		case m.File == "" && remote.MatchString(m.Name):
			why, p.Hint = "a page fetches nothing", "put the image beside the notebook or below"
		case m.File == "":
			why = "its place is not beside the notebook or below"
		case !m.Format:
			why, p.Hint = unread(filepath.Dir(x.Notebook.Path), m.File)
		}
		p.Msg = fmt.Sprintf("image not shown: %s: %s", m.Name, why)
		list = append(list, p)
	}
	return list
}

// remote is the beginning of an address that is not a path.
var remote = regexp.MustCompile(`^(?:[A-Za-z][\w+.-]*:|//)`)

// unread says why an image below a folder could not be read, and which may be meant.
func unread(dir, name string) (why, hint string) {
	file := filepath.Join(dir, filepath.FromSlash(name))
	st, err := os.Stat(file)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		name = strings.ReplaceAll(name, `\`, "/") // which is no separator in an address
		return "there is no such file", nearestTo(name, filesBeside(dir, name), "")
	case err == nil && !st.Mode().IsRegular():
		return "is no file", ""
	case err == nil && st.Size() > notebook.MaxImage:
		return fmt.Sprintf("has %.1f MB; an image may have %d MB", float64(st.Size())/(1<<20), notebook.MaxImage>>20), ""
	case err == nil:
		f, openErr := os.Open(file)
		if openErr == nil {
			f.Close()
			return "it could not be read when the notebook ran", ""
		}
		err = openErr
	}
	var pe *fs.PathError
	if errors.As(err, &pe) {
		err = pe.Err
	}
	return err.Error(), ""
}

// filesBeside are the files in the folder of one that a notebook in dir names, by the
// names that it would use.
func filesBeside(dir, name string) (list []string) {
	entries, _ := os.ReadDir(filepath.Join(dir, filepath.FromSlash(path.Dir(name)))) // no folder, no hint
	for _, e := range entries {
		if !e.IsDir() && !strings.HasPrefix(e.Name(), ".") {
			list = append(list, path.Join(path.Dir(name), e.Name()))
		}
	}
	return list
}
