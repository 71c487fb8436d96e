package render

import (
	"fmt"
	"strings"

	"nbrun/render/figure"
)

// say returns one of the page's own sentences in the page's language. English is
// the sentence itself, and what is said in a language that has none.
func (p *page) say(english string, args ...any) string {
	text := english
	if p.chinese {
		if said, ok := inChinese[english]; ok {
			text = said
		}
	}
	if len(args) == 0 {
		return text
	}
	return fmt.Sprintf(text, args...)
}

// count returns a number of things: "3 checks".
func (p *page) count(n int, noun string) string {
	if counted, ok := countedInChinese[noun]; ok && p.chinese {
		return grouped(int64(n)) + " " + counted
	}
	return plural(n, noun)
}

// scriptWords are what the script says, as attributes of the body; it knows the English by itself.
func (p *page) scriptWords() []string {
	if !p.chinese {
		return nil
	}
	return []string{"data-copy", p.say("Copy"), "data-copied", p.say("Copied"), "data-not-copied", p.say("Not copied"),
		"data-thread", p.say("Thread"), "data-descriptor", p.say("Descriptor"), "data-call", p.say("Call"), "data-all", p.say("all"),
		"data-filter", p.say("Rows of this trace"), "data-count", p.say("N of M rows"), "data-strace", p.say("Copy as strace text")}
}

// recorded names the language of sentences that are in English on every page, as those
// in records are, where it is not the page's: a voice that reads the page out must know.
func (p *page) recorded() []string {
	if lang := strings.ToLower(p.lang()); lang == "en" || strings.HasPrefix(lang, "en-") {
		return nil
	}
	return []string{"lang", "en"}
}

// noteWords is a sentence that stands in a record, in the page's language where it is
// known in that, and the attributes that say which language it is in otherwise.
func (p *page) noteWords(note string) (string, []string) {
	if said, ok := figure.NoteWords(note, p.lang()); ok {
		return said, nil
	}
	return note, p.recorded()
}

// about splits a sentence of the page's own where an element stands in it.
func (p *page) about(english string) (before, after string) {
	before, after, _ = strings.Cut(p.say(english), "%s")
	return before, after
}

// simplified reports whether a language is Chinese in simplified letters.
func simplified(lang string) bool {
	tag := strings.ToLower(lang)
	for _, known := range []string{"zh", "zh-hans", "zh-cn", "zh-sg"} {
		if tag == known || strings.HasPrefix(tag, known+"-") && known != "zh" {
			return true
		}
	}
	return false
}
