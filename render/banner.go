package render

import (
	"strconv"
	"strings"

	"nbrun/render/notebook"
)

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
