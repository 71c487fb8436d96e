package runner

import (
	"cmp"
	"context"
	"fmt"
	"strings"
	"time"

	"nbrun/render/notebook"
	"nbrun/runner/cell"
)

// Run checks nb and runs it. What its cells do, failing included, is in the
// Execution; the error says that the run itself could not be had. It is
// ErrInterrupted when ctx was cancelled. Run returns when the worker and its
// process group are gone.
func (r *Runner) Run(ctx context.Context, nb *notebook.Notebook) (x *notebook.Execution, err error) {
	x = blank(nb)
	x.Started = time.Now()
	steps := plan(nb)
	var s *session
	if len(steps) > 0 {
		// The worker starts up while the cells are checked: half of the time of
		// a small notebook.
		if s, err = openSession(r, x); err != nil {
			return nil, err
		}
		defer func() {
			if closeErr := s.close(); err == nil {
				err = closeErr
			}
		}()
	}
	prog, sources, problems := check(nb)
	r.lap("check")
	if len(problems) > 0 {
		x.Host = host(nb)
		return refused(x, problems), nil
	}
	lay(x, sources)
	unrun(x, prog)
	if len(steps) > 0 {
		if err := r.execute(ctx, s, steps, prog); err != nil {
			return x, err
		}
		if r.Witness {
			if err := s.confirm(x); err != nil {
				return x, err
			}
		}
	}
	r.lap("cells")
	x.Took = time.Since(x.Started)
	x.Host = host(nb)
	x.Key = key(nb, x.Host, r.Witness)
	return x, nil
}

// blank is an Execution of nb in which nothing has happened yet.
func blank(nb *notebook.Notebook) *notebook.Execution {
	return &notebook.Execution{
		Notebook: nb,
		Results:  make([]notebook.Result, len(nb.Cells)),
		Values:   make([]notebook.Result, len(nb.Inlines)),
		Images:   Images(nb),
	}
}

// lay puts the sources that cells show where their outputs will follow.
func lay(x *notebook.Execution, sources [][]notebook.Output) {
	for i, list := range sources {
		x.Results[i].Outputs = list
	}
}

// execute runs the steps of prog on a worker.
func (r *Runner) execute(ctx context.Context, s *session, steps []step, prog *cell.Program) error {
	defer s.watch(ctx)()
	s.sites = prog.Sites
	if err := s.ready(beginning(s.x.Notebook.Path, steps, prog)); err != nil {
		return err
	}
	r.lap("start")
	for i, st := range steps {
		res := s.x.Results
		if st.inline {
			res = s.x.Values
		} else if r.Progress != nil {
			r.Progress(progress(s.x.Notebook, st.index))
		}
		ok, err := s.step(st, i, &res[st.index])
		if err != nil {
			return err
		}
		if !ok {
			skip(s.x, steps[i+1:])
			return nil
		}
	}
	return nil
}

// beginning is the worker's first order: Codes[i] is of steps[i].
func beginning(path string, steps []step, prog *cell.Program) start {
	o := start{Path: path, Imports: prog.Imports, Prelude: prog.Prelude}
	for _, st := range steps {
		if st.inline {
			o.Codes = append(o.Codes, prog.Inlines[st.index])
		} else {
			o.Codes = append(o.Codes, prog.Cells[st.index])
		}
	}
	return o
}

// step runs one cell or inline expression. It returns whether the run goes on.
func (s *session) step(st step, code int, res *notebook.Result) (goesOn bool, err error) {
	s.begin(res)
	defer func() {
		s.settle()
		s.cur = nil
	}()
	opts := notebook.Options{Trace: notebook.TraceOff}
	s.cell = -1
	if !st.inline {
		s.cell = st.index
		opts = s.x.Notebook.Cells[st.index].Options
	}
	limit := st.timeout(s.x.Notebook)
	began := time.Now()
	if err := s.send(order{Run: &run{Code: code, Inline: st.inline, Trace: opts.Trace}}); err != nil {
		return false, err
	}
	for {
		what, err := s.wait(began.Add(limit))
		if err != nil {
			return false, err
		}
		switch what {
		case interrupted:
			return false, ErrInterrupted
		case nothing:
			return false, s.expire(limit)
		case gone:
			res.Took = time.Since(began)
			return false, s.autopsy()
		}
		d, err := s.handle()
		if err != nil {
			return false, err
		}
		if d != nil {
			res.Start, res.Took = d.Start, d.Took
			return s.verdict(d.Failed, opts.Error), nil
		}
	}
}

// verdict sets the status of a cell that has ended, by whether it failed and
// whether it must. It returns whether the run goes on.
func (s *session) verdict(failed bool, must notebook.ErrorMode) bool {
	switch {
	case must == notebook.RuntimeError && !failed:
		s.fail(notebook.Failed, "the cell did not fail, and its option says that it must (error: true)", "", nil)
		return false
	case failed && must != notebook.RuntimeError:
		s.cur.Status = notebook.Failed
		return false
	}
	s.cur.Status = notebook.OK
	return true
}

// expire writes down what the cell was doing when its time was up.
func (s *session) expire(limit time.Duration) error {
	where := waitingIn(s.proc.pid(), s.tid)
	if err := s.flush(); err != nil {
		return err
	}
	s.cur.Took = limit
	hint := "give the cell more time with //| timeout: 2m, or see why it waits"
	if strings.Contains(where, waitsForGoroutine) {
		hint = "see who was to send on the channel, release the lock or call Done"
	}
	s.fail(notebook.Timeout, fmt.Sprintf("timeout after %v: %s", limit, where), hint, cmp.Or(s.at, s.proc.slots.cell()))
	return nil
}

// unrun sets the results of the cells that are not executed: those that are only
// shown, and those that Go must refuse (cell.Check has seen that it does).
func unrun(x *notebook.Execution, prog *cell.Program) {
	for i, c := range x.Notebook.Cells {
		switch {
		case c.Options.NoEval:
			x.Results[i].Status = notebook.Shown
		case c.Options.Error == notebook.CompileError:
			x.Results[i].Status = notebook.OK
			for _, p := range prog.Cells[i].Refused {
				x.Results[i].Outputs = append(x.Results[i].Outputs,
					notebook.Output{Kind: notebook.Error, Text: p.Msg, Hint: p.Hint, Pos: p.Pos})
			}
		}
	}
}

// skip marks the steps that a failure left undone.
func skip(x *notebook.Execution, steps []step) {
	for _, st := range steps {
		if st.inline {
			x.Values[st.index].Status = notebook.Skipped
		} else {
			x.Results[st.index].Status = notebook.Skipped
		}
	}
}
