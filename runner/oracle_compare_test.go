//go:build linux

package runner

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/sys/unix"

	"nbrun/render/notebook"
)

// compare says in which class the notebook is, and what differs: x is what nbrun
// did, g what the compiled program did.
func (c *comparison) compare(x *notebook.Execution, g *outcome) (class string, diffs []string) {
	class = same
	for _, st := range plan(c.nb) {
		r, measures := x.Results, c.tangled.Measures
		what := "inline expression"
		span := notebook.Span{}
		if st.inline {
			r, measures = x.Values, c.tangled.MeasuresInline
			span = c.nb.Inlines[st.index].Expr
		} else {
			what = "cell"
			span = c.nb.Cells[st.index].Body
		}
		res, p := r[st.index], g.Pieces[place{st.inline, st.index}]
		d := diff{measures: measures[st.index] || c.ofBook()}
		d.piece(res, p, g)
		if d.lines != nil {
			class = worse(class, d.class)
			diffs = append(diffs, fmt.Sprintf("%s:%d: the %s (%s)", c.path, c.nb.Position(span.Start).Line, what, res.Status))
			diffs = append(diffs, d.lines...)
		}
		if res.Status != notebook.OK {
			break // neither goes on
		}
	}
	return class, diffs
}

// diff collects what differs in one cell.
type diff struct {
	measures bool
	class    string
	lines    []string
}

// add notes a difference.
func (d *diff) add(class, what, nbrun, goes string) {
	d.class = worse(d.class, class)
	d.lines = append(d.lines, fmt.Sprintf("  %s\n    nbrun: %s\n    Go:    %s", what, lines(nbrun), lines(goes)))
}

// lines writes a text so that its lines stand below each other.
func lines(s string) string {
	if strings.Contains(s, "\n") {
		return "\n      " + strings.ReplaceAll(fmt.Sprintf("%q", s), `\n`, "\\n\n      ")
	}
	return fmt.Sprintf("%q", s)
}

// worse returns the worse of two classes.
func worse(a, b string) string {
	order := []string{"", same, different, hang, crashed}
	return order[max(slices.Index(order, a), slices.Index(order, b))]
}

func (d *diff) piece(res notebook.Result, p *did, g *outcome) {
	if res.Status == notebook.Skipped || p == nil {
		if res.Status != notebook.Skipped || p != nil {
			d.add(different, "whether it runs", fmt.Sprint(res.Status != notebook.Skipped), fmt.Sprint(p != nil))
		}
		return
	}
	d.failure(res, p, g)
	d.checks(res, p)
	if d.measures {
		return
	}
	if got := strings.Join(outputs(res, notebook.Stdout), ""); got != p.Stdout && res.Dropped == 0 {
		d.add(different, "stdout", got, p.Stdout)
	}
	stderr := p.Stderr
	if at := crash.FindStringIndex(stderr); at != nil {
		stderr = stderr[:at[0]]
	}
	if got := strings.Join(outputs(res, notebook.Stderr), ""); got != stderr && res.Dropped == 0 {
		d.add(different, "stderr", got, stderr)
	}
	d.values(res, p)
}

// values compares the values that the cell shows, and their types.
func (d *diff) values(res notebook.Result, p *did) {
	var values []shown
	for _, o := range res.Outputs {
		if o.Kind == notebook.Value {
			values = append(values, shown{o.Text, o.Type})
		}
	}
	for i := range max(len(values), len(p.Values)) {
		got, want := shown{"no value", ""}, shown{"no value", ""}
		if i < len(values) {
			got = values[i]
		}
		if i < len(p.Values) {
			want = p.Values[i]
		}
		if got.Text != want.Text {
			d.add(different, "value", got.Text, want.Text)
		}
		if plainType(got.Type) != plainType(want.Type) {
			d.add(different, "type of the value", got.Type, want.Type)
		}
	}
}

var predeclared = regexp.MustCompile(`\b(any|byte|rune)\b`)

// plainType writes a type as neither reflect nor go/types does, but the same of both.
func plainType(t string) string {
	t = predeclared.ReplaceAllStringFunc(t, func(name string) string {
		return map[string]string{"any": "interface{}", "byte": "uint8", "rune": "int32"}[name]
	})
	return strings.NewReplacer("main.", "", " ", "", `\"`, "`").Replace(t)
}

// checks compares the checks that the cell made.
func (d *diff) checks(res notebook.Result, p *did) {
	var got, want []string
	for _, o := range res.Outputs {
		if o.Kind == notebook.Check {
			s := fmt.Sprintf("%s %s", o.Verdict, o.Claim)
			if !d.measures {
				s += fmt.Sprintf(": %s (%s)", o.Got, o.Want)
			}
			got = append(got, s)
		}
	}
	for _, e := range p.Checks {
		s := fmt.Sprintf("%s %s", e.Verdict, e.Claim)
		if !d.measures {
			s += fmt.Sprintf(": %s (%s)", e.Got, e.Want)
		}
		want = append(want, s)
	}
	if g, w := strings.Join(got, "\n"), strings.Join(want, "\n"); g != w {
		d.add(different, "checks", g, w)
	}
}

// failure compares how the cell failed.
func (d *diff) failure(res notebook.Result, p *did, g *outcome) {
	got, want := address.ReplaceAllString(strings.Join(outputs(res, notebook.Error), "\n"), "0x…"), g.failure(p)
	deadlock := strings.HasPrefix(want, "fatal error: all goroutines are asleep")
	switch {
	case got == want:
	case res.Status == notebook.Timeout && (want == tooLate || deadlock):
	case strings.HasPrefix(got, "the cell did not fail, and") && want == "":
	case want == stackOverflow && strings.HasPrefix(got, stackOverflow):
	case res.Status == notebook.Timeout:
		d.add(hang, "failure", got, want)
	case want == "":
		d.add(crashed, "failure", got, want)
	default:
		d.add(different, "failure", got, want)
	}
}

const (
	tooLate       = "it does not end"
	stackOverflow = "fatal error: stack overflow"
)

// What the text of a panic has beside that which the program can tell.
var (
	address = regexp.MustCompile(`0x[0-9a-f]{5,}`)
	signal  = regexp.MustCompile(`(?m)\n\[signal .*\]$`)
)

// failure is how the cell of a compiled program failed, in nbrun's words where Go
// has none; "" when it did not.
func (g *outcome) failure(p *did) string {
	if at := crash.FindStringIndex(p.Stderr); at != nil {
		words := p.Stderr[at[0]:]
		if strings.Contains(words, stackOverflow) {
			return stackOverflow
		}
		words, _, _ = strings.Cut(words, "\n\ngoroutine ")
		words = signal.ReplaceAllString(strings.TrimRight(words, "\n"), "")
		return address.ReplaceAllString(words, "0x…")
	}
	switch {
	case p.Done:
		return ""
	case g.Late:
		return tooLate
	case g.Status.Signaled():
		return fmt.Sprintf("the worker was killed by %s (%v)", unix.SignalName(g.Status.Signal()), g.Status.Signal())
	}
	return fmt.Sprintf("the cell called os.Exit(%d)", g.Status.ExitStatus())
}
