package figure

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// boldWidth is how much wider a text is in bold: DejaVu Sans has digits that are by a
// tenth, and narrow letters that are by a quarter.
const boldWidth = 8.0 / 7

// textWidth estimates how wide a text is in pixels. There is no layout engine here,
// so it errs on the wide side: proportional widths are those of DejaVu Sans, the
// widest of the usual fonts, and bold adds a seventh.
func textWidth(s string, size float64, mono, bold bool) float64 {
	w := 0.0
	for _, r := range s {
		switch {
		case unicode.Is(unicode.Mn, r):
		case isWide(r):
			w++
		case mono:
			w += 0.602
		case r < 128:
			w += float64(sansWidths[r]) / 1000
		case strings.ContainsRune("…⋮✓✗", r):
			w++
		case strings.ContainsRune("≤≥≈±×−→←⇒", r):
			w += 0.9
		default:
			w += 0.7
		}
	}
	if bold {
		w *= boldWidth
	}
	return w * size
}

// isWide reports whether a rune takes a full em in every font: Han, kana, hangul and
// their punctuation.
func isWide(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul) ||
		0x3000 <= r && r <= 0x303f || 0xff00 <= r && r <= 0xff60
}

// sansWidths holds the advance of each ASCII character in thousandths of an em.
var sansWidths = [128]uint16{
	' ': 318, '!': 401, '"': 460, '#': 838, '$': 636, '%': 950, '&': 780, '\'': 275, '(': 390, ')': 390, '*': 500, '+': 838,
	',': 318, '-': 361, '.': 318, '/': 337, '0': 636, '1': 636, '2': 636, '3': 636, '4': 636, '5': 636, '6': 636, '7': 636,
	'8': 636, '9': 636, ':': 337, ';': 337, '<': 838, '=': 838, '>': 838, '?': 531, '@': 1000, 'A': 684, 'B': 686, 'C': 698,
	'D': 770, 'E': 632, 'F': 575, 'G': 775, 'H': 752, 'I': 295, 'J': 295, 'K': 656, 'L': 557, 'M': 863, 'N': 748, 'O': 787,
	'P': 603, 'Q': 787, 'R': 695, 'S': 635, 'T': 611, 'U': 732, 'V': 684, 'W': 989, 'X': 685, 'Y': 611, 'Z': 685, '[': 390,
	'\\': 337, ']': 390, '^': 838, '_': 500, '`': 500, 'a': 613, 'b': 635, 'c': 550, 'd': 635, 'e': 615, 'f': 352, 'g': 635,
	'h': 634, 'i': 278, 'j': 278, 'k': 579, 'l': 278, 'm': 974, 'n': 634, 'o': 612, 'p': 635, 'q': 635, 'r': 411, 's': 521,
	't': 392, 'u': 634, 'v': 592, 'w': 818, 'x': 592, 'y': 592, 'z': 525, '{': 636, '|': 337, '}': 636, '~': 838,
}

// fit shortens s with … until it is at most width wide.
func fit(s string, width, size float64, mono, bold bool) string {
	if textWidth(s, size, mono, bold) <= width {
		return s
	}
	rs := []rune(s)
	for n := len(rs) - 1; n > 0; n-- {
		if short := string(rs[:n]) + "…"; textWidth(short, size, mono, bold) <= width {
			return short
		}
	}
	return "…"
}

// wrap breaks a text at its spaces, and between wide runes, into lines at most width
// wide; a word that is wider has a line of its own, shortened.
func wrap(s string, width, size float64) []string {
	var lines []string
	line := ""
	for _, w := range pieces(s) {
		next := line + w
		switch {
		case line == "":
			line = strings.TrimLeft(w, " ")
		case textWidth(next, size, false, false) <= width:
			line = next
		default:
			lines = append(lines, line)
			line = strings.TrimLeft(w, " ")
		}
	}
	if line != "" {
		lines = append(lines, line)
	}
	for i := range lines {
		lines[i] = fit(lines[i], width, size, false, false)
	}
	return lines
}

// pieces divides a text where a line may end: each piece is a word with the space before
// it, or a wide rune. What closes, such as 。 and ）, stays with what it follows, what
// opens with what follows it, and a length is one word.
func pieces(s string) []string {
	var ps []string
	before := ""
	for _, word := range strings.Fields(s) {
		piece := ""
		switch {
		case before != "" && (strings.HasSuffix(before, "≤") || word == "ns" || word == "µs" || word == "ms" || word == "s"):
			piece, ps = ps[len(ps)-1]+" ", ps[:len(ps)-1]
		case before != "":
			piece = " "
		}
		before = word
		for i, r := range word {
			if i > 0 && (isWide(r) || isWide(lastRune(piece))) && !strings.ContainsRune("，。、；：？！）》」”", r) && !strings.ContainsRune("（《「“", lastRune(piece)) {
				ps = append(ps, piece)
				piece = ""
			}
			piece += string(r)
		}
		ps = append(ps, piece)
	}
	return ps
}

func lastRune(s string) rune {
	r, _ := utf8.DecodeLastRuneInString(s)
	return r
}
