//go:build linux && (amd64 || arm64)

package unix

import "unsafe"

// scratch is memory of a lane that its calls hand to the kernel. It lies on the
// heap, where the kernel's pointers to it stay right while goroutine stacks move.
type scratch struct {
	name    RawSockaddrAny
	nameLen uint32
	message Msghdr
	vector  [maxVector]Iovec
	pair    [2]int32
	span    Timespec
	padding byte // sent or received with control data when there are no other
}

// nameSize is the size of a sockaddr of any family.
const nameSize = uint32(unsafe.Sizeof(RawSockaddrAny{}))

// namePointer hands the scratch sockaddr to the kernel to be filled.
func (s *scratch) namePointer() *RawSockaddrAny {
	s.name, s.nameLen = RawSockaddrAny{}, nameSize
	return &s.name
}

// encode writes a sockaddr into the scratch and returns its length. It is false
// for the families that only x/sys/unix can write.
func (s *scratch) encode(sa Sockaddr) (n uintptr, ok bool, err error) {
	s.name = RawSockaddrAny{}
	p := unsafe.Pointer(&s.name)
	switch sa := sa.(type) {
	case *SockaddrInet4:
		raw := (*RawSockaddrInet4)(p)
		raw.Family, raw.Addr = AF_INET, sa.Addr
		return SizeofSockaddrInet4, true, putPort(&raw.Port, sa.Port)
	case *SockaddrInet6:
		raw := (*RawSockaddrInet6)(p)
		raw.Family, raw.Addr, raw.Scope_id = AF_INET6, sa.Addr, sa.ZoneId
		return SizeofSockaddrInet6, true, putPort(&raw.Port, sa.Port)
	case *SockaddrUnix:
		n, err := encodeUnix((*RawSockaddrUnix)(p), sa.Name)
		return n, true, err
	case *SockaddrNetlink:
		*(*RawSockaddrNetlink)(p) = RawSockaddrNetlink{Family: AF_NETLINK, Pad: sa.Pad, Pid: sa.Pid, Groups: sa.Groups}
		return SizeofSockaddrNetlink, true, nil
	case *SockaddrLinklayer:
		if sa.Ifindex < 0 || sa.Ifindex > 0x7fffffff {
			return 0, true, EINVAL
		}
		*(*RawSockaddrLinklayer)(p) = RawSockaddrLinklayer{Family: AF_PACKET, Protocol: sa.Protocol, Ifindex: int32(sa.Ifindex),
			Hatype: sa.Hatype, Pkttype: sa.Pkttype, Halen: sa.Halen, Addr: sa.Addr}
		return SizeofSockaddrLinklayer, true, nil
	case *SockaddrVM:
		*(*RawSockaddrVM)(p) = RawSockaddrVM{Family: AF_VSOCK, Port: sa.Port, Cid: sa.CID, Flags: sa.Flags}
		return SizeofSockaddrVM, true, nil
	}
	return 0, false, nil
}

// putPort stores a port in network order.
func putPort(to *uint16, port int) error {
	if port < 0 || port > 0xffff {
		return EINVAL
	}
	*(*[2]byte)(unsafe.Pointer(to)) = [2]byte{byte(port >> 8), byte(port)}
	return nil
}

func getPort(from *uint16) int {
	b := (*[2]byte)(unsafe.Pointer(from))
	return int(b[0])<<8 | int(b[1])
}

// encodeUnix writes the name of a Unix socket. One that begins with @ or a 0 byte
// is abstract (unix(7)) and has no 0 byte at its end.
func encodeUnix(raw *RawSockaddrUnix, name string) (uintptr, error) {
	if len(name) >= len(raw.Path) {
		return 0, EINVAL
	}
	raw.Family = AF_UNIX
	for i := range len(name) {
		raw.Path[i] = int8(name[i])
	}
	switch {
	case name == "":
		return 2, nil
	case name[0] == '@' || name[0] == 0 && len(name) > 1:
		raw.Path[0] = 0
		return 2 + uintptr(len(name)), nil
	}
	return 2 + uintptr(len(name)) + 1, nil
}

// decode makes a Sockaddr of what the kernel wrote; nil when it wrote none.
func (s *scratch) decode() (Sockaddr, error) {
	p := unsafe.Pointer(&s.name)
	switch s.name.Addr.Family {
	case AF_UNSPEC:
		return nil, EAFNOSUPPORT
	case AF_INET:
		raw := (*RawSockaddrInet4)(p)
		return &SockaddrInet4{Port: getPort(&raw.Port), Addr: raw.Addr}, nil
	case AF_INET6:
		raw := (*RawSockaddrInet6)(p)
		return &SockaddrInet6{Port: getPort(&raw.Port), ZoneId: raw.Scope_id, Addr: raw.Addr}, nil
	case AF_UNIX:
		return &SockaddrUnix{Name: decodeUnix((*RawSockaddrUnix)(p))}, nil
	case AF_NETLINK:
		raw := (*RawSockaddrNetlink)(p)
		return &SockaddrNetlink{Family: raw.Family, Pad: raw.Pad, Pid: raw.Pid, Groups: raw.Groups}, nil
	case AF_PACKET:
		raw := (*RawSockaddrLinklayer)(p)
		return &SockaddrLinklayer{Protocol: raw.Protocol, Ifindex: int(raw.Ifindex), Hatype: raw.Hatype,
			Pkttype: raw.Pkttype, Halen: raw.Halen, Addr: raw.Addr}, nil
	case AF_VSOCK:
		raw := (*RawSockaddrVM)(p)
		return &SockaddrVM{CID: raw.Cid, Port: raw.Port, Flags: raw.Flags}, nil
	}
	return nil, EAFNOSUPPORT
}

// decodeUnix ends the name at its first 0 byte and writes that before an abstract
// one as @, as x/sys/unix does.
func decodeUnix(raw *RawSockaddrUnix) string {
	path := unsafe.Slice((*byte)(unsafe.Pointer(&raw.Path[0])), len(raw.Path))
	if path[0] == 0 {
		path[0] = '@'
	}
	return ByteSliceToString(path)
}
