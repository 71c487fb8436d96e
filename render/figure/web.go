package figure

import (
	"fmt"

	"nbrun/iomodels/trace"
)

// Where the columns of a web-request figure lie: those who take part as lines, the disk
// within the kernel's share, and on the right what the steps make together.
const (
	webWidth   = 784.0
	clientX    = 50.0
	cardX      = 218.0
	kernelX    = 416.0
	serverX    = 614.0
	diskX      = 228.0
	diskWidth  = 8.0
	bandWidth  = 12.0 // of the server's thread, half on each side
	operationX = 630.0
	discSize   = 12.0
	webHeads   = 54.0
	webTop     = 88.0
)

// web is a figure of a web request while it is laid out.
type web struct {
	t     *trace.Trace // nil for the schematic edition
	words *webWords
	tongue
	steps []*webStep
	from  trace.Time // the client's send, which times count from

	back   []Shape // furniture
	shapes []Shape // of the steps
	labels []*label
	marks  []Mark
	phases map[int][]trace.Phase // by event
	used   map[Ink]bool
}

// drawWeb draws the eleven steps of a web request from one trace, or from none what they
// are in general.
func drawWeb(in Input) (Figure, error) {
	d := &web{words: webWordsOf(in.Lang), tongue: tongueOf(in.Lang), phases: map[int][]trace.Phase{}, used: map[Ink]bool{}}
	switch len(in.Traces) {
	case 0:
		d.steps = webSketch(d.words)
	case 1:
		d.t = &in.Traces[0]
		if err := d.t.Check(); err != nil {
			return Figure{}, fmt.Errorf("a figure of what cannot have happened: %w", err)
		}
		steps := d.t.WebSteps()
		if steps == nil {
			return Figure{}, fmt.Errorf("a web-request figure is drawn from a request that came by a connection and was answered with a file: the trace %q has none", d.t.Title)
		}
		d.measured(steps)
	default:
		return Figure{}, fmt.Errorf("a web-request figure is drawn from 1 trace, or from none as a schematic one, not from %d", len(in.Traces))
	}
	return d.draw(), nil
}

func (d *web) draw() Figure {
	bottom := d.place()
	for _, s := range d.steps {
		d.drawStep(s)
	}
	d.drawOperations()
	spread(d.labels)
	for _, l := range d.labels {
		_, _, _, y1 := l.box()
		bottom = max(bottom, y1)
	}
	d.drawColumns(bottom + 8)
	height := d.drawLegend(bottom + 26)
	f := Figure{Kind: "web-request", Title: d.title(), Lang: d.lang(), Width: webWidth, Height: height, Marks: d.marks}
	f.Shapes = append(append(f.Shapes, d.back...), d.shapes...)
	for _, l := range d.labels {
		f.Shapes = append(f.Shapes, l.shapes()...)
	}
	f.Caption, f.Quoted = d.caption()
	f.Alt, f.Data = d.alt(), d.data()
	return f
}

func (d *web) title() string {
	switch {
	case d.t == nil:
		return d.words.title
	case d.t.Title != "" && d.words == &webEnglish:
		return d.t.Title
	case d.step("8").absent:
		return d.words.titles[2]
	case d.step("5").absent:
		return d.words.titles[1]
	case d.unsure():
		return d.words.title
	}
	return d.words.titles[0]
}

// at writes a moment as the figure counts it.
func (d *web) at(t trace.Time) string {
	switch by := t.Sub(d.from); {
	case by == 0:
		return "0"
	case by < 0:
		return "−" + trace.FormatDuration(-by)
	default:
		return "+" + trace.FormatDuration(by)
	}
}

// within writes from when to when a step was.
func (d *web) within(s *webStep) string {
	if s.event < 0 {
		return ""
	}
	from, to := d.at(s.from), d.at(s.to)
	if from == to {
		return to
	}
	return from + " … " + to
}

func (d *web) text(x, y float64, s string, size float64, anchor Anchor, bold bool) {
	d.back = append(d.back, Shape{Form: Text, Points: []Point{{x, y}}, Text: s, Size: size, Anchor: anchor, Bold: bold, Fill: Solid, Event: -1})
}
