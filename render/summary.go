package render

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
