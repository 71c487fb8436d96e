package figure

import (
	"fmt"
	"strings"

	"nbrun/iomodels/trace"
)

// summaryWords are all the words of a summary figure in one language. What has a verb
// of package fmt in it is a sentence, or a part of one, with a place to fill.
type summaryWords struct {
	lang string // BCP 47

	title, schematicTitle string
	models                [5]string
	schematic, emulated   string
	phase, phases         [2]string // "phase 1", "wait for data"
	hasArrived            string    // the line across the columns
	noArrival, arrivals   string    // in its place: when is not known; several times
	there                 string    // before the first call
	noCalls               string    // in the operation

	initiate, check, register, ready, complete, notification, timeUp string
	asleep, waiting, spinning, copying, wakeCopy, waking             string
	working, off, notSplit                                           string
	more, rounds                                                     string

	synchronous, asynchronous, toldOf string
	told                              [3]string
	nothingCame, notMeasured, noWork  string
	phase1Differs                     string             // brace of several models whose own calls copy
	braces                            map[verdict]string // of others
	verdicts                          map[verdict]string // what is said of columns

	measures                                     [4]string // heads of the rows
	copied                                       string
	onThread, noCopy, lengthUnknown              string
	helper, unseenHelper, withHelper             string
	copyNote                                     string // of the schematic edition's last column
	legend                                       map[Ink]string
	comma, semicolon, space                      string // between parts; after a sentence
	caption                                      summaryCaption
	alt                                          summaryAlt
	rows                                         summaryRows
	call, run, request, completion, signal, work string // labels of marks
}

// summaryCaption are the sentences of a caption.
type summaryCaption struct{ schematic, measured, chips, missing, emulated, column, unseen string }

// summaryAlt are the sentences, and parts of them, of the text alternative.
type summaryAlt struct {
	columns                                  [9]string // by how many there are
	many, one, several, to                   string
	schematic                                [5]string
	column                                   string
	sleeps, waits, unsplit, asks, off, works string
	arrives, already, unknown, calls         string
}

// summaryRows are the heads of those rows of the data table that the figure does not
// name itself.
type summaryRows struct{ column, run, calls, arrived, verdict, notes string }

// wordsFor returns the words of a language: Chinese, in simplified characters, for "zh"
// and what names these, English for all others.
func wordsFor(lang string) *summaryWords {
	l := strings.ToLower(lang)
	switch {
	case l == "zh", l == "zh-cn", l == "zh-sg", l == "zh-hans", strings.HasPrefix(l, "zh-hans-"):
		return &chinese
	}
	return &english
}

// markLabel names an event for a tool tip and for a screen reader.
func (w *summaryWords) markLabel(t *trace.Trace, i int) string {
	e := &t.Events[i]
	switch took := trace.FormatDuration(e.Duration()); {
	case w == &english:
	case e.Kind == trace.Syscall && e.Run != nil:
		return fmt.Sprintf(w.run, shortCall(e), thousands(int64(e.Run.Count)), result(e))
	case e.Kind == trace.Syscall:
		return fmt.Sprintf(w.call, shortCall(e), result(e), took)
	case e.Kind == trace.SQE:
		return fmt.Sprintf(w.request, e.Name)
	case e.Kind == trace.CQE:
		return fmt.Sprintf(w.completion, e.Name, result(e))
	case e.Kind == trace.Signal:
		return fmt.Sprintf(w.signal, e.Name)
	case e.Kind == trace.Work && !e.Touches():
		return fmt.Sprintf(w.work, thousands(e.Work), took)
	}
	return tongueOf(w.lang).mark(t, i)
}
