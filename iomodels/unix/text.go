//go:build linux && (amd64 || arm64)

package unix

import (
	"encoding/binary"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// show says how an argument of each kind is written, for kinds that are not a set
// of names.
var show = [kinds]func(d *decoding, i int) string{
	integer:     func(d *decoding, i int) string { return strconv.FormatInt(int64(d.args[i]), 10) },
	size:        func(d *decoding, i int) string { return strconv.FormatUint(d.args[i], 10) },
	hex:         func(d *decoding, i int) string { return hexText(d.args[i]) },
	octal:       func(d *decoding, i int) string { return octalText(d.args[i]) },
	pointer:     pointerText,
	descriptor:  descriptorText,
	dirFD:       descriptorText,
	path:        pathText,
	bytesIn:     bytesText,
	bytesOut:    bytesText,
	addressIn:   sockaddrText,
	addressOut:  sockaddrText,
	length:      lengthText,
	messageIn:   messageText,
	messageOut:  messageText,
	vectorIn:    vectorText,
	vectorOut:   vectorText,
	timespecIn:  spanText,
	timespecOut: spanText,
	timeoutIn:   leftText,
	timevalIn:   timevalText,
	itimerIn:    itimerText,
	offsetIn:    offsetText,
	pollIn:      pollText,
	selectIn:    selectText,
	sigset:      sigsetText,
	siginfo:     siginfoText,
	exitStatus:  exitStatusText,
	rlimitIn:    rlimitText,
	rlimitOut:   rlimitText,
	twoFDs:      twoText,
	epollIn:     epollText,
	epollOut:    epollText,
	statOut:     statText,
	statfsOut:   statfsText,
	statxOut:    statxText,
	optionIn:    optionText,
	optionOut:   optionText,
	iocbs:       blocksText,
	ioEvents:    ioEventsText,
	uringParams: uringText,
	registered:  registeredText,
	option:      optionName,
	requestArg:  requestText,
	fcntlArg:    fcntlText,
	signum:      func(d *decoding, i int) string { return signalText(int(d.args[i])) },
}

// hexText is "0" or "0x1f".
func hexText(v uint64) string {
	if v == 0 {
		return "0"
	}
	return "0x" + strconv.FormatUint(v, 16)
}

// octalText is "0" or "0644".
func octalText(v uint64) string {
	if v == 0 {
		return "0"
	}
	return "0" + strconv.FormatUint(v, 8)
}

func pointerText(d *decoding, i int) string {
	if d.args[i] == 0 {
		return "NULL"
	}
	return hexText(d.args[i])
}

// captured is the memory of argument i, as the kernel left it if it changed it.
func (d *decoding) captured(i int) ([]byte, bool) {
	if mem, ok := d.after(i); ok {
		return mem, true
	}
	return d.before(i)
}

func descriptorText(d *decoding, i int) string {
	fd := int(int32(d.args[i]))
	if fd == AT_FDCWD {
		return "AT_FDCWD"
	}
	if made := d.enter; fd >= 0 {
		return describe(fd, made)
	}
	return strconv.Itoa(fd)
}

func pathText(d *decoding, i int) string {
	mem, ok := d.before(i)
	if !ok {
		return pointerText(d, i)
	}
	return quoted(mem, len(mem) == maxCapture)
}

// quoted is text as Go writes it, with an ellipsis if there was more of it.
func quoted(b []byte, more bool) string {
	s := strconv.Quote(string(b))
	if more {
		s += "…"
	}
	return s
}

// bytesText is the head of what was handed in (its length is in the next register)
// or came out (its length is the result).
func bytesText(d *decoding, i int) string {
	if mem, ok := d.before(i); ok {
		return quoted(mem, d.args[i+1] > uint64(len(mem)))
	}
	if mem, ok := d.after(i); ok {
		if text := d.newsText(mem); text != "" {
			return text
		}
		return quoted(mem, uint64(d.ret) > uint64(len(mem)))
	}
	if d.s.args[i] == bytesOut && d.errno == 0 && d.ret == 0 && d.quality&raw == 0 {
		return `""`
	}
	return pointerText(d, i)
}

func lengthText(d *decoding, i int) string {
	mem, ok := d.after(i)
	if !ok {
		return pointerText(d, i)
	}
	return fmt.Sprintf("[%d]", binary.NativeEndian.Uint32(mem))
}

// sockaddrText is an address, "{}" when the kernel gave none.
func sockaddrText(d *decoding, i int) string {
	mem, ok := d.captured(i)
	if n, came := d.after(i + 1); !ok && came && binary.NativeEndian.Uint32(n) == 0 {
		return "{}"
	}
	if !ok {
		return pointerText(d, i)
	}
	return addressText(mem)
}

// spanText is a timespec as a duration: "{50ms}".
func spanText(d *decoding, i int) string {
	mem, ok := d.captured(i)
	if !ok {
		return pointerText(d, i)
	}
	return "{" + timespec(mem).String() + "}"
}

// leftText is a timeout and, after the arrow, what is left of it: "{50ms} → {48ms}".
func leftText(d *decoding, i int) string {
	mem, ok := d.before(i)
	if !ok {
		return pointerText(d, i)
	}
	text := "{" + timespec(mem).String() + "}"
	if left, ok := d.after(i); ok {
		text += " → {" + timespec(left).String() + "}"
	}
	return text
}

func timespec(mem []byte) time.Duration {
	sec, nsec := binary.NativeEndian.Uint64(mem), binary.NativeEndian.Uint64(mem[8:])
	return time.Duration(int64(sec)*int64(time.Second) + int64(nsec))
}

func timevalText(d *decoding, i int) string {
	mem, ok := d.captured(i)
	if !ok {
		return pointerText(d, i)
	}
	return "{" + timeval(mem).String() + "}"
}

func timeval(mem []byte) time.Duration {
	sec, usec := binary.NativeEndian.Uint64(mem), binary.NativeEndian.Uint64(mem[8:])
	return time.Duration(int64(sec)*int64(time.Second) + int64(usec)*int64(time.Microsecond))
}

func itimerText(d *decoding, i int) string {
	mem, ok := d.captured(i)
	if !ok {
		return pointerText(d, i)
	}
	return fmt.Sprintf("{every %v, first after %v}", timespec(mem), timespec(mem[16:]))
}

func offsetText(d *decoding, i int) string {
	mem, ok := d.before(i)
	if !ok {
		return pointerText(d, i)
	}
	return fmt.Sprintf("[%d]", int64(binary.NativeEndian.Uint64(mem)))
}

func twoText(d *decoding, i int) string {
	mem, ok := d.after(i)
	if !ok {
		return pointerText(d, i)
	}
	return fmt.Sprintf("[%d, %d]", int32(binary.NativeEndian.Uint32(mem)), int32(binary.NativeEndian.Uint32(mem[4:])))
}

// listText is "[a, b, …]"; it says that there is more when count says so.
func listText(items []string, count uint64) string {
	if count > uint64(len(items)) {
		items = append(items, "…")
	}
	return "[" + strings.Join(items, ", ") + "]"
}
