package render

import (
	"strconv"
	"strings"

	"nbrun/render/notebook"
)

// tally is what a run comes to.
type tally struct {
	passed, falsified, skipped int // checks; notes and exercises do not count
	failed                     int // cells that failed, or timed out
	notRun                     int // cells that an earlier failure kept from running
	refused                    int // problems
	values                     int // inline values that could not be had
	differences                int // between the record and what a witness saw
}

func count(x *notebook.Execution) tally {
	t := tally{refused: len(x.Problems)}
	if x.Witness != nil {
		t.differences = len(x.Witness.Differences)
	}
	for _, r := range x.Results {
		t.cell(r)
	}
	for _, v := range x.Values {
		if v.Status == notebook.Failed || v.Status == notebook.Timeout {
			t.values++
		}
	}
	return t
}

// cell adds what a cell came to.
func (t *tally) cell(r notebook.Result) {
	switch r.Status {
	case notebook.Failed, notebook.Timeout:
		t.failed++
	case notebook.Skipped:
		t.notRun++
	}
	for _, o := range r.Outputs {
		if o.Kind != notebook.Check {
			continue
		}
		switch o.Verdict {
		case notebook.Pass:
			t.passed++
		case notebook.Fail:
			t.falsified++
		case notebook.Skip:
			t.skipped++
		}
	}
}

// add adds another run's.
func (t *tally) add(u tally) {
	t.passed, t.falsified, t.skipped = t.passed+u.passed, t.falsified+u.falsified, t.skipped+u.skipped
	t.failed, t.notRun, t.refused = t.failed+u.failed, t.notRun+u.notRun, t.refused+u.refused
	t.values, t.differences = t.values+u.values, t.differences+u.differences
}

// bad reports whether the page needs a banner.
func (t tally) bad() bool { return t.falsified+t.failed+t.refused+t.values+t.differences > 0 }

// plural writes a count with its noun, whose plural ends in s.
func plural(n int, noun string) string {
	if n != 1 {
		noun += "s"
	}
	return grouped(int64(n)) + " " + noun
}

// grouped writes a whole number with commas between groups of three digits.
func grouped(n int64) string {
	s := strconv.FormatInt(n, 10)
	sign := ""
	if s[0] == '-' {
		sign, s = "-", s[1:]
	}
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return sign + s
}

// summary writes the line above the prose: what the checks came to, when, where.
func (p *page) summary() {
	if p.empty() {
		return
	}
	m := p.m
	m.open("p", "class", "summary")
	part := p.parts()
	if p.book != nil {
		part("plain", p.say("this page"))
	}
	p.verdict(p.tally, part)
	if s := p.x.Started; !s.IsZero() {
		before, after := p.about("run on %s")
		if len(p.x.Problems) > 0 {
			before, after = p.about("tried on %s")
		}
		m.open("span", "class", "plain")
		m.text(before)
		m.el("time", s.UTC().Format("2006-01-02 15:04 UTC"), "datetime", s.UTC().Format("2006-01-02T15:04:05Z"))
		m.text(after)
		m.shut("span")
		m.line()
		if p.at.Reused {
			part("plain", p.say("record reused"))
		}
	}
	part("plain", p.fact("kernel"))
	if w := p.x.Witness; w != nil {
		part("stamp", p.say("traced by %s", w.By))
	}
	m.shut("p")
	m.line()
	p.stamp()
}

// parts writes the parts of a line that sums up, each in a class; an empty text is no part.
func (p *page) parts() func(class, text string) {
	return func(class, text string) {
		if text != "" {
			p.m.el("span", text, "class", class)
			p.m.line()
		}
	}
}

// verdict says what the checks of a run came to, part by part.
func (p *page) verdict(t tally, part func(class, text string)) {
	switch {
	case t.refused > 0:
		part("bad", p.say("not run"))
	case t.passed+t.falsified+t.skipped == 0:
		part("plain", p.say("no checks"))
	}
	if t.passed > 0 {
		part("good", p.say("✓ %s passed", p.count(t.passed, "check")))
	}
	if t.falsified > 0 {
		part("bad", p.say("✗ %s failed", grouped(int64(t.falsified))))
	}
	if t.skipped > 0 {
		part("plain", p.say("– %s skipped", grouped(int64(t.skipped))))
	}
}

// mostLinked is to how many failures the banner leads.
const mostLinked = 12

// banner says at the top of the page that something failed, and leads there.
func (p *page) banner() {
	m, t := p.m, p.tally
	if !t.bad() {
		return
	}
	m.open("section", "class", "banner", "aria-label", p.say("Failures"))
	m.open("p")
	var parts []string
	add := func(n int, noun, one, many string, args ...any) {
		args = append([]any{p.count(n, noun)}, args...)
		if n == 1 {
			parts = append(parts, p.say(one, args...))
		} else if n > 1 {
			parts = append(parts, p.say(many, args...))
		}
	}
	lead := p.say("This run failed: ")
	if t.refused > 0 {
		lead = p.say("This notebook was not run: ")
		parts = append(parts, p.count(t.refused, "problem"))
	}
	add(t.failed, "cell", "%s failed", "%s failed")
	add(t.falsified, "check", "%s is false", "%s are false")
	add(t.values, "value", "%s could not be had", "%s could not be had")
	add(t.notRun, "cell", "%s did not run", "%s did not run")
	add(t.differences, "call", "%s is not as %s saw it", "%s are not as %s saw them", p.witness())
	m.el("strong", lead+strings.Join(parts, p.say(", "))+p.say("."))
	if p.failures > 0 {
		m.text(" ")
		m.el("a", p.say("Go to the first failure"), "href", "#"+failureAnchor)
	}
	for n := 2; n <= min(p.failures, mostLinked); n++ {
		m.text(" ")
		m.el("a", strconv.Itoa(n), "href", "#"+failureID(n), "aria-label", p.say("Failure %d", n), "class", "next-failure")
	}
	m.shut("p")
	p.problems(p.elsewhere)
	p.differences()
	m.shut("section")
	m.line()
}

// problems writes what Go or the notebook's format refused, each with its place.
func (p *page) problems(list []notebook.Problem) {
	if len(list) == 0 {
		return
	}
	m := p.m
	m.open("ul", "class", "problems")
	for _, problem := range list {
		m.open("li")
		m.el("code", problem.String())
		if problem.Hint != "" {
			m.el("span", p.say("hint: %s", problem.Hint), "class", "hint")
		}
		m.shut("li")
	}
	m.shut("ul")
	m.line()
}
