package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"nbrun/render/notebook"
)

// problemList is what is wrong with notebooks that could not be read, as an error.
type problemList []notebook.Problem

func (l problemList) Error() string { return fmt.Sprintf("%d problems", len(l)) }

// print writes a line for each problem, and a hint where there is one.
func (l problemList) print(w io.Writer) {
	for _, p := range l {
		fmt.Fprintln(w, p)
		if p.Hint != "" {
			fmt.Fprintln(w, "hint:", p.Hint)
		}
	}
}

// load reads and parses notebooks. What is wrong with any of them is returned
// at once, so that an author sees it all.
func load(paths []string) ([]*notebook.Notebook, error) {
	return loadFrom(paths, readNotebook)
}

// readNotebook reads the file of a notebook.
func readNotebook(path string) ([]byte, error) {
	if err := markdown(path); err != nil {
		return nil, err
	}
	src, err := read(path, sizeLimit)
	if err != nil {
		return nil, missing(path, err)
	}
	return src, nil
}

// loadFrom is load for what open reads.
func loadFrom(paths []string, open func(path string) ([]byte, error)) ([]*notebook.Notebook, error) {
	var list []*notebook.Notebook
	var problems problemList
	for _, path := range paths {
		src, err := open(path)
		if err != nil {
			return nil, err
		}
		nb, wrong := notebook.Parse(path, src)
		problems = append(problems, wrong...)
		list = append(list, nb)
	}
	if len(problems) > 0 {
		return nil, problems
	}
	return list, nil
}

// markdown sees that an input is named as a Markdown file. Whatever else it is, it
// would run as a notebook without cells, and its page might take the place of a
// better one.
func markdown(path string) error {
	switch ext := strings.ToLower(filepath.Ext(path)); ext {
	case ".md", ".markdown":
		return nil
	case ".json":
		return hinted{fmt.Errorf("%s: is no notebook (.md)", path), "nbrun render " + path + " makes a page from a record"}
	}
	st, err := os.Stat(path)
	switch {
	case err != nil:
		return missing(path, err)
	case st.IsDir():
		return hinted{fmt.Errorf("%s: is a folder, no notebook", path), "nbrun build " + path + " makes a book of the notebooks there"}
	}
	return fmt.Errorf("%s: is no notebook: its name does not end in .md", path)
}

// failures are the messages of what failed in a run, as problems with places.
func failures(x *notebook.Execution) problemList {
	list := append(problemList(nil), x.Problems...)
	for i, r := range x.Results {
		for _, o := range r.Outputs {
			if msg := failureText(o, r); msg != "" {
				list = append(list, notebook.Problem{Path: x.Notebook.Path, Pos: place(x.Notebook, x.Notebook.Cells[i].Body, o), Cell: i, Msg: msg, Hint: o.Hint})
			}
		}
	}
	for i, r := range x.Values {
		for _, o := range r.Outputs {
			if msg := failureText(o, r); msg != "" {
				list = append(list, notebook.Problem{Path: x.Notebook.Path, Pos: place(x.Notebook, x.Notebook.Inlines[i].Expr, o), Cell: -1, Msg: msg, Hint: o.Hint})
			}
		}
	}
	list = append(list, doubts(x)...)
	if len(list) == 0 && x.Notebook.Meta.Strict && !checked(x) {
		list = append(list, notebook.Problem{Path: x.Notebook.Path, Pos: strictKey(x.Notebook), Cell: -1, Msg: "strict: the notebook made no check",
			Hint: "nb.True and its like of nbrun/runner/nb make one"})
	}
	return append(list, missingImages(x)...)
}

// strictKey is where the front matter asks for checks.
func strictKey(nb *notebook.Notebook) notebook.Position {
	if at := strings.Index(nb.Text(nb.Front), "\nstrict"); at >= 0 {
		return nb.Position(nb.Front.Start + at + 1)
	}
	return notebook.Position{} // written in another way
}

// doubts are where the record of a run is not as its witness saw the calls, each at
// the cell that shows the trace.
func doubts(x *notebook.Execution) (list problemList) {
	if x.Witness == nil {
		return nil
	}
	for _, d := range x.Witness.Differences {
		p := notebook.Problem{Path: x.Notebook.Path, Cell: -1, Msg: x.Witness.By + " does not confirm the record: " + d.Text}
		for i, r := range x.Results {
			if slices.ContainsFunc(r.Outputs, func(o notebook.Output) bool { return slices.Contains(o.Traces, d.Trace) }) {
				p.Cell, p.Pos = i, x.Notebook.Position(x.Notebook.Cells[i].Block.Start)
				break
			}
		}
		list = append(list, p)
	}
	return list
}

// checked reports whether a check was made, and not only skipped.
func checked(x *notebook.Execution) bool {
	for _, r := range x.Results {
		for _, o := range r.Outputs {
			if o.Verdict == notebook.Pass || o.Verdict == notebook.Fail {
				return true
			}
		}
	}
	return false
}

// failureText is what an output says went wrong; empty when nothing did.
func failureText(o notebook.Output, r notebook.Result) string {
	switch {
	case o.Kind == notebook.Error && r.Status != notebook.OK:
		return o.Text
	case o.Kind == notebook.Check && o.Verdict == notebook.Fail:
		s := "check is false: " + o.Claim
		if o.Want != "" {
			s += ": got " + o.Got + ", want " + o.Want
		}
		return s
	}
	return ""
}

// place is where an output's cause stands: its own line, or else where its code begins.
func place(nb *notebook.Notebook, code notebook.Span, o notebook.Output) notebook.Position {
	if o.Pos.Line > 0 {
		return o.Pos
	}
	return nb.Position(code.Start)
}
