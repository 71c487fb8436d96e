package notebook

import (
	"fmt"
	"reflect"
	"strings"
)

// dump writes all that Parse found, for golden files.
func dump(nb *Notebook, problems []Problem) string {
	var b strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	if nb.Front != (Span{}) {
		line("front %v%s", nb.at(nb.Front), set(nb.Meta))
	}
	for i, c := range nb.Cells {
		line("cell %d %v%s", i, nb.at(c.Block), set(c.Options))
		for l := range strings.Lines(nb.Text(c.Body)) {
			line("\t%q", l)
		}
	}
	for i, in := range nb.Inlines {
		line("inline %d %v after %d: %s in %s", i, nb.at(in.Span), in.After, nb.Text(in.Expr), nb.Text(in.Span))
	}
	for _, p := range problems {
		line("%s", p)
		if p.Hint != "" {
			line("\thint: %s", p.Hint)
		}
		if p.Cell >= 0 {
			line("\tin cell %d", p.Cell)
		}
	}
	return b.String()
}

// at writes a span as "line:column-line:column", the end being the first byte behind it.
func (nb *Notebook) at(s Span) string {
	from, to := nb.Position(s.Start), nb.Position(s.End)
	return fmt.Sprintf("%d:%d-%d:%d", from.Line, from.Column, to.Line, to.Column)
}

// set writes the fields of a struct that are not zero.
func set(v any) string {
	var b strings.Builder
	r := reflect.ValueOf(v)
	for i := range r.NumField() {
		if !r.Field(i).IsZero() {
			fmt.Fprintf(&b, " %s=%v", r.Type().Field(i).Name, r.Field(i))
		}
	}
	return b.String()
}
