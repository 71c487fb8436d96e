package render

import (
	"errors"
	"fmt"
	"slices"

	"nbrun/iomodels/trace"
	"nbrun/render/figure"
	"nbrun/render/notebook"
)

// Undrawn says why a figure that an output of a cell asks for cannot be drawn: one of
// nb.Figure, one that the cell's option views names, or the charts of a series. It
// returns nil when all can, and of a figure of what could not be measured here, of which
// the page says so. Within prose, where cell is -1, nothing is drawn.
func Undrawn(x *notebook.Execution, cell int, o notebook.Output) error {
	if cell < 0 || o.Auto {
		return nil
	}
	switch o.Kind {
	case notebook.Figure:
		return undrawn(x, o.Name, o.Traces)
	case notebook.Series:
		return unchartable(o.Series)
	case notebook.Traced:
		for _, view := range x.Notebook.Cells[cell].Options.Views {
			if err := unviewed(x, view, o.Traces); err != nil {
				return fmt.Errorf("option views: %w", err)
			}
		}
	}
	return nil
}

// undrawn says why a figure cannot be drawn from the traces of these indexes.
func undrawn(x *notebook.Execution, kind string, traces []int) error {
	var in figure.Input
	for _, t := range traces {
		in.Traces = append(in.Traces, x.Traces[t])
	}
	_, err := figure.Draw(kind, in)
	if err != nil && !errors.As(err, &figure.NotMeasured{}) {
		return fmt.Errorf("the figure %q cannot be drawn: %w", kind, err)
	}
	return nil
}

// unviewed says why traces cannot be shown by a view.
func unviewed(x *notebook.Execution, view string, traces []int) error {
	switch {
	case view == "table":
		return nil
	case slices.Contains(sideBySide, view):
		return undrawn(x, view, traces)
	}
	for _, t := range traces {
		if err := undrawn(x, view, []int{t}); err != nil {
			return err
		}
	}
	return nil
}

// unchartable says why a series cannot be shown.
func unchartable(s *trace.Series) error {
	if err := s.Check(); err != nil {
		return fmt.Errorf("the series %q cannot be shown: %w", s.Title, err)
	}
	for _, kind := range chartsOf(s) {
		if _, err := figure.Draw(kind, figure.Input{Series: s}); err != nil {
			return fmt.Errorf("the chart %q cannot be drawn: %w", kind, err)
		}
	}
	return nil
}
