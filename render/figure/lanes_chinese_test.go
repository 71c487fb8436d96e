package figure_test

import (
	"regexp"
	"strings"
	"testing"

	"nbrun/iomodels/trace"
	"nbrun/render/figure"
)

// Figures of threads speak Chinese but for names, and are as legible as in English. Each
// has the same shapes, marks and rows in both languages, but for where lines break.
func TestThreadsInChinese(t *testing.T) {
	for name, tr := range stored(t) {
		for _, kind := range []string{"two-lane", "gantt"} {
			inChinese(t, kind, name, tr)
		}
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
	for _, s := range f.Shapes {
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
	names := recorded(tr)
	for _, text := range texts {
		if found := twoWords.FindString(names.Replace(text)); found != "" {
			t.Errorf("%s of %s says %q in %q", kind, name, found, text)
		}
	}
	english, err := figure.Draw(kind, figure.Input{Traces: []trace.Trace{tr}})
	if err != nil || len(english.Marks) != len(f.Marks) || len(english.Data) != len(f.Data) {
		t.Errorf("%s of %s has other marks or rows than in English", kind, name)
	}
}

var twoWords = regexp.MustCompile(`[a-z]{2,},? [a-z]{2,}`)

// recorded takes away what stands in a trace as it was recorded.
func recorded(tr trace.Trace) *strings.Replacer {
	var list []string
	add := func(texts ...string) {
		for _, text := range texts {
			for words := strings.Fields(text); len(words) > 1; words = words[:len(words)-1] { // a line may end within it
				list = append(list, strings.Join(words, " "), "")
			}
			for words := strings.Fields(text); len(words) > 1; words = words[1:] {
				list = append(list, strings.Join(words, " "), "")
			}
		}
	}
	add(tr.Title)
	for i := range tr.Events {
		e := &tr.Events[i]
		add(e.Note, e.Name)
		for _, a := range e.Args {
			_, name, _ := strings.Cut(a.Text, " <")
			add(strings.TrimSuffix(name, ">"), e.Name+" "+a.Text)
		}
	}
	for _, l := range tr.Lanes {
		add(l.Name)
	}
	for _, p := range tr.Phases() {
		add(p.Source, p.Why)
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
