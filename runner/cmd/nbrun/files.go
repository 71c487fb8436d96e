package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"nbrun/render"
	"nbrun/render/notebook"
	"nbrun/runner/cell"
)

// target is where the page and the record of one input go.
type target struct{ page, record string }

// targets names what the inputs will be written to. Two inputs of one base name would overwrite each other: an error.
func targets(inputs []string, dir string) ([]target, error) {
	seen := map[string]string{}
	list := make([]target, len(inputs))
	for i, in := range inputs {
		name := strings.TrimSuffix(filepath.Base(in), filepath.Ext(in))
		if first, ok := seen[strings.ToLower(name)]; ok {
			return nil, hinted{fmt.Errorf("%s and %s would both be written to %s", first, in, filepath.Join(dir, name+".html")),
				"give one of them another name, or run them one at a time, each with its own -o DIR"}
		}
		seen[strings.ToLower(name)] = in
		list[i] = target{page: filepath.Join(dir, name+".html"), record: filepath.Join(dir, name+".json")}
	}
	return list, nil
}

// writable sees that files can be made in dir, before the work that they are for is done,
// and that none takes the place of what nbrun did not make.
func writable(dir string, paths ...string) error {
	if dir == "" {
		return hinted{errors.New("-o names no output directory"), "-o . stands for this one"}
	}
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return fmt.Errorf("making the output directory %s: %w", dir, cause(err))
	}
	f, err := os.CreateTemp(dir, ".nbrun-")
	if err != nil {
		return fmt.Errorf("the output directory %s cannot be written to: %w", dir, cause(err))
	}
	f.Close()
	if err := os.Remove(f.Name()); err != nil {
		return fmt.Errorf("the output directory %s cannot be written to: %w", dir, cause(err))
	}
	for _, path := range paths {
		if err := ours(path); err != nil {
			return err
		}
	}
	return nil
}

// ours sees that a file is not there, or empty, or one that nbrun made.
func ours(path string) error {
	st, err := os.Stat(path)
	if err != nil || st.Mode().IsRegular() && st.Size() == 0 {
		return nil
	}
	if !st.Mode().IsRegular() {
		return fmt.Errorf("%s is there already and is no file", path)
	}
	f, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("%s is there already and cannot be read: %w", path, cause(err))
	}
	defer f.Close()
	head := make([]byte, 1<<10)
	n, err := io.ReadFull(f, head)
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) {
		return fmt.Errorf("%s is there already and cannot be read: %w", path, cause(err))
	}
	if head = head[:n]; render.IsPage(head) || notebook.IsRecord(head) || cell.IsProgram(head) {
		return nil
	}
	return hinted{fmt.Errorf("%s is there already and is not nbrun's", path), "name another place with -o, or take the file away"}
}

// outputs are the pages and records of a list.
func outputs(list []target) (paths []string) {
	for _, t := range list {
		paths = append(paths, t.page, t.record)
	}
	return paths
}

// sizeLimit is the largest notebook that is read.
const sizeLimit = 10 << 20

// read reads an input: a file of a size that a person can have written.
func read(path string, limit int64) ([]byte, error) {
	st, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if !st.Mode().IsRegular() {
		return nil, fmt.Errorf("%s: is no file", path)
	}
	if st.Size() > limit {
		return nil, fmt.Errorf("%s: has %d MB; the limit is %d MB", path, st.Size()>>20, limit>>20)
	}
	return os.ReadFile(path)
}
