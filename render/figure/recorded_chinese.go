package figure

import (
	"regexp"
	"strings"

	"nbrun/iomodels/trace"
)

// What a record says itself is English: titles, names of threads, notes, what looks saw,
// what phases rest on. What the models say is here in Chinese, by the English; what they
// repeat, such as an error of the kernel's, and what a cell says stays as it is.

// saying is such a sentence, and its Chinese.
type saying struct {
	english *regexp.Regexp
	chinese string
}

// sayings makes sentences of patterns and their Chinese. In a pattern (on) is what data
// go over.
func sayings(pairs ...string) []saying {
	var list []saying
	for i := 0; i < len(pairs); i += 2 {
		pattern := strings.ReplaceAll(pairs[i], "(on)", "([^,:]+)")
		list = append(list, saying{regexp.MustCompile("^(?:" + pattern + ")$"), pairs[i+1]})
	}
	return list
}

// in returns the Chinese of a text.
func in(list []saying, text string) (string, bool) {
	for _, s := range list {
		if m := s.english.FindStringSubmatchIndex(text); m != nil {
			return string(s.english.ExpandString(nil, s.chinese, text, m)), true
		}
	}
	return text, false
}

// inWords is a note of a record as a sentence in the language, where that is another
// than English and has it.
func (z tongue) inWords(note string) (string, bool) {
	if !z.chinese {
		return "", false
	}
	for _, of := range notesOf {
		if m := of.english.FindStringSubmatchIndex(note); m != nil {
			rest, ok := z.inWords(note[m[1]:])
			return string(of.english.ExpandString(nil, of.chinese, note, m)) + rest, ok
		}
	}
	return in(notesInChinese, note)
}

// look is what a look was at.
func (z tongue) look(name string) string {
	if said, ok := looksInChinese[name]; ok && z.chinese {
		return said
	}
	if z.chinese {
		return " " + name
	}
	return name
}

// looked is what a look saw.
func (z tongue) looked(note string) string {
	if z.chinese {
		note, _ = in(seenInChinese, note)
	}
	return note
}

// moment is the name of a mark that the program made.
func (z tongue) moment(name string) string {
	if z.chinese {
		name, _ = in(momentsInChinese, name)
	}
	return name
}

// why is what something rests on, or the reason why there is none of it: one or several,
// behind each other. It is Chinese if they all are known.
func (z tongue) why(text string) string {
	if said, ok := reasonInChinese(text); ok && z.chinese {
		return said
	}
	return text
}

func reasonInChinese(text string) (string, bool) {
	return partsInChinese(text, reasonsOf, reasonsInChinese)
}

// partsInChinese is the Chinese of several sentences behind each other, of which any may have a
// head; it reports whether all of them are known.
func partsInChinese(text string, heads []saying, lists ...[]saying) (string, bool) {
	for _, list := range lists {
		if said, ok := in(list, text); ok {
			return said, true
		}
	}
	if first, rest, several := strings.Cut(text, "; "); several {
		a, known := partsInChinese(first, heads, lists...)
		b, also := partsInChinese(rest, heads, lists...)
		return a + "；" + b, known && also
	}
	for _, of := range heads {
		if m := of.english.FindStringSubmatchIndex(text); m != nil {
			rest, ok := partsInChinese(text[m[1]:], heads, lists...)
			return string(of.english.ExpandString(nil, of.chinese, text, m)) + rest, ok
		}
	}
	return text, false
}

// recorded makes sentences of what a record says itself: in the language of the figure,
// and those that there are only in English.
func (z tongue) recorded(t *trace.Trace, texts ...[]string) (said [][]string, quoted []string) {
	for _, list := range texts {
		var here []string
		for _, text := range list {
			switch in, ok := z.inWords(text); {
			case ok:
				here = append(here, in)
			case z.chinese:
				quoted = append(quoted, capital(t, sentence(text)))
			default:
				here = append(here, capital(t, sentence(text)))
			}
		}
		said = append(said, here)
	}
	return said, quoted
}
