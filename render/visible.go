package render

import (
	"bytes"
	"fmt"
	"unicode/utf8"
)

// What would not be seen on a page, or would make other text seem to stand elsewhere,
// is made visible: bytes that are not UTF-8, control characters, and those that turn
// the direction of writing. So a terminal's colours are shown as what a cell wrote, as
// in "␛[31mred", and do nothing.

// unseen reports whether a character must be made visible.
func unseen(r rune) bool {
	return r < ' ' && r != '\n' && r != '\t' || r >= 0x7f && r < 0xa0 ||
		r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069
}

// picture shows a character that is unseen, or a byte that is not UTF-8. It has no
// letter that HTML gives a meaning.
func picture(r rune, raw string) string {
	switch {
	case r == utf8.RuneError && len(raw) == 1:
		return fmt.Sprintf(`\x%02x`, raw[0])
	case r < ' ':
		return string('\u2400' + r)
	case r == 0x7f:
		return "\u2421"
	case unseen(r):
		return fmt.Sprintf(`\u%04x`, r)
	}
	return raw
}

// visible makes all of a page visible, wherever on it that stands and whoever wrote it
// there: attributes, prose and drawings too.
func visible(page []byte) []byte {
	var b bytes.Buffer
	done := 0
	for i := 0; i < len(page); {
		if c := page[i]; c >= ' ' && c < 0x7f || c == '\n' || c == '\t' {
			i++
			continue
		}
		r, n := utf8.DecodeRune(page[i:])
		if r == utf8.RuneError && n == 1 || unseen(r) {
			b.Write(page[done:i])
			if r != '\r' || i+1 == len(page) || page[i+1] != '\n' {
				b.WriteString(picture(r, string(page[i:i+n])))
			}
			done = i + n
		}
		i += n
	}
	if done == 0 {
		return page
	}
	b.Write(page[done:])
	return b.Bytes()
}
