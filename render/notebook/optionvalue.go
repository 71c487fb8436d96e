package notebook

import (
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// optionValue is what stands behind the colon of an option line.
type optionValue struct {
	yamlText
	key string
	raw string // without spaces around it; not empty
}

// node parses the value as YAML; nil when it isn't, which is reported.
func (v optionValue) node() *yaml.Node {
	var doc yaml.Node
	if !v.parse(v.raw, &doc) {
		return nil
	}
	if len(doc.Content) == 0 { // only a comment
		v.report(&yaml.Node{}, "", "option %q has no value", v.key)
		return nil
	}
	return doc.Content[0]
}

func (v optionValue) keyNode() *yaml.Node { return &yaml.Node{Kind: yaml.ScalarNode, Value: v.key} }

// line is the value as a text. Only a quoted one is read as YAML: in a caption a
// colon or a number sign is itself, and not a key or a comment.
func (v optionValue) line() string {
	if v.raw[0] != '"' && v.raw[0] != '\'' {
		return v.raw
	}
	if n := v.node(); n != nil {
		return v.text(v.keyNode(), n)
	}
	return ""
}

// caption is a line that readers see: a strict notebook's is prose.
func (v optionValue) caption() string {
	if v.p.nb.Meta.Strict {
		reportMeasured(v.p, Span{v.start, v.start + len(v.raw)}, v.cell, "say it without the number: a caption shows no values")
	}
	return v.line()
}

func (v optionValue) label(labels map[string]Position) string {
	label := v.line()
	if !labelForm.MatchString(label) {
		v.report(&yaml.Node{}, "", "a label is made of letters, digits and - _ . : and begins with a letter or a digit, not %q", label)
		return ""
	}
	if first, taken := labels[label]; taken {
		v.report(&yaml.Node{}, "", "label %q is taken: line %d has it", label, first.Line)
		return ""
	}
	labels[label] = v.p.nb.Position(v.start)
	return label
}

// on and off report whether the value is true, or false; neither of what is not
// a truth value, which is reported.
func (v optionValue) on() bool  { return v.choice("true", "false") == "true" }
func (v optionValue) off() bool { return v.choice("true", "false") == "false" }

// choice is the value when it is one of known, else "".
func (v optionValue) choice(known ...string) string {
	n := v.node()
	if n == nil {
		return ""
	}
	if n.Kind == yaml.ScalarNode && slices.Contains(known, n.Value) {
		return n.Value
	}
	v.report(n, "", "option %q is %s, not %s", v.key, or(known), shown(n))
	return ""
}

// list is the value as a node that may be a list; nil when it is none, which is reported.
func (v optionValue) list() *yaml.Node {
	n := v.node()
	if n != nil && n.Kind == yaml.ScalarNode && strings.Contains(n.Value, ",") {
		v.report(n, "write ["+n.Value+"]", "a list stands between brackets")
		return nil
	}
	return n
}

// choices are the values of a list that holds only known words.
func (v optionValue) choices(known []string) []string {
	n := v.list()
	if n == nil {
		return nil
	}
	words := v.texts(v.keyNode(), n)
	for i, word := range words {
		if slices.Contains(known, word) {
			continue
		}
		at := n
		if n.Kind == yaml.SequenceNode {
			at = n.Content[i]
		}
		v.report(at, DidYouMean(word, known), "option %q knows no %q", v.key, word)
		return nil
	}
	return words
}

// references are the names of a list, each with its place.
func (v optionValue) references() (list []Reference) {
	n := v.list()
	if n == nil {
		return nil
	}
	for i, name := range v.texts(v.keyNode(), n) {
		at := n
		if n.Kind == yaml.SequenceNode {
			at = n.Content[i]
		}
		list = append(list, Reference{name, v.p.nb.Position(v.offset(at))})
	}
	return list
}

// or joins words as a sentence does: "a, b or c".
func or(words []string) string {
	last := len(words) - 1
	return strings.Join(words[:last], ", ") + " or " + words[last]
}
