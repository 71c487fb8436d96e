package trace

import (
	"fmt"
	"strings"
)

// The steps of a web request that are about the file.

func (x *exchange) opened() Step {
	first := x.data()[0]
	s := x.step("4", "the server asks for the file", []int{x.open}, "%s, then %s", x.Events[x.open].Name, x.Events[first].Name)
	s.To = x.Events[first].Enter
	s.Source = x.Events[x.open].Name + ", " + x.Events[first].Name
	return s
}

func (x *exchange) driver() Step {
	s := x.device("5", "the kernel has the disk's driver read it")
	if n, counter, _ := x.fromDevice(); n > 0 {
		s.Evidence = fmt.Sprintf("%d bytes were asked of a device for the thread in %s (%s)", n, x.named(x.data()), counter)
	}
	return s
}

func (x *exchange) disk() Step {
	s := x.device("6", "the disk is read")
	if n, _, _ := x.fromDevice(); n > 0 {
		s.By, s.Evidence = Inferred, fmt.Sprintf("the %d bytes that were asked for came; what the device did shows in no call", n)
		s.Source = x.returned(x.data())
	}
	return s
}

// device is a step that happened if and only if a device was asked for data.
func (x *exchange) device(n, what string) Step {
	s := x.step(n, what, x.data(), "")
	bytes, counter, why := x.fromDevice()
	before, after := x.pages()
	if why == "" {
		name, _, _ := strings.Cut(counter, ":")
		s.Source = fmt.Sprintf("+%d bytes read (%s)", bytes, name)
	} else {
		s.Source = cameAndWent(before, after)
	}
	switch {
	case why == "" && bytes == 0:
		s.Absent, s.Evidence = true, fmt.Sprintf("nothing was asked of a device for the thread in %s (%s)", x.named(x.data()), counter)
	case why == "":
	case before.Full():
		s.Absent, s.By, s.Evidence = true, Inferred, fmt.Sprintf("%s were in the page cache before", before)
	case before.Probe != "" && after.Probe != "" && before.Pages < after.Pages:
		s.By, s.Evidence = Inferred, fmt.Sprintf("in the page cache: %s before, %s after", before, after)
	default:
		s = Step{N: n, What: what, By: Schematic, Event: -1, Evidence: "not measured: " + why, Source: "not measured"}
	}
	return s
}

// cameAndWent is what two looks at the page cache saw, in short: "mincore: 0, then 50
// of 50 pages".
func cameAndWent(before, after Residency) string {
	return fmt.Sprintf("%s: %d, then %s", before.Probe, before.Pages, after)
}

func (x *exchange) cached() Step {
	s := x.step("7", "the data come into the page cache; nobody is notified", x.data(), "")
	bytes, _, why := x.fromDevice()
	before, after := x.pages()
	switch {
	case before.Full():
		s.Absent, s.Evidence = true, fmt.Sprintf("%s were there before", before)
		s.Source = fmt.Sprintf("%s: %s before", before.Probe, before)
	case before.Probe != "" && after.Probe != "":
		s.Source = cameAndWent(before, after)
		s.Evidence = fmt.Sprintf("%s before, %s after", before, after)
		if slept, _ := x.Events[s.Event].slept(); slept {
			s.Evidence += fmt.Sprintf("; the thread slept in %s, and was woken there", x.Events[s.Event].Name)
		}
	case why == "" && bytes == 0:
		s.Absent, s.By, s.Evidence = true, Inferred, "they were there before, as no device was asked for them"
	default:
		s.By, s.Evidence = Inferred, fmt.Sprintf("%s returned them; the page cache was not seen", x.named(x.data()))
	}
	return s
}

func (x *exchange) copiedFile() Step {
	const what = "the kernel copies the file from the page cache to the server's buffer"
	if len(x.reads) == 0 {
		s := x.step("8", what, x.sendfiles, "sendfile took %d bytes, and no call of the server reads the file", x.sum(x.sendfiles))
		s.Absent, s.Source = true, "no call reads the file"
		return s
	}
	s := x.step("8", what, x.reads, "%s returned %d bytes", x.named(x.reads), x.sum(x.reads))
	if u := x.Events[s.Event].Usage; u != nil && len(x.reads) == 1 {
		s.Evidence += fmt.Sprintf("; with at most %s of the processor", FormatDuration(u.CPU))
	}
	return s
}
