package figure_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"nbrun/iomodels/trace"
	"nbrun/render/figure"
)

// Figures speak Chinese but for names, and are as legible as in English. Each has the
// same shapes, marks and rows in both languages, but for where lines break.
func TestFiguresInChinese(t *testing.T) {
	drawn := map[string]bool{}
	for name, tr := range stored(t) {
		if figure.TitleWords(tr.Title, "zh") == tr.Title { // not a model's, but this record's
			tr.Title = ""
		}
		for _, kind := range figure.Kinds() {
			if _, err := figure.Draw(kind, figure.Input{Traces: []trace.Trace{tr}}); err == nil {
				drawn[kind] = true
				inChinese(t, kind, name, tr)
			}
		}
	}
	if len(drawn) != len(figure.Kinds())-4 { // the charts of a series
		t.Errorf("only these kinds were drawn: %v", drawn)
	}
}

// inChinese draws a figure of a trace in Chinese and looks for English in it.
func inChinese(t *testing.T, kind, name string, tr trace.Trace) {
	t.Helper()
	f, err := figure.Draw(kind, figure.Input{Traces: []trace.Trace{tr}, Lang: "zh-Hans"})
	if err != nil {
		t.Errorf("%s of %s: %v", kind, name, err)
		return
	}
	if f.Lang != "zh-Hans" || !strings.Contains(string(f.SVG("p")), `lang="zh-Hans"`) {
		t.Errorf("%s of %s: the language is %q", kind, name, f.Lang)
	}
	texts := []string{f.Caption, f.Alt}
	shapes := f.Shapes
	if f.Narrow != nil {
		shapes = append(shapes[:len(shapes):len(shapes)], f.Narrow.Shapes...)
	}
	for _, s := range shapes {
		if s.Form == figure.Text && !s.Mono {
			texts = append(texts, s.Text)
		}
	}
	for _, m := range f.Marks {
		texts = append(texts, m.Label)
	}
	for _, row := range f.Data {
		texts = append(texts, row...)
	}
	names := named(tr)
	for _, text := range texts {
		if found := twoWords.FindString(names.Replace(text)); found != "" {
			t.Errorf("%s of %s says %q in %q", kind, name, found, text)
		}
	}
	for _, text := range append([]string{f.Alt, f.Caption}, slices.Concat(f.Data...)...) {
		if found := spaced.FindString(text); found != "" {
			t.Errorf("%s of %s has a space in %q", kind, name, found)
		}
	}
	english, err := figure.Draw(kind, figure.Input{Traces: []trace.Trace{tr}})
	if err != nil || len(english.Marks) != len(f.Marks) || len(english.Data) != len(f.Data) {
		t.Errorf("%s of %s has other marks or rows than in English", kind, name)
	}
}

var spaced = regexp.MustCompile(`\p{Han} \p{Han}`)

var twoWords = regexp.MustCompile(`[a-z]{2,},? [a-z]{2,}`)

// named takes away what descriptors and other arguments are called in a trace.
func named(tr trace.Trace) *strings.Replacer {
	var list []string
	for i := range tr.Events {
		for _, a := range tr.Events[i].Args {
			_, name, _ := strings.Cut(a.Text, " <")
			for words := strings.Fields(name); len(words) > 1; words = words[:len(words)-1] { // a line may end within it
				list = append(list, strings.Join(words, " "), "")
			}
			list = append(list, strings.TrimSuffix(name, ">"), "", a.Text, "")
		}
	}
	return strings.NewReplacer(list...)
}

// What a record says itself is told in Chinese where that is known, and quoted where not.
func TestRecordedInChinese(t *testing.T) {
	tr := load(t, "blocking")
	tr.Title = "Blocking recvmsg on a unix socket, data there before the call"
	tr.Notes = []string{"the moon was full", "the gate was weaker here: /proc/PID/task/TID/syscall could not be read, so the receiver was seen asleep, but not in which call (proc_pid_syscall(5))"}
	f := drawn(t, "two-lane", figure.Input{Traces: []trace.Trace{tr}, Lang: "zh-Hans"})
	if f.Title != "阻塞式 recvmsg（Unix 套接字），数据先到" || f.Quoted != "The moon was full." || !strings.Contains(f.Caption, "闸门较弱") {
		t.Errorf("title %q, quoted %q, caption %q", f.Title, f.Quoted, f.Caption)
	}
	tr.Title = "Blocking the view on a hill: how"
	if f := drawn(t, "two-lane", figure.Input{Traces: []trace.Trace{tr}, Lang: "zh-Hans"}); f.Title != tr.Title {
		t.Errorf("an unknown title became %q", f.Title)
	}
	if f := drawn(t, "two-lane", figure.Input{Traces: []trace.Trace{tr}}); f.Quoted != "" || !strings.Contains(f.Caption, "The moon was full.") {
		t.Errorf("in English %q is quoted; the caption is %q", f.Quoted, f.Caption)
	}
}
