package cell

import (
	"fmt"
	"strings"

	"nbrun/render/notebook"
)

// book makes a notebook of cells; those that begin with a line "//| error:
// compile" have that option. The code of the first begins on line 2, that of a
// later one two lines after the end of the one before it.
func book(cells ...string) *notebook.Notebook {
	nb := &notebook.Notebook{Path: "nb.md"}
	var src strings.Builder
	for _, code := range cells {
		var c notebook.Cell
		c.Block.Start = src.Len()
		src.WriteString("```go\n")
		if rest, ok := strings.CutPrefix(code, compileOption); ok {
			c.Options.Error = notebook.CompileError
			src.WriteString(compileOption)
			code = rest
		}
		c.Body.Start = src.Len()
		src.WriteString(code + "\n")
		c.Body.End = src.Len()
		src.WriteString("```\n")
		c.Block.End = src.Len()
		nb.Cells = append(nb.Cells, c)
	}
	nb.Source = []byte(src.String())
	return nb
}

func write(problems []notebook.Problem) []string {
	var list []string
	for _, p := range problems {
		list = append(list, fmt.Sprintf("%d:%d: %s", p.Pos.Line, p.Pos.Column, p.Msg))
	}
	return list
}
