package runner

import (
	"encoding/hex"
	"fmt"
	"net/netip"
	"os"
	"strconv"
	"strings"
)

// describeFD names a descriptor of another process: "3 <udp 127.0.0.1:40112>",
// "4 <pipe>", "5 </tmp/data>", or the number alone when it cannot be looked up.
func describeFD(pid, fd int) string {
	number := strconv.Itoa(fd)
	link, err := os.Readlink(fmt.Sprintf("/proc/%d/fd/%d", pid, fd))
	if err != nil {
		return number
	}
	inode, isSocket := strings.CutPrefix(link, "socket:[")
	if !isSocket {
		link, _, _ = strings.Cut(link, ":[") // "pipe:[123]", "anon_inode:[eventfd]"
		return number + " <" + link + ">"
	}
	inode = strings.TrimSuffix(inode, "]")
	for _, proto := range []string{"udp", "tcp", "udp6", "tcp6"} {
		if addr, ok := socketAddress(pid, proto, inode); ok {
			return fmt.Sprintf("%s <%s %s>", number, strings.TrimSuffix(proto, "6"), addr)
		}
	}
	return number + " <socket>"
}

// socketAddress finds the local address of a socket by its inode in
// /proc/PID/net/PROTO, whose lines are "sl local_address rem_address st … inode".
func socketAddress(pid int, proto, inode string) (string, bool) {
	table, err := os.ReadFile(fmt.Sprintf("/proc/%d/net/%s", pid, proto))
	if err != nil {
		return "", false
	}
	for line := range strings.Lines(string(table)) {
		f := strings.Fields(line)
		if len(f) > 9 && f[9] == inode {
			return kernelAddress(f[1])
		}
	}
	return "", false
}

// kernelAddress decodes "0100007F:9CB0": the address as the machine's 32-bit
// words in hexadecimal (little endian here), the port as a number.
func kernelAddress(s string) (string, bool) {
	host, port, _ := strings.Cut(s, ":")
	b, err := hex.DecodeString(host)
	p, perr := strconv.ParseUint(port, 16, 16)
	if err != nil || perr != nil {
		return "", false
	}
	for i := 0; i+4 <= len(b); i += 4 {
		b[i], b[i+1], b[i+2], b[i+3] = b[i+3], b[i+2], b[i+1], b[i]
	}
	addr, ok := netip.AddrFromSlice(b)
	return netip.AddrPortFrom(addr, uint16(p)).String(), ok
}
