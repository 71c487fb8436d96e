package figure

import (
	"slices"
	"strings"
	"testing"
)

// What the models write into records is said in Chinese: all titles, names of threads and
// of marks, notes, what looks saw and why, and what phases rest on. What stays as it is has
// its reason in free.
func TestRecordsInChinese(t *testing.T) {
	const parts, fails, refused = "parts, which are looked at by themselves", "has an error in it", "is an error and in no record"
	free := map[string]string{
		"X, on X":     parts,
		"sender X: X": parts,
		"7 bytes were asked of a device for the thread in X (X)": parts,
		"nothing was asked of a device for the thread in X (X)":  parts,
		"the thread slept in X (X) and came back":                parts,
		"X X":           parts,
		"epoll on X, X": parts,
		"X, in look 7":  parts,
		"X, data were sent and thrown away until they came with the kernel's time of arrival (X)": parts,
		"7 X, not 7: X":                                  "has a limit of the machine in it",
		"X; this is Linux AIO instead":                   fails,
		"nothing to wait for, so that pread does not: X": fails,
		"dirty pages: X":                                 fails,
		"kernel threads: X":                              fails,
		"read_ahead_kb: X":                               fails,
		"X (X)":                                          "is a number and the file that it stands in",
		"+7 (/proc/thread-self/io)":                      "so is this",
		"a round is one call":                            "is of a series, whose notes no figure repeats",
		"in scan it is N calls, which are timed as one and not recorded":                 "so is this",
		"the active ones are those with the highest numbers, and are so before the call": "so is this",
		"none of its points is of this part":                                             "is of a part of a series alone",
		"a pipe goes one way, and the reply the other":                                   refused,
		"only a socket has a receive timeout":                                            refused,
		"only a socket has a receive timeout, which forbids the restart":                 refused,
		"read knows no MSG_DONTWAIT":                                                     refused,
		"recv wants a socket":                                                            refused,
		"recvfrom receives from sockets":                                                 refused,
	}
	models, traces, calls, rings := readSource(t, ""), readSource(t, "trace"), readSource(t, "unix"), readSource(t, "uring")
	z := tongue{chinese: true}
	var evidence []string // without the parts that stand behind it
	for _, text := range append(traces.named("Evidence", "shown"), traces.passed("step", 3)...) {
		evidence = append(evidence, strings.TrimPrefix(sampled(text), "; "))
	}
	seen := func(text string) bool { _, ok := in(seenInChinese, text); return ok }
	slept := "the thread slept (7 voluntary context switches)"
	for _, tt := range []struct {
		what   string
		list   []string
		known  func(string) bool
		fills  []string // what an X may stand for
		around []string // what a part of a sentence, %, stands in
		least  int
	}{
		{"title", append(models.passed("Window", 0), models.named("title", "Title", "how")...),
			func(title string) bool { _, ok := titleInChinese(title); return ok }, []string{"UDP", "read on UDP"}, []string{"% UDP", "%, on UDP", "epoll on UDP, %", "Linux AIO on UDP%", "Linux AIO on UDP, since io_uring was refused%"}, 80},
		{"thread", slices.Concat(models.passed("onThread", 0), models.passed("act", 0), models.passed("start", 0), models.passed("Start", 0), models.passed("newGuest", 0)),
			func(name string) bool { return z.lane(name) != name }, nil, nil, 40},
		{"note", slices.Concat(models.named("Notes", "notes", "first"), models.passed("note", 0)),
			func(note string) bool { _, ok := z.inWords(note); return ok }, []string{"true", "the kernel puts no arrival times on data here, though it took SO_TIMESTAMPING"}, nil, 15},
		{"look", slices.Concat(models.named("Note", "note"), models.passed("look", 4), rings.named("Note", "note")), seen, []string{"socket", "set"}, nil, 25},
		{"look at", append(models.named("Name"), models.passed("count", 0)...), func(name string) bool {
			return looksInChinese[name] != "" || !strings.Contains(name, " ") || name == "own work"
		}, nil, nil, 20},
		{"count", models.passed("lookAt", 4), seen, nil, []string{"7 %"}, 1},
		{"evidence", evidence, func(text string) bool { _, ok := evidenceWords(text); return ok },
			[]string{"7 of 7 pages", "write", "ru_inblock: 7 blocks of 512", "the thread did not sleep"},
			[]string{"the loopback interface has no network card: the sending call runs the receiving side too%", "stamps of the last byte: handed to the packet scheduler (tx-sched), and to the device (tx-software)%"}, 25},
		{"mark", slices.Concat(models.passed("mark", 1), models.passed("told", 0)),
			func(name string) bool { return z.moment(name) != name }, []string{"A", "true"}, nil, 10},
		{"reason", slices.Concat(models.named("Why", "why"), models.passed("Why", 0), calls.named("Why"), rings.named("Why"), models.passed("completion", 3)),
			func(text string) bool { _, ok := reasonInChinese(text); return ok }, []string{"ext4", "no more than 7 are measured"}, nil, 20},
		{"basis", slices.Concat(traces.passed("asleep", 2), traces.passed("offCPU", 2), traces.passed("splitAt", 2), traces.passed("reason", 1), traces.named("Why")),
			func(text string) bool { _, ok := reasonInChinese(text); return ok }, []string{"EINTR", slept, "rx-software", "rx-software stamp", "nothing"}, []string{slept + "%"}, 15},
	} {
		n := 0
		for _, text := range tt.list {
			if strings.Trim(text, "X7 ") == "" {
				continue
			}
			n++
			known := free[text] != ""
			for _, fill := range append(tt.fills, "X") {
				for _, around := range append(tt.around, "%") {
					known = known || tt.known(strings.Replace(around, "%", strings.ReplaceAll(text, "X", fill), 1))
				}
			}
			if !known {
				t.Errorf("the %s %q has no Chinese", tt.what, text)
			}
		}
		if n < tt.least {
			t.Errorf("only %d of %s found", n, tt.what)
		}
	}
}

// The names of threads that are told apart by a letter have room for it where a gantt
// has three windows.
func TestThreadNamesFit(t *testing.T) {
	z := tongue{chinese: true}
	for _, name := range []string{"receiver", "sender C", "watcher", "program", "peer", "helper", "server B", "client B", "reader-3", "caller", "signals", "thief"} {
		said := z.lane(name)
		if said == name || fit(said, zoomNames-12, ganttText, false, false) != said {
			t.Errorf("%s is %q, which does not fit", name, said)
		}
	}
}
