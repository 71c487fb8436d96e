package cell

import (
	"bytes"
	"errors"

	"nbrun/render/notebook"
)

// Format returns the source of nb with the code of its cells as gofmt writes it:
// no other byte changes. A cell that is not Go, or that gofmt would change in more
// than its looks, stays as it is and is reported. One with error: compile that is
// not Go is what its author wants.
func Format(nb *notebook.Notebook) ([]byte, []notebook.Problem) {
	c := newChecker(nb)
	var out []byte
	at := 0
	for i, cell := range nb.Cells {
		out = append(out, nb.Source[at:cell.Body.Start]...)
		out = append(out, c.format(i)...)
		at = cell.Body.End
	}
	return append(out, nb.Source[at:]...), sorted(c.problems)
}

// format returns the code of cell i as gofmt writes it.
func (c *checker) format(i int) []byte {
	cell := c.nb.Cells[i]
	body := c.nb.Source[cell.Body.Start:cell.Body.End]
	if len(bytes.TrimSpace(body)) == 0 {
		return body
	}
	s, ok := c.readGo(i)
	if !ok {
		return body
	}
	b := blockOf(c.nb, cell)
	code := b.code(body)
	formatted, err := gofmt(code)
	if b.options && linesBefore(code) > 0 {
		formatted = append([]byte("\n"), formatted...)
	}
	if err == nil {
		err = b.keeps(code, formatted)
	}
	if err != nil {
		c.report(s, len(body)-len(bytes.TrimLeft(body, " \t\r\n")), "this cell cannot be formatted: "+err.Error(), "")
		return body
	}
	return b.lines(formatted)
}

// readGo reads cell i, which is reported when it is not Go against its author's
// will. Of a whole file the package may be any.
func (c *checker) readGo(i int) (s *source, ok bool) {
	before := len(c.problems)
	s = c.read(c.nb.Cells[i].Body, i)
	ok = !s.broken || s.island && s.decls != nil
	if ok || c.nb.Cells[i].Options.Error == notebook.CompileError {
		c.problems = c.problems[:before]
	}
	return s, ok
}

// gofmt formats code until that changes nothing more: from a comment in an odd
// place gofmt makes something else when it meets it again.
func gofmt(code []byte) ([]byte, error) {
	for range 4 {
		formatted, err := gofmtOnce(code)
		if err != nil || bytes.Equal(formatted, code) {
			return formatted, err
		}
		code = formatted
	}
	return nil, errors.New("gofmt changes it each time")
}
