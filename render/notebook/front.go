package notebook

import (
	"bytes"
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"
)

// frontKeys are the keys of front matter, in the order of Meta's fields.
var frontKeys = []string{"title", "description", "lang", "order", "timeout", "strict"}

var (
	languageTag = regexp.MustCompile(`^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$`)
	yamlLine    = regexp.MustCompile(`^(?:yaml: )?line (\d+): `)
	yamlKey     = regexp.MustCompile(`^ *[\w-]+:\s+`)
	keyLine     = regexp.MustCompile(`^[A-Za-z][\w-]*:(\s|$)`)
)

// findFront returns where the front matter lies: from a first line "---" up to
// the next such line, or "...". A "---" without a partner is a thematic break,
// unless a key follows it.
func findFront(p *problems) Span {
	src := p.nb.Source
	start := len(bomOf(src))
	first := lineEnd(src, start)
	if !isFence(src[start:first], "---") {
		return Span{}
	}
	for at := first; at < len(src); at = lineEnd(src, at) {
		if line := src[at:lineEnd(src, at)]; isFence(line, "---") || isFence(line, "...") {
			return Span{start, lineEnd(src, at)}
		}
	}
	if keyLine.Match(src[first:]) {
		p.add(start, -1, "end it with a line ---", "the front matter that begins here has no end")
	}
	return Span{}
}

func isFence(line []byte, fence string) bool {
	return string(bytes.TrimRight(line, " \t\r\n")) == fence
}

// parseFront fills Meta.
func parseFront(p *problems) {
	front := p.nb.Front
	if front == (Span{}) {
		return
	}
	src := p.nb.Source
	text := Span{lineEnd(src, front.Start), lineStart(src, front.End-1)}
	y := yamlText{p: p, start: text.Start, cell: -1}
	var doc yaml.Node
	if !y.parse(p.nb.Text(text), &doc) || len(doc.Content) == 0 {
		return
	}
	root := doc.Content[0]
	if root.Kind != yaml.MappingNode {
		y.report(root, "", "front matter is a list of keys with values, as in title: Blocking I/O")
		return
	}
	seen := map[string]bool{}
	for i := 0; i+1 < len(root.Content); i += 2 {
		key, value := root.Content[i], root.Content[i+1]
		if key.Kind != yaml.ScalarNode {
			y.report(key, "", "a key is a word, not %s", shown(key))
			continue
		}
		if seen[key.Value] {
			y.report(key, "", "key %q is given twice", key.Value)
			continue
		}
		seen[key.Value] = true
		p.nb.Meta.set(y, key, value)
	}
}

// set stores one key of the front matter.
func (m *Meta) set(y yamlText, key, value *yaml.Node) {
	switch key.Value {
	case "title":
		m.Title = y.text(key, value)
	case "description":
		m.Description = y.text(key, value)
	case "lang":
		if m.Lang = y.text(key, value); m.Lang != "" && !languageTag.MatchString(m.Lang) {
			y.report(value, "", "lang is a language tag such as en or zh-Hans, not %q", m.Lang)
			m.Lang = ""
		}
	case "order":
		m.Order = y.integer(key, value)
	case "timeout":
		m.Timeout = y.duration(key, value)
	case "strict":
		m.Strict = y.boolean(key, value)
	default:
		y.report(key, DidYouMean(key.Value, frontKeys), "unknown key %q in the front matter", key.Value)
	}
}

// yamlText is a piece of YAML that stands in the source from start on.
type yamlText struct {
	p     *problems
	start int
	cell  int
}

// parse reads text into doc and reports whether it could.
func (y yamlText) parse(text string, doc *yaml.Node) bool {
	err := yaml.Unmarshal([]byte(text), doc)
	if err == nil {
		return true
	}
	msg, line := err.Error(), 1
	var typeErr *yaml.TypeError
	if errors.As(err, &typeErr) && len(typeErr.Errors) > 0 {
		msg = typeErr.Errors[0]
	}
	if m := yamlLine.FindStringSubmatch(msg); m != nil {
		line, _ = strconv.Atoi(m[1]) // the expression admits digits only; a number too large is clamped below
		msg = msg[len(m[0]):]
	}
	msg = strings.TrimPrefix(msg, "yaml: ")
	lines := strings.Split(text, "\n")
	line = max(1, min(line, len(lines)))
	if strings.Contains(msg, "end of stream") {
		line = openQuote(lines, line)
	}
	slip := lines[line-1]
	at := &yaml.Node{Line: line, Column: 1 + len([]rune(yamlKey.FindString(slip)))}
	y.report(at, yamlHint(msg, slip), "not valid YAML: %s", msg)
	return false
}

// openQuote returns the number of the line, up to last, whose value begins with a quotation
// mark that it does not close; last when there is none.
func openQuote(lines []string, last int) int {
	for i := last; i > 0; i-- {
		value := yamlKey.ReplaceAllString(lines[i-1], "")
		if value != "" && strings.Contains(`"'`, value[:1]) && strings.Count(value, value[:1])%2 == 1 {
			return i
		}
	}
	return last
}

// yamlHint says what to do about what the YAML parser has against a line, in which it
// expects more than most authors know of.
func yamlHint(msg, line string) string {
	value := strings.TrimLeft(yamlKey.ReplaceAllString(line, ""), " ")
	switch {
	case strings.Contains(msg, "end of stream"):
		return "a quotation mark is not closed"
	case strings.Contains(msg, "expected ':'"):
		return "a line is a key, a colon and a value, as in title: Blocking I/O"
	case strings.Contains(msg, "tab") || strings.HasPrefix(strings.TrimLeft(line, " "), "\t"):
		return "YAML is indented with spaces, not with tabs"
	case strings.HasPrefix(value, "'"):
		return "between '…' a ' within the text is written twice"
	case strings.HasPrefix(value, `"`):
		return `between "…" the text's own " and \ are written \" and \\`
	case strings.HasPrefix(value, "[") || strings.HasPrefix(value, "{"):
		return "a bracket is not closed; a text that begins with one stands between quotation marks"
	}
	return `put the text between quotation marks, as in title: "Go: a start"`
}

// report notes a problem where a node stands.
func (y yamlText) report(n *yaml.Node, hint, format string, args ...any) {
	y.p.add(y.offset(n), y.cell, hint, format, args...)
}

// offset returns where a node stands in the source.
func (y yamlText) offset(n *yaml.Node) int {
	src, at := y.p.nb.Source, y.start
	for range max(n.Line, 1) - 1 {
		if next := lineEnd(src, at); next < len(src) {
			at = next
		}
	}
	// yaml counts columns in runes.
	column := max(n.Column, 1) - 1
	for i := range string(src[at:lineEnd(src, at)]) {
		if column--; column < 0 {
			return at + i
		}
	}
	return at
}

func (y yamlText) text(key, value *yaml.Node) string {
	switch {
	case value.ShortTag() == "!!null":
		y.report(value, "", "%s has no value", key.Value)
		return ""
	case value.Kind != yaml.ScalarNode:
		y.report(value, "", "%s is a text, not %s", key.Value, shown(value))
		return ""
	}
	return value.Value
}

func (y yamlText) texts(key, value *yaml.Node) []string {
	if value.Kind == yaml.ScalarNode && value.ShortTag() != "!!null" {
		return []string{value.Value}
	}
	var texts []string
	ok := value.Kind == yaml.SequenceNode
	for _, item := range value.Content {
		if ok = ok && item.Kind == yaml.ScalarNode; ok {
			texts = append(texts, item.Value)
		}
	}
	if !ok {
		y.report(value, "", "%s is a text or a list of texts, as in [a, b]", key.Value)
		return nil
	}
	return texts
}

func (y yamlText) boolean(key, value *yaml.Node) bool {
	var b bool
	if value.ShortTag() != "!!bool" || value.Decode(&b) != nil {
		y.report(value, "", "%s is true or false, not %s", key.Value, shown(value))
	}
	return b
}

func (y yamlText) integer(key, value *yaml.Node) int {
	var n int
	if value.ShortTag() != "!!int" || value.Decode(&n) != nil {
		y.report(value, "", "%s is a whole number, not %s", key.Value, shown(value))
	}
	return n
}

func (y yamlText) duration(key, value *yaml.Node) time.Duration {
	d, err := time.ParseDuration(value.Value)
	switch {
	case value.Kind == yaml.ScalarNode && err == nil && d > 0:
		return d
	case value.ShortTag() == "!!int" || value.ShortTag() == "!!float":
		y.report(value, "", "%s needs a unit, as in 30s", key.Value)
	default:
		y.report(value, "", "%s is a time above zero such as 500ms or 30s, not %s", key.Value, shown(value))
	}
	return 0
}

// shown is a value as a message shows it.
func shown(n *yaml.Node) string {
	switch n.Kind {
	case yaml.ScalarNode:
		return fmt.Sprintf("%q", n.Value)
	case yaml.SequenceNode:
		return "a list"
	case yaml.MappingNode:
		return "a list of keys"
	}
	return "an alias"
}
