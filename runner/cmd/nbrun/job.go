package main

import (
	"bytes"
	"context"
	"fmt"
	"sync"

	"nbrun/iomodels/trace"
	"nbrun/render"
	"nbrun/render/notebook"
	"nbrun/runner"
)

// job is one notebook of a build: what is to be made, and what came of it.
type job struct {
	*chapter
	place render.Place
	home  bool // its page needs all others

	x       *notebook.Execution // of a home
	how     string              // in a few words, how its Execution was come by
	wrong   []notebook.Problem
	summary render.Chapter
	anchors map[string]bool
}

// run does the jobs, as many at a time as was asked for, and passes each to done in
// their order. The first error ends it.
func (b *builder) run(ctx context.Context, jobs []job, done func(*job) error) error {
	ctx, cancel := context.WithCancel(ctx)
	var wg sync.WaitGroup
	defer wg.Wait()
	defer cancel()
	next := make(chan int)
	ended := make([]chan error, len(jobs))
	for i := range ended {
		ended[i] = make(chan error, 1)
	}
	for range min(b.opts.jobs, len(jobs)) {
		wg.Go(func() {
			for i := range next {
				ended[i] <- b.do(ctx, &jobs[i])
			}
		})
	}
	wg.Go(func() {
		defer close(next)
		for i := range jobs {
			select {
			case next <- i:
			case <-ctx.Done():
				for ; i < len(jobs); i++ {
					ended[i] <- runner.ErrInterrupted
				}
				return
			}
		}
	})
	for i := range jobs {
		if err := <-ended[i]; err != nil {
			return err
		}
		if err := done(&jobs[i]); err != nil {
			return err
		}
	}
	return nil
}

// do comes by the Execution of a notebook, and writes its record and its page.
func (b *builder) do(ctx context.Context, j *job) error {
	r := runner.Runner{Draw: render.Undrawn}
	x := b.reuse(&r, j)
	if x == nil {
		var err error
		if x, err = b.execute(ctx, &r, j); err != nil {
			return err
		}
	}
	j.wrong = failures(x)
	if j.home {
		j.x = x
		return nil
	}
	page, err := render.Page(x, j.place)
	if err != nil {
		return fmt.Errorf("%s: %w", j.to.page, err)
	}
	j.summary, j.anchors = render.ChapterOf(x, j.place), render.Anchors(page)
	return writeChanged(j.to.page, page)
}

// reuse makes the Execution of a notebook from the record of an earlier run, nil when
// that cannot stand for a new one.
func (b *builder) reuse(r *runner.Runner, j *job) *notebook.Execution {
	if b.opts.fresh {
		return nil
	}
	data, err := read(j.to.record, recordLimit)
	if err != nil {
		return nil
	}
	old, err := notebook.Decode(data)
	if err != nil {
		return nil
	}
	x := r.Reuse(j.nb, old)
	if x == nil || unshown(x) {
		return nil
	}
	record, err := x.Encode()
	if err != nil || !bytes.Equal(record, data) && write(j.to.record, record) != nil {
		return nil
	}
	if len(j.nb.Cells)+len(j.nb.Inlines) == 0 {
		j.how = "prose"
		return x
	}
	j.place.Reused = true
	j.how = "reused: run on " + x.Started.UTC().Format("2006-01-02 15:04 UTC")
	return x
}

// unshown reports whether a cell's views, which may be new, cannot show what it recorded.
func unshown(x *notebook.Execution) bool {
	for i, r := range x.Results {
		for _, o := range r.Outputs {
			if o.Kind == notebook.Traced && render.Undrawn(x, i, o) != nil {
				return true
			}
		}
	}
	return false
}

// execute runs a notebook and writes its record. The Execution is the record as it
// reads back, so that what is made of it is what would be made of the record.
func (b *builder) execute(ctx context.Context, r *runner.Runner, j *job) (*notebook.Execution, error) {
	if b.opts.jobs == 1 {
		bar := newProgress(b.stderr, j.nb.Path)
		r.Progress = bar.show
		defer bar.clear()
	}
	x, err := r.Run(ctx, j.nb)
	if err != nil {
		return nil, err
	}
	record, err := x.Encode()
	if err != nil {
		return nil, fmt.Errorf("making the record: %w", err)
	}
	if err := write(j.to.record, record); err != nil {
		return nil, err
	}
	switch {
	case len(x.Problems) > 0:
		j.how = "not run"
	case len(j.nb.Cells)+len(j.nb.Inlines) == 0:
		j.how = "prose"
	default:
		j.how = "run in " + trace.FormatDuration(x.Took)
	}
	return notebook.Decode(record)
}
