package render

import "nbrun/render/notebook"

// verdicts say how a check is shown: a sign to look at, words to listen to.
var verdicts = map[notebook.Verdict]struct{ sign, words string }{
	notebook.Pass:     {"✓", "passed: "},
	notebook.Fail:     {"✗", "failed: "},
	notebook.Skip:     {"–", "skipped: "},
	notebook.Note:     {"·", "noted: "},
	notebook.Exercise: {"✎", "exercise: "},
}

// checks writes checks that followed each other.
func (p *page) checks(list []notebook.Output) {
	m := p.m
	m.open("ul", "class", "checks")
	m.line()
	for _, o := range list {
		p.check(o)
	}
	m.shut("ul")
	m.line()
}

func (p *page) check(o notebook.Output) {
	m, v := p.m, verdicts[o.Verdict]
	attrs := []string{"class", string(o.Verdict)}
	if o.Verdict == notebook.Fail {
		attrs = append(attrs, p.anchor()...)
	}
	m.open("li", attrs...)
	m.el("b", v.sign, "aria-hidden", "true")
	m.open("span")
	m.el("span", p.say(v.words), "class", "sr")
	m.text(o.Claim)
	if o.Text != "" && o.Text != o.Claim {
		if o.Claim != "" {
			m.text(p.say(": "))
		}
		m.text(o.Text)
	}
	m.shut("span")
	m.text(" ")
	p.compared(o)
	if o.Verdict == notebook.Fail && o.Pos.Line > 0 {
		m.el("span", p.place(o.Pos), "class", "place")
	}
	m.shut("li")
	m.line()
}

// compared writes the values that a check compared.
func (p *page) compared(o notebook.Output) {
	if o.Got == "" && o.Want == "" && o.Attempts == 0 && o.Verdict != notebook.Exercise {
		return
	}
	m := p.m
	m.open("small")
	switch {
	case o.Verdict == notebook.Note, o.Verdict == notebook.Skip:
		m.el("code", o.Got)
	case o.Verdict == notebook.Exercise && o.Got == "true":
		m.text(p.say("done"))
	case o.Verdict == notebook.Exercise:
		m.text(p.say("yours to do"))
	case o.Got != "" || o.Want != "":
		m.text(p.say("got "))
		m.el("code", o.Got)
		if o.Want != "" {
			m.text(p.say(", want "))
			m.el("code", o.Want)
		}
	}
	if o.Attempts > 1 {
		m.text(p.say(", in %s", p.count(o.Attempts, "attempt")))
	}
	m.shut("small")
}
