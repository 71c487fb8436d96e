//go:build linux && (amd64 || arm64)

package iomodels

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"nbrun/iomodels/trace"
)

func init() {
	catalog["POSIXAIO"] = entry{run: scenario(POSIXAIO), transports: Transports, facts: func(s setting) []fact {
		name := s.receives()
		split := stampedWithinSend(name)
		if s.Transport.unstamped() != "" {
			split = unstamped(name)
		}
		return []fact{
			onlyCalls("eventfd2", "ppoll", "close"), answered(100), workDone(true),
			bufferLooks("untouched: 100 ", "holds the data: 100 "),
			inSequence("SQE", name+" enter", s.sends()+" enter", name+" exit", "CQE", "ppoll enter"),
			helperCalled(name, "write"), noted("EMULATED"), split,
		}
	}}
	catalog["POSIXAIOFile"] = entry{run: file(POSIXAIOFile), facts: facts(
		answered(1<<20), callsOf("pread64", 0), helperCalled("pread64", "write"), readDevice("pread64", true), noted("EMULATED"),
	)}
	catalog["POSIXAIOGlibc"] = entry{run: scenario(POSIXAIOGlibc), transports: Transports, facts: func(s setting) []fact {
		return []fact{
			answered(100), workDone(true), bufferLooks("untouched: 100 ", "holds the data: 100 "),
			looked("threads", "1 of the process", "2 of the process"),
			inSequence("SQE", s.sends()+" enter", "CQE"), helperAsleep(), noted("C program"),
		}
	}}
	mutants = append(mutants,
		mutant{"a thread that blocks itself for a helper", "POSIXAIO", "Blocking"},
		mutant{"the kernel for a helper", "POSIXAIO", "IOUring"},
		mutant{"emulated for real", "POSIXAIOGlibc", "POSIXAIO"},
		mutant{"the kernel for the C library", "POSIXAIOGlibc", "IOUring"},
		mutant{"Linux AIO for POSIX AIO", "POSIXAIOFile", "LinuxAIODirect"},
	)
}

// helperCalled says what a second thread did for the program.
func helperCalled(names ...string) fact {
	return fact{claim: fmt.Sprintf("another thread called %q", names), holds: func(t trace.Trace) bool {
		l := t.Lanes[1]
		var called []string
		for _, e := range t.Calls(l.Name) {
			called = append(called, e.Name)
		}
		return l.Role == trace.Helper && l.TID != t.Lanes[0].TID && slices.Equal(called, names)
	}}
}

// helperAsleep says that the watcher saw a thread of the program that is not its first
// asleep in a read.
func helperAsleep() fact {
	return fact{claim: "another thread was seen asleep in read", holds: func(t trace.Trace) bool {
		looks := t.On("watcher")
		last := looks[len(looks)-1]
		return last.Args[0].Raw != uint64(t.Lanes[0].TID) && strings.HasPrefix(last.Note, "S (asleep)") && strings.Contains(last.Note, "read")
	}}
}

// noted says that the reader is told something.
func noted(text string) fact {
	return fact{claim: "the notes say " + text, holds: func(t trace.Trace) bool { return strings.Contains(strings.Join(t.Notes, "\n"), text) }}
}

// What the C program says must be what the model understands, to its end.
func TestGlibcStory(t *testing.T) {
	for name, story := range map[string]string{
		"ends early":          "library glibc 2.36\nthreads 1 2 7\n",
		"no second thread":    "library glibc 2.36\nthreads 1 2 7\nrequest 3 4\nthreads 5 6 7\nworking\n",
		"no thread at all":    "library glibc 2.36\nthreads 1 2\nrequest 3 4\nthreads 5 6\nworking\n",
		"an error":            "error aio_read: Resource temporarily unavailable\n",
		"no such line":        "hello 1 2\n",
		"no numbers":          "work 1 2 many\n",
		"wrong data":          "completion 1 2 2 0\nbuffer 3 4 0 6161\n",
		"not as many numbers": "completion 1 2 100\n",
	} {
		t.Run(name, func(t *testing.T) {
			g := &glibcStory{guest: newGuest("program", 7), want: []byte("ab")}
			if err := g.read(strings.NewReader(story), func(int) {}); err == nil {
				t.Error("the story was believed")
			}
		})
	}
}

// FuzzGlibcStory has the C program say anything: no event may come of it that the
// record could not hold.
func FuzzGlibcStory(f *testing.F) {
	f.Add("library glibc 2.36\nthreads 1 2 7 8\nrequest 3 4\nbuffer 5 6 2 eeee\nworking\nwork 5 9 3\ncompletion 8 9 2 0\nbuffer 10 11 0 6162\n")
	f.Fuzz(func(t *testing.T, story string) {
		g := &glibcStory{guest: newGuest("program", 7), want: []byte("ab")}
		if err := g.read(strings.NewReader(story), func(int) {}); err != nil {
			return
		}
		for i, e := range g.guest.events {
			if e.Seq != i || e.Name == "" {
				t.Errorf("event %d is %+v", i, e)
			}
		}
	})
}

// A C program that goes wrong does not leave the others to wait for it.
func TestGlibcProgramGoesWrong(t *testing.T) {
	program := filepath.Join(t.TempDir(), "program")
	if err := os.WriteFile(program, []byte("#!/bin/sh\necho hello\nexec sleep 600\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	before := take(t)
	_, err := perform(quick, play{
		receive: func(r *receiver) error {
			_, err := r.watchProgram(program)
			return err
		},
		send: (*sender).whenInvited,
	})
	if err == nil || !strings.HasPrefix(err.Error(), `the C program said "hello": `) || strings.Contains(err.Error(), "\n") {
		t.Errorf("the run ended with %v, want what the program said", err)
	}
	before.same(t, nil)
}

// Without a compiler the model says so and leaves nothing.
func TestNoCompiler(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	if _, err := POSIXAIOGlibc(quick); !errors.Is(err, ErrNoCompiler) {
		t.Errorf("%v, want ErrNoCompiler", err)
	}
}
