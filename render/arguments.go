package render

import "strings"

// arguments writes a call's arguments: flags as terms of the glossary, and the names
// of descriptors set apart from their numbers.
func (r *rows) arguments(s string) {
	m, written := r.m, 0
	for i := 0; i < len(s); {
		end := i + 1
		switch c := s[i]; {
		case c == '"':
			end = quoteEnd(s, i)
		case isWord(c):
			for end < len(s) && isWord(s[end]) {
				end++
			}
			if c >= 'A' && c <= 'Z' && end > i+2 {
				m.text(s[written:i])
				r.term(s[i:end])
				written = end
			}
		case c == '<' && i >= 2 && s[i-1] == ' ' && isDigit(s[i-2]):
			if n := strings.IndexByte(s[i:], '>'); n > 0 {
				end = i + n + 1
				m.text(s[written:i])
				m.el("i", r.objectName(numberBefore(s[:i-1]), s[i:end]))
				written = end
			}
		}
		i = end
	}
	m.text(s[written:])
}

// longName is how long the name of a descriptor may be that every row has in full.
const longName = 16

// objectName is the name of a descriptor of that number as a row shows it, in < and >:
// shortened when the last row that named the number had the same.
func (r *rows) objectName(number, name string) string {
	if len(name) <= longName {
		return name
	}
	if r.names[number] != name {
		r.names[number] = name
		return name
	}
	if i := strings.LastIndexByte(name, '/'); i >= 0 { // the path of a file
		return "<…" + name[i:]
	}
	if i := strings.LastIndexByte(name, ' '); i >= 0 { // kind and address
		return name[:i] + " …>"
	}
	return name
}

// numberBefore returns the digits that s ends in.
func numberBefore(s string) string {
	i := len(s)
	for i > 0 && isDigit(s[i-1]) {
		i--
	}
	return s[i:]
}

// quoteEnd returns where the quoted text that begins at i ends.
func quoteEnd(s string, i int) int {
	for i++; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case '"':
			return i + 1
		}
	}
	return len(s)
}

func isWord(c byte) bool {
	return c == '_' || c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z'
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }
