package figure

import (
	"strings"

	"nbrun/iomodels/trace"
)

// webStep is a step as it is drawn.
type webStep struct {
	n, what, long string // what happens, in the figure and in a sentence
	by            Provenance
	absent        bool
	source        string // what shows it, in a few words
	evidence      string
	event         int // index into the trace's events; -1 when none shows it
	from, to      trace.Time
	mark          int // index into the figure's marks; -1 for none

	fromX, toX       float64 // of its arrow; equal when it has none
	above, below     []string
	y, top, bottom   float64 // of its arrow, and of the row that it is in
	textX, textWidth float64
}

// webRows are the steps in the order in which they are drawn, those that the request
// takes without a stop in one row.
var webRows = [][]string{{"0"}, {"1", "2", "3"}, {"3b"}, {"4"}, {"5"}, {"6", "7"}, {"8"}, {"9"}, {"10", "11"}}

// webWays says between whom a step is.
var webWays = map[string][2]float64{
	"0": {clientX, kernelX}, "1": {clientX, cardX}, "2": {cardX, kernelX}, "3": {kernelX, serverX}, "3b": {kernelX, serverX},
	"4": {serverX, kernelX}, "5": {kernelX, diskX}, "6": {diskX, kernelX}, "7": {kernelX, kernelX}, "8": {kernelX, serverX},
	"9": {serverX, kernelX}, "10": {kernelX, cardX}, "11": {cardX, clientX},
}

// measured makes the steps of those that the trace tells.
func (d *web) measured(steps []trace.Step) {
	for _, p := range d.t.Phases() {
		d.phases[p.Event] = append(d.phases[p.Event], p)
	}
	for i := range steps {
		s := &steps[i]
		if s.N == "1" {
			d.from = s.From
		}
		step := d.newStep(s.N)
		step.long, step.by, step.absent, step.event = s.What, webProvenance[s.By], s.Absent, s.Event
		step.source, step.evidence, step.from, step.to = s.Source, d.tongue.evidence(s.Evidence), s.From, s.To
		d.steps = append(d.steps, step)
	}
	for _, s := range d.steps {
		if s.event >= 0 {
			s.mark = len(d.marks)
			d.marks = append(d.marks, Mark{Ref: ref(&d.t.Events[s.event]), Label: d.tell(s)})
		}
	}
}

var webProvenance = [...]Provenance{trace.Measured: Measured, trace.Inferred: Inferred, trace.Schematic: Schematic}

func (d *web) newStep(n string) *webStep {
	return &webStep{n: n, what: d.words.what[n], long: d.words.what[n], event: -1, mark: -1}
}

// webSketch are the steps of no run.
func webSketch(w *webWords) (steps []*webStep) {
	d := &web{words: w}
	for _, row := range webRows {
		for _, n := range row {
			s := d.newStep(n)
			s.by = Schematic
			steps = append(steps, s)
		}
	}
	return steps
}

// step returns the step of that number.
func (d *web) step(n string) *webStep {
	for _, s := range d.steps {
		if s.n == n {
			return s
		}
	}
	return nil
}

// place gives each step its texts and its height, and returns where the last row ends.
func (d *web) place() float64 {
	y := webTop
	for _, row := range webRows {
		above, below := 0, 0
		if row[0] == "5" {
			y += 22 // for the name of the box that begins here
		}
		for _, n := range row {
			s := d.step(n)
			d.lay(s)
			above, below = max(above, len(s.above)), max(below, len(s.below))
		}
		top := y
		y += float64(above)*textSize*lineHeight + 5
		bottom := y + max(float64(below)*textSize*lineHeight+5, discSize+2)
		for _, n := range row {
			s := d.step(n)
			s.y, s.top, s.bottom = y, top, bottom
		}
		y = bottom + 10
	}
	return y - 10
}

// lay breaks a step's texts into lines as wide as its arrow, or for one without as
// there is room beside it.
func (d *web) lay(s *webStep) {
	s.fromX, s.toX = webWays[s.n][0], webWays[s.n][1]
	left, right := min(s.fromX, s.toX), max(s.fromX, s.toX)
	if left == right {
		right = serverX
	}
	if s.n == "0" {
		right = cardX // that line crosses its arrow
	}
	s.textX, s.textWidth = left+discSize+5, right-left-2*discSize-10
	s.above = wrapText(s.what, s.textWidth/boldWidth, textSize)
	if when := d.within(s); when != "" && !s.absent {
		s.below = append(s.below, when)
		if from, to, ok := strings.Cut(when, " … "); ok && textWidth(when, textSize, false, false) > s.textWidth {
			s.below = []string{from, "… " + to}
		}
	}
	if s.source != "" {
		s.below = append(s.below, wrapText(d.words.known(s), s.textWidth, textSize)...)
	}
}

// wrapText is wrap for texts that may break before any wide letter.
func wrapText(s string, width, size float64) []string {
	const stops = "，。；：、）" // never begin a line
	var b strings.Builder
	for _, r := range s {
		if isWide(r) && !strings.ContainsRune(stops, r) {
			b.WriteByte('\x00')
		}
		b.WriteRune(r)
	}
	var lines []string
	line := ""
	for _, word := range strings.FieldsFunc(strings.ReplaceAll(b.String(), " ", "\x00 "), func(r rune) bool { return r == 0 }) {
		if line != "" && textWidth(line+word, size, false, false) > width {
			lines = append(lines, strings.TrimSpace(line))
			line = ""
		}
		line += word
	}
	if line = strings.TrimSpace(line); line != "" {
		lines = append(lines, line)
	}
	for i := range lines {
		lines[i] = fit(lines[i], width, size, false, false)
	}
	return lines
}
