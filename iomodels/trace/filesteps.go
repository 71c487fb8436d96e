package trace

import "fmt"

// The steps of a web request that are about the file.

func (x *exchange) opened() Step {
	first := x.data()[0]
	s := x.step("4", "the server asks for the file", []int{x.open}, "%s, then %s", x.Events[x.open].Name, x.Events[first].Name)
	s.To = x.Events[first].Enter
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
	}
	return s
}

// device is a step that happened if and only if a device was asked for data.
func (x *exchange) device(n, what string) Step {
	s := x.step(n, what, x.data(), "")
	bytes, counter, why := x.fromDevice()
	before, after := x.pages()
	switch {
	case why == "" && bytes == 0:
		s.Absent, s.Evidence = true, fmt.Sprintf("nothing was asked of a device for the thread in %s (%s)", x.named(x.data()), counter)
	case why == "":
	case before.full():
		s.Absent, s.By, s.Evidence = true, Inferred, fmt.Sprintf("%s were in the page cache before", before)
	case before.known && after.known && before.pages < after.pages:
		s.By, s.Evidence = Inferred, fmt.Sprintf("in the page cache: %s before, %s after", before, after)
	default:
		s = Step{N: n, What: what, By: Schematic, Event: -1, Evidence: "not measured: " + why}
	}
	return s
}

func (x *exchange) cached() Step {
	s := x.step("7", "the data are in the page cache; nobody is notified", x.data(), "")
	bytes, _, why := x.fromDevice()
	before, after := x.pages()
	switch {
	case before.full():
		s.Absent, s.Evidence = true, fmt.Sprintf("%s were there before", before)
	case before.known && after.known:
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
		s.Absent = true
		return s
	}
	s := x.step("8", what, x.reads, "%s returned %d bytes", x.named(x.reads), x.sum(x.reads))
	if u := x.Events[s.Event].Usage; u != nil && len(x.reads) == 1 {
		s.Evidence += fmt.Sprintf("; with at most %s of the processor", FormatDuration(u.CPU))
	}
	return s
}
