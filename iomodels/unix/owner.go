//go:build linux && (amd64 || arm64)

package unix

import "unsafe"

// Kinds of owners of F_SETOWN_EX, from asm-generic/fcntl.h.
const (
	F_OWNER_TID  = 0 // one thread
	F_OWNER_PID  = 1 // a process: any of its threads
	F_OWNER_PGRP = 2 // a process group
)

// OwnerEx is struct f_owner_ex: who gets the signals of a descriptor (fcntl(2)).
type OwnerEx struct {
	Type int32
	Pid  int32
}

// FcntlOwner is fcntl(2) with F_SETOWN_EX or F_GETOWN_EX.
func (l *Lane) FcntlOwner(fd uintptr, cmd int, owner *OwnerEx) error {
	_, _, errno := l.call(SYS_FCNTL, fd, uintptr(cmd), uintptr(unsafe.Pointer(owner)), 0, 0, 0)
	return asError(errno)
}
