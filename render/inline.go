package render

import "nbrun/render/notebook"

// inline writes the value of an expression that stands in prose.
func (p *page) inline(i int) {
	text, title, ok := p.value(i)
	if ok {
		class := "value"
		if len(text) > longValue {
			class = "value long"
		}
		p.m.el("span", text, "class", class, "title", title)
		return
	}
	attrs := []string{"class", "value bad", "title", title}
	if i < len(p.x.Values) && p.x.Values[i].Status != notebook.Skipped {
		attrs = append(attrs, p.anchor()...)
	}
	p.m.el("span", text, attrs...)
}

// longValue is how many bytes an inline value has when it may be broken into lines.
const longValue = 24

// value returns an inline value as text, what to say of it, and whether there is one.
func (p *page) value(i int) (text, title string, ok bool) {
	expr := p.x.Notebook.Text(p.x.Notebook.Inlines[i].Expr)
	if i >= len(p.x.Values) {
		return p.say("[not run]"), expr, false
	}
	for _, o := range p.x.Values[i].Outputs {
		switch o.Kind {
		case notebook.Value:
			return o.Text, p.say("%s is of type %s", expr, o.Type), true
		case notebook.Error:
			return "[" + expr + ": " + o.Text + "]", expr, false
		}
	}
	if p.x.Values[i].Status == notebook.Skipped {
		return p.say("[not run]"), p.say("%s: an earlier cell failed", expr), false
	}
	return p.say("[no value]"), expr, false
}
