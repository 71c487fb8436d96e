//go:build linux && (amd64 || arm64)

package unix

import (
	"encoding/binary"
	"fmt"
	"strings"
)

// vectorText is iovecs: the head of what the first one holds, and their lengths:
// `["hello", 100 bytes]`.
func vectorText(d *decoding, i int) string {
	return d.vector(i, d.args[i], d.args[i+1])
}

func (d *decoding) vector(i int, addr, count uint64) string {
	lens, ok := item(d.data, tagVector|byte(i))
	if !ok {
		if count == 0 {
			return "[]"
		}
		return hexText(addr)
	}
	var items []string
	for j := 0; j+8 <= len(lens); j += 8 {
		n := binary.NativeEndian.Uint64(lens[j:])
		text := fmt.Sprintf("%d bytes", n)
		if mem, ok := item(d.data, tagData|byte(i)); ok && j == 0 {
			text = quoted(mem, d.more(i, n, len(mem))) + " of " + text
		}
		items = append(items, text)
	}
	return listText(items, count)
}

// more reports whether the first iovec, of n bytes, held more than was captured.
func (d *decoding) more(i int, n uint64, captured int) bool {
	if k := d.s.args[i]; k == vectorOut || k == messageOut {
		n = min(n, uint64(d.ret))
	}
	return n > uint64(captured)
}

// messageText is a msghdr: `{{AF_INET 127.0.0.1:53}, ["hello" of 100 bytes], control 64 bytes, MSG_TRUNC}`.
func messageText(d *decoding, i int) string {
	lens, ok := item(d.data, tagVector|byte(i))
	m, received := item(d.data, tagMessage|byte(i))
	if !ok && !received {
		return pointerText(d, i)
	}
	count := uint64(len(lens) / 8)
	var parts []string
	if received {
		count = uint64(binary.NativeEndian.Uint32(m[4:]))
	}
	if peer, ok := item(d.data, tagPeer|byte(i)); ok {
		parts = append(parts, addressText(peer))
	}
	parts = append(parts, d.vector(i, 0, count))
	if received {
		if n := binary.NativeEndian.Uint32(m[8:]); n != 0 {
			parts = append(parts, fmt.Sprintf("control %d bytes", n)+d.stampedText())
		}
		if flags := binary.NativeEndian.Uint32(m[12:]); flags != 0 {
			parts = append(parts, sets[messageFlags].text(uint64(flags)))
		}
	}
	return "{" + strings.Join(parts, ", ") + "}"
}

// stampedText says of what a message from the error queue has the stamp.
func (d *decoding) stampedText() string {
	k, ok := item(d.data, tagStamp)
	if !ok || k[8] == receiveStamp {
		return ""
	}
	return fmt.Sprintf(" with the %s stamp of number %d", stampSources[k[8]], binary.NativeEndian.Uint32(k[9:]))
}

// pollText is pollfds with what was asked and, after the arrow, what came.
func pollText(d *decoding, i int) string {
	in, ok := d.before(i)
	if !ok {
		return pointerText(d, i)
	}
	out, _ := d.after(i)
	var items []string
	for j := 0; j+8 <= len(in); j += 8 {
		fd := int(int32(binary.NativeEndian.Uint32(in[j:])))
		text := "{" + describe(fd, d.enter) + " " + pollNames.text(uint64(binary.NativeEndian.Uint16(in[j+4:])))
		if j+8 <= len(out) {
			if came := binary.NativeEndian.Uint16(out[j+6:]); came != 0 {
				text += " → " + pollNames.text(uint64(came))
			}
		}
		items = append(items, text+"}")
	}
	return listText(items, d.args[i+1])
}

// selectText is a set of descriptors: "{3, 5}", and, after the arrow, what is left.
func selectText(d *decoding, i int) string {
	in, ok := d.before(i)
	if !ok {
		return pointerText(d, i)
	}
	text := d.bits(in)
	if out, ok := d.after(i); ok {
		text += " → " + d.bits(out)
	}
	return text
}

func (d *decoding) bits(mem []byte) string {
	var items []string
	for fd := 0; fd < 8*len(mem) && uint64(fd) < d.args[0]; fd++ {
		if mem[fd/8]&(1<<(fd%8)) != 0 {
			items = append(items, describe(fd, d.enter))
		}
	}
	if d.args[0] > uint64(8*len(mem)) {
		items = append(items, "…") // of the rest nothing was kept
	}
	return "{" + strings.Join(items, ", ") + "}"
}

// epollText is one epoll_event or those that came back.
func epollText(d *decoding, i int) string {
	mem, ok := d.captured(i)
	if !ok {
		if d.s.args[i] == epollOut && d.errno == 0 && d.ret == 0 {
			return "[]"
		}
		return pointerText(d, i)
	}
	size := int(memory[epollIn].size)
	var items []string
	for j := 0; j+size <= len(mem); j += size {
		fd := int(int32(binary.NativeEndian.Uint32(mem[j+size-8:])))
		items = append(items, "{"+epollNames.text(uint64(binary.NativeEndian.Uint32(mem[j:])))+" "+describe(fd, d.enter)+"}")
	}
	if d.s.args[i] == epollIn {
		return items[0]
	}
	return listText(items, uint64(d.ret))
}
