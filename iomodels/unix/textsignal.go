//go:build linux && (amd64 || arm64)

package unix

import (
	"encoding/binary"
	"fmt"
	"strconv"
	"strings"
	"syscall"
	"unsafe"
)

// siginfoText is a siginfo_t: number, and for those that I/O sends, code, band and
// descriptor (sigaction(2)).
func siginfoText(d *decoding, i int) string {
	mem, ok := d.after(i)
	if !ok {
		return pointerText(d, i)
	}
	word := func(j int) int { return int(int32(binary.NativeEndian.Uint32(mem[j:]))) }
	return d.signalSeen(word(0), word(8), binary.NativeEndian.Uint64(mem[16:]), word(24))
}

// newsText is what a read of a signalfd(2), an eventfd(2) or a timerfd brought, "" for
// other descriptors: a struct signalfd_siginfo, or a number.
func (d *decoding) newsText(mem []byte) string {
	o := objectAt(int(int32(d.args[0])), d.enter)
	switch {
	case o == nil:
	case o.what == "signalfd" && len(mem) == headSize:
		word := func(j int) int { return int(int32(binary.NativeEndian.Uint32(mem[j:]))) }
		text := d.signalSeen(word(0), word(8), uint64(word(28)), word(20))
		return listText([]string{text}, uint64(d.ret)/uint64(unsafe.Sizeof(SignalfdSiginfo{})))
	case (o.what == "eventfd" || o.what == "timerfd") && len(mem) == 8:
		return fmt.Sprintf("[%d]", binary.NativeEndian.Uint64(mem))
	}
	return ""
}

// signalSeen is one signal, as the thread learns of it. A code means what it means by
// the signal: those of a descriptor come with SIGIO, or a real-time signal (F_SETSIG
// in fcntl(2)).
func (d *decoding) signalSeen(signo, code int, band uint64, fd int) string {
	text := "{" + signalText(signo)
	name := codeNames[code]
	byIO := syscall.Signal(signo) == SIGIO || signo >= 32
	switch {
	case name != "" && (code <= 0 || code == siKernel || byIO):
		text += " " + name
	default:
		text += " code " + strconv.Itoa(code)
	}
	if byIO && code >= pollInput && code <= pollHangup {
		text += " band " + pollNames.text(band) + " fd " + describe(fd, d.enter)
	}
	return text + "}"
}

// From asm-generic/siginfo.h: who sent a signal, or what happened to a descriptor.
const (
	siKernel   = 0x80
	pollInput  = 1
	pollHangup = 6
)

var codeNames = map[int]string{
	0: "SI_USER", siKernel: "SI_KERNEL", -1: "SI_QUEUE", -2: "SI_TIMER", -3: "SI_MESGQ", -4: "SI_ASYNCIO", -5: "SI_SIGIO", -6: "SI_TKILL",
	pollInput: "POLL_IN", 2: "POLL_OUT", 3: "POLL_MSG", 4: "POLL_ERR", 5: "POLL_PRI", pollHangup: "POLL_HUP",
}

// ownerText is a struct f_owner_ex: "{F_OWNER_TID 4711}".
func ownerText(d *decoding, i int) string {
	mem, ok := d.captured(i)
	if !ok {
		return pointerText(d, i)
	}
	return fmt.Sprintf("{%s %d}", ownerNames.one(uint64(binary.NativeEndian.Uint32(mem))), int32(binary.NativeEndian.Uint32(mem[4:])))
}

var ownerNames = valued(named{F_OWNER_TID, "F_OWNER_TID"}, named{F_OWNER_PID, "F_OWNER_PID"}, named{F_OWNER_PGRP, "F_OWNER_PGRP"})

// exitStatusText is how a child process ended: "[killed by SIGIO]".
func exitStatusText(d *decoding, i int) string {
	mem, ok := d.after(i)
	if !ok {
		return pointerText(d, i)
	}
	switch s := syscall.WaitStatus(binary.NativeEndian.Uint32(mem)); {
	case d.ret == 0: // WNOHANG, and it has not ended
		return "[]"
	case s.Exited():
		return fmt.Sprintf("[exited with %d]", s.ExitStatus())
	case s.Signaled():
		return "[killed by " + signalText(int(s.Signal())) + "]"
	case s.Stopped():
		return "[stopped by " + signalText(int(s.StopSignal())) + "]"
	default:
		return fmt.Sprintf("[%#x]", uint32(s))
	}
}

// rlimitText is a struct rlimit: "{soft 16, hard 96365}".
func rlimitText(d *decoding, i int) string {
	mem, ok := d.captured(i)
	if !ok {
		return pointerText(d, i)
	}
	var limits []string
	for j, name := range []string{"soft ", "hard "} {
		if v := binary.NativeEndian.Uint64(mem[8*j:]); v == ^uint64(0) {
			limits = append(limits, name+"RLIM_INFINITY")
		} else {
			limits = append(limits, name+strconv.FormatUint(v, 10))
		}
	}
	return "{" + strings.Join(limits, ", ") + "}"
}
