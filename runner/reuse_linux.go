package runner

import (
	"slices"

	"nbrun/render/notebook"
)

// Reuse makes the Execution of nb from the record of an earlier run in which nothing
// would be done differently now: the same code was executed in the same way, with this
// nbrun, on this machine, and all went well. Otherwise it returns nil. The record is
// used up: parts of it become parts of the Execution.
//
// What is only shown may have changed: prose, options such as captions, images, where
// the cells stand. What cells read beside their code (files, the network) is not looked at.
func (r *Runner) Reuse(nb *notebook.Notebook, record *notebook.Execution) *notebook.Execution {
	h := host(nb)
	if record.Key == "" || record.Key != key(nb, h, r.Witness) || !well(record) {
		return nil
	}
	x := blank(nb)
	if !showAnew(x) {
		return nil
	}
	x.Started, x.Took, x.Key = record.Started, record.Took, record.Key
	x.Host = notebook.Host{Facts: slices.Clone(record.Host.Facts)}
	if i := slices.IndexFunc(x.Host.Facts, func(f notebook.Fact) bool { return f.Name == notebookFact }); i >= 0 {
		x.Host.Facts[i].Value = sum(nb)
	}
	x.Traces, x.Witness = record.Traces, record.Witness
	moved := newMoves(record.Notebook, nb)
	for _, m := range moved {
		from, to := record.Results, x.Results
		if m.inline {
			from, to = record.Values, x.Values
		}
		result, before := from[m.old], to[m.now].Outputs
		result.Outputs = slices.DeleteFunc(result.Outputs, func(o notebook.Output) bool { return o.Kind == notebook.Source })
		if !moved.all(result.Outputs) {
			return nil
		}
		result.Outputs = append(before, result.Outputs...)
		to[m.now] = result
	}
	return x
}

// well reports whether a run came to its end, nothing in it was false or doubted, and no
// check was skipped: what was missing then may be there now.
func well(x *notebook.Execution) bool {
	bad := func(r notebook.Result) bool {
		return r.Status != notebook.OK && r.Status != notebook.Shown ||
			slices.ContainsFunc(r.Outputs, func(o notebook.Output) bool { return o.Verdict == notebook.Fail || o.Verdict == notebook.Skip })
	}
	return len(x.Problems) == 0 && (x.Witness == nil || len(x.Witness.Differences) == 0) &&
		!slices.ContainsFunc(x.Results, bad) && !slices.ContainsFunc(x.Values, bad)
}

// showAnew fills in what comes of a notebook without its being executed, and reports
// whether Go has nothing against it.
func showAnew(x *notebook.Execution) bool {
	asks := func(c notebook.Cell) bool {
		return c.Options.Error == notebook.CompileError || len(c.Options.Sources) > 0
	}
	if !slices.ContainsFunc(x.Notebook.Cells, asks) {
		unrun(x, nil) // the code is what Go had nothing against when it ran
		return true
	}
	prog, sources, problems := check(x.Notebook)
	if len(problems) > 0 {
		return false
	}
	lay(x, sources)
	unrun(x, prog)
	return true
}
