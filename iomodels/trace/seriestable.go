package trace

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"
	"text/tabwriter"
	"time"
)

// Costs is the series as a table: a row for each N and Active, a column for each
// line that has a cost, and where they meet the median of the rounds. It begins with
// the head; it is nil when no line has a cost. A dash says that it was not measured,
// and the line's Why says why; an asterisk that the point is beyond the interface.
func (s Series) Costs() [][]string {
	return s.table(func(p *Point) string {
		switch {
		case p.Cost == nil:
			return ""
		case p.Beyond != "":
			return FormatDuration(p.Cost.Median) + " *"
		}
		return FormatDuration(p.Cost.Median)
	})
}

// Threads is the table of how many threads the process had more than before. It is
// nil when no line has a footprint.
func (s Series) Threads() [][]string {
	return s.table(func(p *Point) string {
		if p.Footprint == nil {
			return ""
		}
		return fmt.Sprintf("%+d", p.Footprint.GrownThreads())
	})
}

// Memory is the table of how much more memory of the process was resident than
// before. It is nil when no line has a footprint.
func (s Series) Memory() [][]string {
	return s.table(func(p *Point) string {
		if p.Footprint == nil {
			return ""
		}
		grown := p.Footprint.GrownResident()
		return withSign(grown, FormatBytes(grown))
	})
}

// table is that of what cell says of the points, for the lines and the pairs of N
// and Active of which it says something.
func (s *Series) table(cell func(*Point) string) [][]string {
	type row struct{ n, active int }
	var rows []Point
	cells := map[row]map[string]string{}
	head := []string{"watched", "active"}
	for i := range s.Lines {
		l := &s.Lines[i]
		said := false
		for j := range l.Points {
			p := &l.Points[j]
			text := cell(p)
			if text == "" {
				continue
			}
			said = true
			at := row{p.N, p.Active}
			if cells[at] == nil {
				cells[at] = map[string]string{}
				rows = append(rows, *p)
			}
			cells[at][l.Name] = text
		}
		if said {
			head = append(head, l.Name)
		}
	}
	if rows == nil {
		return nil
	}
	slices.SortFunc(rows, func(a, b Point) int { return comparePoints(&a, &b) })
	t := [][]string{head}
	for _, p := range rows {
		texts := []string{strconv.Itoa(p.N), strconv.Itoa(p.Active)}
		for _, name := range head[2:] {
			text := cells[row{p.N, p.Active}][name]
			if text == "" {
				text = "–"
			}
			texts = append(texts, text)
		}
		t = append(t, texts)
	}
	return t
}

// Details is all that was measured as a table, a row for each point, and the head.
func (s Series) Details() [][]string {
	t := [][]string{{"line", "watched", "active", "rounds", "calls", "min", "10 %", "median", "90 %", "max", "threads", "resident"}}
	for _, l := range s.Lines {
		for _, p := range l.Points {
			row := []string{l.Name, strconv.Itoa(p.N), strconv.Itoa(p.Active)}
			if k := p.Cost; k != nil {
				row = append(row, strconv.Itoa(k.Rounds), strconv.Itoa(k.Calls))
				for _, d := range []time.Duration{k.Min, k.P10, k.Median, k.P90, k.Max} {
					row = append(row, FormatDuration(d))
				}
			} else {
				row = append(row, "–", "–", "–", "–", "–", "–", "–")
			}
			if f := p.Footprint; f != nil {
				row = append(row, fmt.Sprintf("%d → %d", f.ThreadsBefore, f.Threads),
					fmt.Sprintf("%.1f → %.1f MB", float64(f.ResidentBefore)/1e6, float64(f.Resident)/1e6))
			} else {
				row = append(row, "–", "–")
			}
			t = append(t, row)
		}
	}
	return t
}

// Remarks are what stands below the tables: the notes, what an asterisk means, and
// what was not measured.
func (s Series) Remarks() []string {
	remarks := slices.Clone(s.Notes)
	if s.Cut != nil {
		remarks = append(remarks, fmt.Sprintf("asked for up to %d descriptors, not measured: %s", s.Cut.N, s.Cut.Why))
	}
	if s.Floor > 0 {
		remarks = append(remarks, "a call that does nothing takes "+FormatDuration(s.Floor)+" here, recording included")
	}
	beyond := map[string]bool{}
	for _, l := range s.Lines {
		for _, p := range l.Points {
			if p.Beyond != "" && !beyond[p.Beyond] {
				beyond[p.Beyond] = true
				remarks = append(remarks, "* beyond "+p.Beyond+", which the kernel does not know")
			}
		}
	}
	for _, l := range s.Lines {
		for _, why := range l.Why {
			remarks = append(remarks, l.Name+": "+why)
		}
	}
	return remarks
}

// Text writes the series for a terminal: its tables, and its remarks below.
func (s Series) Text() []byte {
	var b bytes.Buffer
	fmt.Fprintln(&b, s.Title)
	for _, t := range []struct {
		name string
		rows [][]string
	}{{"median of a round", s.Costs()}, {"more threads", s.Threads()}, {"more resident memory", s.Memory()}} {
		if t.rows == nil {
			continue
		}
		fmt.Fprintf(&b, "\n%s\n", t.name)
		w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', tabwriter.AlignRight)
		for _, row := range t.rows {
			for _, cell := range row {
				fmt.Fprintf(w, "%s\t", cell)
			}
			fmt.Fprintln(w)
		}
		w.Flush() // into memory: there is no error
	}
	for i, r := range s.Remarks() {
		if i == 0 {
			fmt.Fprintln(&b)
		}
		fmt.Fprintln(&b, "-", r)
	}
	return b.Bytes()
}
