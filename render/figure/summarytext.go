package figure

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// caption says how to read the figure, and what of it isn't as the models' names say.
func (s *summary) caption() string {
	w := s.words
	if s.isSchematic() {
		return w.caption.schematic
	}
	list := []string{w.caption.measured, w.caption.chips}
	ran := map[int]bool{}
	for i, c := range s.columns {
		ran[c.number] = true
		if c.emulated {
			list = append(list, fmt.Sprintf(w.caption.emulated, i+1))
		}
		if c.contrary != "" {
			list = append(list, w.sentence(fmt.Sprintf(w.caption.column, i+1, c.contrary)))
		}
		if c.verdict == byKernel && c.copied == w.notMeasured {
			list = append(list, fmt.Sprintf(w.caption.column, i+1, w.caption.unseen))
		}
		for _, doubt := range s.traces[c.trace].Doubts() {
			list = append(list, w.sentence(fmt.Sprintf(w.caption.column, i+1, doubt)))
		}
	}
	var missing []string
	for i, name := range w.models {
		if !ran[i+1] {
			missing = append(missing, name)
		}
	}
	if missing != nil {
		list = append(list, fmt.Sprintf(w.caption.missing, strings.Join(missing, w.comma)))
	}
	return strings.Join(list, w.space)
}

// sentence gives a text a full stop, that of the language where it ends in it.
func (w *summaryWords) sentence(text string) string {
	text = strings.TrimSuffix(strings.TrimSuffix(text, "."), "。")
	if isWide(lastRune(text)) {
		return text + "。"
	}
	return text + "."
}

// alt tells what the figure shows: first what columns have in common, then each.
func (s *summary) alt() string {
	w := s.words
	var list []string
	if s.isSchematic() {
		list = append(list, w.sentence(upper(w.schematic)))
	}
	if n := len(s.columns); n < len(w.alt.columns) {
		list = append(list, w.alt.columns[n])
	} else {
		list = append(list, fmt.Sprintf(w.alt.many, n))
	}
	for i := 0; i < len(s.columns); {
		n := i + 1
		for n < len(s.columns) && s.columns[n].verdict == s.columns[i].verdict {
			n++
		}
		form, which := w.alt.one, strconv.Itoa(i+1)
		if n > i+1 {
			form, which = w.alt.several, which+w.alt.to+strconv.Itoa(n)
		}
		list = append(list, fmt.Sprintf(form, which, w.verdicts[s.columns[i].verdict]))
		i = n
	}
	for i, c := range s.columns {
		if s.isSchematic() {
			list = append(list, w.alt.schematic[i])
		} else {
			list = append(list, fmt.Sprintf(w.alt.column, i+1, c.name, strings.Join(s.tell(c), w.semicolon)))
		}
	}
	return strings.Join(list, w.space)
}

// tell says of a column what its thread did until the data came, and its quantities.
func (s *summary) tell(c *summaryColumn) []string {
	w := s.words
	var parts []string
	asked := 0
	for _, d := range c.bands[0] {
		part := ""
		switch d.fill {
		case Spin:
			asked += d.count
		case Wait:
			if d.inside[0] == w.notSplit {
				part = fmt.Sprintf(w.alt.unsplit, d.call, d.inside[1])
				break
			}
			form := w.alt.sleeps
			if d.inside[0] == w.waiting {
				form = w.alt.waits
			}
			part = fmt.Sprintf(form, d.call, d.inside[1])
		case Idle:
			part = fmt.Sprintf(w.alt.off, d.call, d.inside[1])
		case Work:
			part = fmt.Sprintf(w.alt.works, d.inside[1])
		}
		if part != "" && len(parts) < 6 {
			parts = append(parts, part)
		}
	}
	if asked > 0 {
		parts = append(parts, fmt.Sprintf(w.alt.asks, thousands(int64(asked))))
	}
	switch {
	case c.unsplit == w.noArrival:
		parts = append(parts, w.alt.unknown)
	case !c.split:
		parts = append(parts, c.unsplit+w.comma+c.arrival)
	case len(c.bands[0]) == 0:
		parts = append(parts, w.alt.already)
	default:
		parts = append(parts, fmt.Sprintf(w.alt.arrives, c.arrival))
	}
	if c.verdict != nothingCame {
		parts = append(parts, fmt.Sprintf(w.alt.calls, w.copied, c.copied), w.toldOf+w.told[c.told])
	}
	for k, m := range c.measures {
		parts = append(parts, fmt.Sprintf(w.alt.calls, w.measures[k], m))
	}
	return parts
}

// data returns the table: a row for each thing said, a column for each of the figure's.
func (s *summary) data() [][]string {
	w, z := s.words, tongueOf(s.words.lang)
	rows := [][]string{{w.rows.column}, {w.rows.calls}, {w.phases[0]}, {w.phases[1]}, {w.rows.verdict}}
	measured := [][]string{{w.rows.run}, {w.rows.arrived}, {w.copied}, {w.measures[0]}, {w.measures[1]}, {w.measures[2]}, {w.measures[3]}, {w.rows.notes}}
	for i, c := range s.columns {
		first, second := s.happened(c.bands[0]), s.happened(c.bands[1])
		if !c.split {
			second = c.unsplit
		}
		for k, cell := range []string{strconv.Itoa(i+1) + " " + c.name, c.calls, first, second, strings.Join(s.chipTexts(c), w.semicolon)} {
			rows[k] = append(rows[k], cell)
		}
		if s.isSchematic() {
			continue
		}
		t := &s.traces[c.trace]
		var notes []string
		for _, note := range t.DataNotes() {
			if said, ok := z.inWords(note); ok {
				note = said
			}
			notes = append(notes, note)
		}
		for k, cell := range append([]string{z.modelTitle(t.Title), c.arrival, c.copied}, append(c.measures[:len(c.measures):len(c.measures)], strings.Join(notes, " "))...) {
			measured[k] = append(measured[k], cell)
		}
	}
	if s.isSchematic() {
		return rows
	}
	return append(rows, measured...)
}

// happened writes a band's acts in a line.
func (s *summary) happened(band []act) string {
	var parts []string
	for _, d := range band {
		text := strings.Join(append(d.beside[:len(d.beside):len(d.beside)], d.inside...), " ")
		if text = betweenHan.ReplaceAllString(text, "$1$2"); text != "" {
			parts = append(parts, text)
		}
	}
	return strings.Join(parts, s.words.semicolon)
}

// upper gives a text a capital.
func upper(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[n:]
}
