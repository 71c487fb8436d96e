package figure

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"nbrun/iomodels/trace"
)

// BlockedCPU draws each trace as a marker: how long its program's threads slept in
// system calls, against how much of the processor these took. What was not measured of a
// trace is said below, and the trace has no marker.
//
// A trace that fails Check is an error.
func BlockedCPU(in Input) (Figure, error) {
	if len(in.Traces) == 0 || in.Series != nil {
		return Figure{}, errors.New("blocked time against CPU time is drawn from one trace or more, and from no series")
	}
	d := &blockedCPU{tongue: tongueOf(in.Lang)}
	for i := range in.Traces {
		t := &in.Traces[i]
		if err := t.Check(); err != nil {
			return Figure{}, fmt.Errorf("a figure of what cannot have happened: trace %d, %q: %w", i+1, t.Title, err)
		}
		d.runs = append(d.runs, d.runOf(i, t))
	}
	d.nameRuns(in.Traces)
	if texts := d.unmeasured(); len(texts) == len(d.runs) {
		return Figure{}, NotMeasured{"of no trace were both times measured: " + strings.Join(texts, "; ")}
	}
	return d.draw(), nil
}

// blockedCPU is such a figure while it is laid out.
type blockedCPU struct {
	runs     []run
	nameless []int // the runs whose names have no room beside their markers
	tongue
	sheet
	crowd
	x, y                     logScale
	left, right, top, bottom float64
}

// run is what a trace says of its program.
type run struct {
	name, title string
	asleep, cpu time.Duration
	unknown     []string // why it has no marker
	emulated    bool
	mark        Mark
}

func (d *blockedCPU) runOf(i int, t *trace.Trace) run {
	r := run{title: d.modelTitle(t.Title), emulated: strings.Contains(t.Model, "emulated")}
	if r.title == "" {
		r.title = d.say("System calls")
	}
	for _, q := range []string{"Asleep", "CPU"} {
		if why := t.Reason(q); why != "" {
			r.unknown = append(r.unknown, why)
		}
	}
	if r.unknown != nil {
		return r
	}
	r.asleep, r.cpu = t.Asleep(), t.CPU()
	longest := -1
	from, to, _ := t.Operation()
	for k := range t.Events {
		e := &t.Events[k]
		if e.Kind != trace.Syscall || e.Enter < from || e.Exit > to || t.Lanes[e.Lane].Role != trace.App {
			continue
		}
		if longest < 0 || e.Duration() > t.Events[longest].Duration() {
			longest = k
		}
	}
	if longest >= 0 {
		r.mark = Mark{Trace: i, Ref: ref(&t.Events[longest]), Label: d.say("%s: %s", r.title, d.times(&r))}
	}
	return r
}

func (d *blockedCPU) times(r *run) string {
	return d.say("asleep %s, CPU %s", trace.FormatDuration(r.asleep), trace.FormatDuration(r.cpu))
}

// nameRuns gives each run the name of its model, or its title when others have the same.
func (d *blockedCPU) nameRuns(traces []trace.Trace) {
	models, titles := map[string]int{}, map[string]int{}
	for i := range traces {
		models[traces[i].Model]++
		titles[d.runs[i].title]++
	}
	for i := range d.runs {
		r := &d.runs[i]
		r.name = d.modelName(traces[i].Model)
		if r.name == "" || models[traces[i].Model] > 1 {
			r.name = r.title
			if titles[r.title] > 1 {
				r.name = fmt.Sprintf("%d: %s", i+1, r.title)
			}
		}
	}
}

// draw draws the chart, and once more for a phone.
func (d *blockedCPU) draw() Figure {
	wide, narrow := *d, *d
	f, n := wide.drawIn(chartWidth), narrow.drawIn(narrowWidth)
	f.Narrow = &n
	return f
}

func (d *blockedCPU) drawIn(width float64) Figure {
	d.sheet.width = width
	d.top = d.sheet.title(d.say("Blocked time and processor time"), d.say("processor time in the calls"))
	d.measure()
	d.drawAxes()
	d.drawRuns()
	y := d.drawNameless(d.bottom + 58)
	y = d.paragraphs(d.edge(), y, width-2*d.edge(), d.unmeasured())
	if width == chartWidth {
		y = max(y, chartHeight)
	}
	f := Figure{
		Kind: "blocked-cpu", Title: d.say("Blocked time and processor time"), Lang: d.lang(), Caption: d.caption(), Alt: d.alt(), Data: d.data(),
		Width: width, Height: y, Shapes: d.shapes,
	}
	for i := range d.runs {
		if d.runs[i].mark.Ref != "" {
			f.Marks = append(f.Marks, d.runs[i].mark)
		}
	}
	return f
}

func (d *blockedCPU) measure() {
	var xs, ys []float64
	for _, r := range d.runs {
		if r.unknown == nil {
			xs, ys = append(xs, float64(r.asleep)), append(ys, float64(r.cpu))
		}
	}
	d.bottom, d.right = max(350, d.top+240), d.sheet.width-d.edge()-18
	d.y = newLogScale(ys, d.bottom-12, d.top+8)
	d.left = d.edge() + 30
	for _, v := range d.yTicks() {
		d.left = max(d.left, d.edge()+8+textWidth(shortDuration(v), textSize, false, false))
	}
	d.x = newLogScale(xs, d.left+10, d.right-14)
	d.crowd.within = box{d.left + 4, d.top - 4, d.right, d.bottom - 2}
}

func (d *blockedCPU) yTicks() []float64 { return d.y.ticks(func(float64) float64 { return 20 }) }

func (d *blockedCPU) drawAxes() {
	for _, v := range d.yTicks() {
		y := d.y.at(v)
		d.line(Faint, 0.3, Whole, Point{d.left, y}, Point{d.right, y})
		d.text(d.left-6, y+4, shortDuration(v), End)
	}
	for _, v := range d.x.ticks(func(v float64) float64 { return textWidth(shortDuration(v), textSize, false, false) + 12 }) {
		x := d.x.at(v)
		d.line(Faint, 0.3, Whole, Point{x, d.top}, Point{x, d.bottom})
		d.text(x, d.bottom+18, shortDuration(v), Middle)
	}
	d.line(Faint, 1, Whole, Point{d.left, d.top - 8}, Point{d.left, d.bottom}, Point{d.right, d.bottom})
	if d.x.zeros {
		d.line(Faint, 0.3, Whole, Point{d.x.zero, d.top}, Point{d.x.zero, d.bottom})
		d.text(d.x.zero, d.bottom+18, d.x.zeroText(), Middle)
		breakAxis(&d.sheet, (d.x.zero+d.x.from)/2+2, d.bottom, true)
	}
	if d.y.zeros {
		d.line(Faint, 0.3, Whole, Point{d.left, d.y.zero}, Point{d.right, d.y.zero})
		d.text(d.left-6, d.y.zero+4, d.y.zeroText(), End)
		breakAxis(&d.sheet, d.left, (d.y.zero+d.y.from)/2+2, false)
	}
	d.text((d.left+d.right)/2, d.bottom+36, d.say("asleep in the calls"), Middle)
}

// drawRuns draws the markers, and a name beside each.
func (d *blockedCPU) drawRuns() {
	var at []Point
	for i := range d.runs {
		r := &d.runs[i]
		p := Point{d.x.at(float64(r.asleep)), d.y.at(float64(r.cpu))}
		at = append(at, p)
		if r.unknown == nil {
			d.crowd.drawn = append(d.crowd.drawn, box{p.X - 6, p.Y - 6, p.X + 6, p.Y + 6})
		}
	}
	event := 0
	for i := range d.runs {
		r := &d.runs[i]
		if r.unknown != nil {
			continue
		}
		p, first := at[i], len(d.shapes)
		name := fit(r.name, (d.right-d.left)/2, textSize, false, false)
		where, b, ok := d.crowd.put(p, name)
		if ok {
			if end := b.nearest(p); far(p, end) > 14 {
				d.line(Faint, 1, Whole, p, end)
			}
			d.text(where.X, where.Y, name, Start)
		} else {
			d.nameless = append(d.nameless, i)
		}
		d.marker(i, p.X, p.Y)
		for k := first; k < len(d.shapes); k++ {
			if r.mark.Ref != "" {
				d.shapes[k].Event = event
			}
			if r.emulated {
				d.shapes[k].Provenance = Emulated
			}
		}
		if r.mark.Ref != "" {
			event++
		}
	}
}

// drawNameless writes below the chart the names for which there is no room in it, and
// returns where they end.
func (d *blockedCPU) drawNameless(y float64) float64 {
	for _, i := range d.nameless {
		d.marker(i, d.edge()+6, y-4)
		d.text(d.edge()+18, y, fit(d.runs[i].name, d.sheet.width-2*d.edge()-18, textSize, false, false), Start)
		y += 18
	}
	return y
}

func (b box) nearest(p Point) Point {
	return Point{max(b.x0, min(p.X, b.x1)), max(b.y0, min(p.Y, b.y1))}
}

func far(a, b Point) float64 { return max(a.X-b.X, b.X-a.X) + max(a.Y-b.Y, b.Y-a.Y) }
