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

// statText is what of a file's status a reader of a trace wants.
func statText(d *decoding, i int) string {
	mem, ok := d.after(i)
	if !ok {
		return pointerText(d, i)
	}
	var st Stat_t
	copy(unsafe.Slice((*byte)(unsafe.Pointer(&st)), unsafe.Sizeof(st)), mem)
	return fmt.Sprintf("{%s%s size %d}", fileTypes.one(uint64(st.Mode)&S_IFMT), "|"+octalText(uint64(st.Mode)&0o7777), st.Size)
}

// statxSize is as much of struct statx as is shown, and no more than captured memory
// may be.
const statxSize = uint8(unsafe.Offsetof(Statx_t{}.Dio_offset_align) + unsafe.Sizeof(Statx_t{}.Dio_offset_align))

// statxText is what of a statx a reader of a trace wants, as far as the kernel filled it
// in, which its mask says.
func statxText(d *decoding, i int) string {
	mem, ok := d.after(i)
	if !ok {
		return pointerText(d, i)
	}
	var st Statx_t
	copy(unsafe.Slice((*byte)(unsafe.Pointer(&st)), unsafe.Sizeof(st)), mem)
	var fields []string
	if st.Mask&STATX_TYPE != 0 && st.Mask&STATX_MODE != 0 {
		fields = append(fields, fileTypes.one(uint64(st.Mode)&S_IFMT)+"|"+octalText(uint64(st.Mode)&0o7777))
	}
	if st.Mask&STATX_SIZE != 0 {
		fields = append(fields, fmt.Sprintf("size %d", st.Size))
	}
	if st.Mask&STATX_DIOALIGN != 0 {
		fields = append(fields, fmt.Sprintf("dio_mem_align %d dio_offset_align %d", st.Dio_mem_align, st.Dio_offset_align))
	}
	return "{" + strings.Join(fields, " ") + "}"
}

func statfsText(d *decoding, i int) string {
	mem, ok := d.after(i)
	if !ok {
		return pointerText(d, i)
	}
	return "{" + fileSystems.one(binary.NativeEndian.Uint64(mem)) + "}"
}

// sigsetText lists signals: "{SIGIO SIGURG}".
func sigsetText(d *decoding, i int) string {
	mem, ok := d.before(i)
	if !ok {
		return pointerText(d, i)
	}
	bits := binary.NativeEndian.Uint64(mem)
	var names []string
	for n := 1; n <= 64; n++ {
		if bits&(1<<(n-1)) != 0 {
			names = append(names, signalText(n))
		}
	}
	if len(names) > 32 {
		return "{all but " + strconv.Itoa(64-len(names)) + "}"
	}
	return "{" + strings.Join(names, " ") + "}"
}

// signalText is "SIGIO", "SIGRT8" or, of no signal, the number. SIGRT0 is the
// kernel's first real-time signal, 32.
func signalText(n int) string {
	if name := SignalName(syscall.Signal(n)); name != "" {
		return name
	}
	if n >= 32 && n <= 64 {
		return "SIGRT" + strconv.Itoa(n-32)
	}
	return strconv.Itoa(n)
}

// blocksText is the iocbs that io_submit took.
func blocksText(d *decoding, i int) string {
	mem, ok := item(d.data, tagBlocks|byte(i))
	if !ok {
		return pointerText(d, i)
	}
	word := func(j int) uint64 { return binary.NativeEndian.Uint64(mem[j:]) }
	var items []string
	for j := 0; j+32 <= len(mem); j += 32 {
		text := fmt.Sprintf("{%s %s", iocbCommands.one(word(j)), describe(int(int32(word(j+8))), d.enter))
		if n := word(j + 16); n > 0 { // IOCB_CMD_POLL and the syncs take no bytes
			text += fmt.Sprintf(", %d bytes at %d", n, int64(word(j+24)))
		}
		items = append(items, text+"}")
	}
	return listText(items, d.args[1])
}

// ioEventsText is what io_getevents brought: of each event, data and result.
func ioEventsText(d *decoding, i int) string {
	mem, ok := d.after(i)
	if !ok {
		if d.errno == 0 && d.ret == 0 {
			return "[]"
		}
		return pointerText(d, i)
	}
	var items []string
	for j := 0; j+32 <= len(mem); j += 32 {
		items = append(items, fmt.Sprintf("{data %#x, res %d}", binary.NativeEndian.Uint64(mem[j:]), int64(binary.NativeEndian.Uint64(mem[j+16:]))))
	}
	return listText(items, uint64(d.ret))
}

// uringText is the front of io_uring_params: flags, and what came back.
func uringText(d *decoding, i int) string {
	mem, ok := d.captured(i)
	if !ok {
		return pointerText(d, i)
	}
	word := func(j int) uint64 { return uint64(binary.NativeEndian.Uint32(mem[4*j:])) }
	text := "{" + setupNames.text(word(2))
	if d.errno == 0 {
		text += fmt.Sprintf(" → sq %d, cq %d, features %#x", word(0), word(1), word(5))
	}
	return text + "}"
}

// registeredText is the buffers or the descriptors that a ring is to keep.
func registeredText(d *decoding, i int) string {
	mem, ok := d.before(i)
	size := registers(d.args[i-1])
	if !ok || size == 0 {
		return pointerText(d, i)
	}
	var items []string
	for ; len(mem) >= size; mem = mem[size:] {
		if size == 4 {
			items = append(items, describe(int(int32(binary.NativeEndian.Uint32(mem))), d.enter))
		} else {
			items = append(items, fmt.Sprintf("{%#x, %d bytes}", binary.NativeEndian.Uint64(mem), binary.NativeEndian.Uint64(mem[8:])))
		}
	}
	return listText(items, d.args[i+1])
}

// optionName is the name of a socket option, which depends on its level.
func optionName(d *decoding, i int) string {
	if names := options[int(d.args[i-1])]; names != nil {
		return names.one(d.args[i])
	}
	return strconv.FormatUint(d.args[i], 10)
}

// optionText is the value of a socket option.
func optionText(d *decoding, i int) string {
	mem, ok := d.captured(i)
	if !ok {
		return pointerText(d, i)
	}
	level, name := d.args[i-2], d.args[i-1]
	switch {
	case level == SOL_SOCKET && (name == SO_RCVTIMEO || name == SO_SNDTIMEO) && len(mem) == 16:
		return "{" + timeval(mem).String() + "}"
	case level == SOL_SOCKET && (name == SO_TIMESTAMPING || name == SO_TIMESTAMPING_NEW) && len(mem) >= 4:
		return "[" + stampFlags.text(uint64(binary.NativeEndian.Uint32(mem))) + "]"
	case level == SOL_SOCKET && name == SO_LINGER && len(mem) == 8:
		return fmt.Sprintf("{on %d, linger %d s}", binary.NativeEndian.Uint32(mem), binary.NativeEndian.Uint32(mem[4:]))
	case level == SOL_SOCKET && name == SO_ERROR && len(mem) == 4:
		if errno := syscall.Errno(binary.NativeEndian.Uint32(mem)); errno != 0 {
			return "[" + ErrnoName(errno) + "]"
		}
		return "[0]"
	case len(mem) == 4:
		return fmt.Sprintf("[%d]", int32(binary.NativeEndian.Uint32(mem)))
	case len(mem) == 1:
		return fmt.Sprintf("[%d]", mem[0])
	}
	return quoted(mem[:min(len(mem), headSize)], len(mem) > headSize)
}

// intRequest reports whether an ioctl's argument points to an int.
func intRequest(request uint64) bool {
	switch request {
	case TIOCINQ, TIOCOUTQ, fionbio, fioasync:
		return true
	}
	return false
}

// From asm-generic/ioctls.h.
const (
	fionbio  = 0x5421
	fioasync = 0x5452
)

func requestText(d *decoding, i int) string {
	if mem, ok := d.after(i); ok {
		return fmt.Sprintf("[%d]", int32(binary.NativeEndian.Uint32(mem)))
	}
	return pointerText(d, i)
}

// fcntlText is the third argument of fcntl, which depends on the second.
func fcntlText(d *decoding, i int) string {
	switch v := d.args[i]; d.args[i-1] {
	case F_SETFL:
		return sets[openFlags].text(v)
	case F_SETFD:
		return sets[closeOnExec].text(v)
	case F_SETSIG:
		return signalText(int(v))
	case F_SETOWN_EX, F_GETOWN_EX:
		return ownerText(d, i)
	case F_SETLK, F_SETLKW, F_GETLK, F_OFD_SETLK, F_OFD_SETLKW, F_OFD_GETLK:
		return pointerText(d, i)
	default:
		return strconv.FormatInt(int64(v), 10)
	}
}
