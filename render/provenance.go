package render

import (
	"strings"

	"nbrun/iomodels/trace"
)

// fact returns the value of a fact of the host, "" when it is not known.
func (p *page) fact(name string) string {
	for _, f := range p.x.Host.Facts {
		if f.Name == name {
			return f.Value
		}
	}
	return ""
}

// provenance ends the page with where and with what it was made, and how to make
// it again.
func (p *page) provenance() {
	if p.empty() {
		return
	}
	m := p.m
	m.open("footer")
	m.line()
	m.el("h2", p.say("How this page was made"))
	m.line()
	m.open("dl")
	m.line()
	row := func(name, value string) {
		m.el("dt", p.say(name))
		if value == "" {
			m.el("dd", p.say("not known"), "class", "unknown")
		} else {
			m.el("dd", p.factWords(value))
		}
		m.line()
	}
	for _, f := range p.x.Host.Facts {
		row(f.Name, f.Value)
	}
	if !p.x.Started.IsZero() {
		row("started", p.x.Started.UTC().Format("2006-01-02 15:04:05 UTC"))
		row("took", trace.FormatDuration(p.x.Took))
	}
	if p.at.Reused {
		row("record", p.say("reused: nothing that is executed has changed since it was made"))
	}
	command := "nbrun "
	if w := p.x.Witness; w != nil {
		row("witness", p.witnessCount()+p.beside())
		command += "--witness "
	}
	m.el("dt", p.say("to repeat it"))
	m.open("dd")
	m.el("code", command+quote(p.x.Notebook.Path))
	m.shut("dd")
	m.line()
	m.shut("dl")
	m.line()
	m.shut("footer")
	m.line()
}

// factsInChinese has the words of facts that are no names.
var factsInChinese = map[string]string{
	"under a hypervisor": "在虚拟机中",
	"in a container":     "在容器中",
	"off":                "关闭",
}

// factWords is the value of a fact, in the page's language where it has words.
func (p *page) factWords(value string) string {
	parts, words := strings.Split(value, ", "), false
	for i, part := range parts {
		if said, ok := factsInChinese[part]; ok && p.chinese {
			parts[i], words = said, true
		}
	}
	if !words {
		return value
	}
	return strings.Join(parts, "，")
}

// quote writes a path as a shell takes it.
func quote(path string) string {
	plain := strings.IndexFunc(path, func(r rune) bool {
		return !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("/._-+,:@%", r) || r > 0x7f)
	}) < 0
	if plain && path != "" {
		return path
	}
	return "'" + strings.ReplaceAll(path, "'", `'\''`) + "'"
}
