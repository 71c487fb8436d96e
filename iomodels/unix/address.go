//go:build linux && (amd64 || arm64)

package unix

import (
	"encoding/binary"
	"fmt"
	"net/netip"
	"strconv"
)

// addressName is a sockaddr as descriptors are called by it: "127.0.0.1:40112",
// "[::1]:80", "/run/socket", "@abstract". A port that the kernel was left to
// choose is "?".
func addressName(mem []byte) string {
	if len(mem) < 2 {
		return ""
	}
	port := "?"
	if len(mem) >= 4 {
		if p := binary.BigEndian.Uint16(mem[2:]); p != 0 {
			port = strconv.Itoa(int(p))
		}
	}
	switch family := binary.NativeEndian.Uint16(mem); {
	case family == AF_INET && len(mem) >= 8:
		return netip.AddrFrom4([4]byte(mem[4:8])).String() + ":" + port
	case family == AF_INET6 && len(mem) >= 24:
		return "[" + netip.AddrFrom16([16]byte(mem[8:24])).String() + "]:" + port
	case family == AF_UNIX:
		return unixName(mem[2:])
	}
	return ""
}

func unixName(name []byte) string {
	if len(name) == 0 {
		return ""
	}
	if name[0] == 0 {
		return "@" + printable(name[1:])
	}
	for i, c := range name {
		if c == 0 {
			name = name[:i]
			break
		}
	}
	return printable(name)
}

// printable is text without its quotes; what cannot be printed is escaped.
func printable(b []byte) string {
	s := strconv.Quote(string(b))
	return s[1 : len(s)-1]
}

// addressText is a sockaddr as an argument: "{AF_INET 127.0.0.1:40112}".
func addressText(mem []byte) string {
	if len(mem) < 2 {
		return "{}"
	}
	family := domainNames.one(uint64(binary.NativeEndian.Uint16(mem)))
	if name := addressName(mem); name != "" {
		return "{" + family + " " + name + "}"
	}
	if len(mem) == 2 {
		return "{" + family + "}"
	}
	return fmt.Sprintf("{%s %x}", family, mem[2:])
}
