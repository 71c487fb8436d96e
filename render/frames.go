package render

import (
	"fmt"

	"nbrun/render/notebook"
)

// frames writes the calls that led to an error, with links to their lines.
func (p *page) frames(frames []notebook.Frame) {
	if len(frames) == 0 {
		return
	}
	m := p.m
	m.open("ol", "class", "stack", "aria-label", p.say("Called from, innermost first"))
	for _, f := range frames {
		if f.Elided > 0 {
			m.el("li", p.say("… %s", p.count(f.Elided, "more call")), "class", "elided")
			continue
		}
		m.open("li")
		m.el("span", f.Func)
		m.text(" ")
		if p.lines[f.Pos.Line] {
			m.el("a", p.place(f.Pos), "href", "#"+lineAnchor(f.Pos.Line))
		} else {
			m.text(p.place(f.Pos))
		}
		m.shut("li")
	}
	m.shut("ol")
}

// lineAnchor is the id of a line of the notebook.
func lineAnchor(line int) string { return fmt.Sprintf("line.%d", line) }

// linkedLines returns the lines of cells that frames and calls name and the page shows.
func linkedLines(x *notebook.Execution) map[int]bool {
	lines := map[int]bool{}
	for _, results := range [][]notebook.Result{x.Results, x.Values} {
		for _, r := range results {
			for _, o := range r.Outputs {
				for _, f := range o.Frames {
					lines[f.Pos.Line] = lines[f.Pos.Line] || shownLine(x.Notebook, f.Pos.Line)
				}
			}
		}
	}
	for line := range callsOfLines(x) {
		lines[line] = lines[line] || shownLine(x.Notebook, line)
	}
	return lines
}

// shownLine reports whether a line of the notebook is one of a cell that is shown
// with its code, and not hidden there.
func shownLine(nb *notebook.Notebook, line int) bool {
	for _, c := range nb.Cells {
		first, last := nb.Position(c.Body.Start).Line, nb.Position(c.Body.End).Line
		if line < first || line > last || c.Options.NoEcho {
			continue
		}
		for text := range codeLines(nb.Text(c.Body)) {
			if line == first {
				return !omitted(text)
			}
			first++
		}
	}
	return false
}
