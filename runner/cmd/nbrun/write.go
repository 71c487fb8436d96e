package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"sync"

	"github.com/google/renameio/v2"
)

// content is what a file is to hold.
type content struct {
	path string
	data []byte
}

// write puts data into a file as a whole: a reader sees the old file or the new.
func write(path string, data []byte) error { return writeAll(content{path, data}) }

// writeAll puts data into files: into all of them or, where there is no room for one of
// them, into none.
func writeAll(files ...content) error {
	pending, errs := make([]*renameio.PendingFile, len(files)), make([]error, len(files))
	var wg sync.WaitGroup
	for i, f := range files { // each waits for the disk; together they wait once
		wg.Go(func() { pending[i], errs[i] = prepare(f) })
	}
	wg.Wait()
	defer func() {
		for _, p := range pending {
			if p != nil {
				_ = p.Cleanup() // nothing to do of one that has taken its place
			}
		}
	}()
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	for i, p := range pending {
		if err := p.CloseAtomicallyReplace(); err != nil {
			return fmt.Errorf("writing %s: %w", files[i].path, cause(err))
		}
	}
	return nil
}

// prepare writes what is to take a file's place.
func prepare(f content) (*renameio.PendingFile, error) {
	p, err := renameio.NewPendingFile(f.path, renameio.WithPermissions(0o644), renameio.WithExistingPermissions())
	if err != nil {
		return nil, fmt.Errorf("writing %s: making a new file beside it: %w", f.path, cause(err))
	}
	if _, err = p.Write(f.data); err == nil {
		err = p.Sync()
	}
	if err != nil {
		err = fmt.Errorf("writing %s: %w", f.path, cause(err))
	}
	return p, err
}

// cause is what the system has against a file whose name a message has already, or which
// only nbrun knows.
func cause(err error) error {
	var path *fs.PathError
	var link *os.LinkError
	switch {
	case errors.As(err, &path):
		return path.Err
	case errors.As(err, &link):
		return link.Err
	}
	return err
}

// writeChanged is write, for a file that may hold the same already.
func writeChanged(path string, data []byte) error {
	if old, err := os.ReadFile(path); err == nil && bytes.Equal(old, data) {
		return nil
	}
	return write(path, data)
}
