//go:build linux && (amd64 || arm64)

package unix

import (
	"sync"
	"unsafe"
)

// mappings are the slices that Mmap and Mremap returned and Munmap has not had
// back, by the address of their first byte: only these are unmapped, and only
// whole, as x/sys/unix has it.
var mappings struct {
	sync.Mutex
	length map[*byte]int
}

func addMapping(addr uintptr, length int) []byte {
	b := at(uint64(addr), length)
	mappings.Lock()
	defer mappings.Unlock()
	if mappings.length == nil {
		mappings.length = map[*byte]int{}
	}
	mappings.length[&b[0]] = length
	return b
}

// isMapping reports whether b is all of a mapping.
func isMapping(b []byte) bool {
	if len(b) == 0 || len(b) != cap(b) {
		return false
	}
	mappings.Lock()
	defer mappings.Unlock()
	return mappings.length[&b[0]] == len(b)
}

func dropMapping(b []byte) {
	mappings.Lock()
	defer mappings.Unlock()
	delete(mappings.length, &b[0])
}

// Mmap is mmap(2) at an address that the kernel chooses.
func (l *Lane) Mmap(fd int, offset int64, length int, prot int, flags int) (data []byte, err error) {
	if length <= 0 {
		return nil, EINVAL
	}
	r, _, errno := l.call(SYS_MMAP, 0, uintptr(length), uintptr(prot), uintptr(flags), uintptr(fd), uintptr(offset))
	if errno != 0 {
		return nil, errno
	}
	return addMapping(r, length), nil
}

// Munmap is munmap(2) of a slice that Mmap returned.
func (l *Lane) Munmap(b []byte) (err error) {
	if !isMapping(b) {
		return EINVAL
	}
	// Dropped first: once the kernel has it, it may give the address to another.
	dropMapping(b)
	_, _, errno := l.call(SYS_MUNMAP, uintptr(unsafe.Pointer(&b[0])), uintptr(len(b)), 0, 0, 0, 0)
	if errno != 0 {
		addMapping(uintptr(unsafe.Pointer(&b[0])), len(b))
	}
	return asError(errno)
}

// Mremap is mremap(2) of a slice that Mmap returned. MREMAP_FIXED is refused.
func (l *Lane) Mremap(oldData []byte, newLength int, flags int) (data []byte, err error) {
	if newLength <= 0 || flags&MREMAP_FIXED != 0 || !isMapping(oldData) {
		return nil, EINVAL
	}
	r, _, errno := l.call(SYS_MREMAP, uintptr(unsafe.Pointer(&oldData[0])), uintptr(len(oldData)), uintptr(newLength), uintptr(flags), 0, 0)
	if errno != 0 {
		return nil, errno
	}
	if flags&MREMAP_DONTUNMAP == 0 {
		dropMapping(oldData)
	}
	return addMapping(r, newLength), nil
}

// MmapPtr is mmap(2).
func (l *Lane) MmapPtr(fd int, offset int64, addr unsafe.Pointer, length uintptr, prot int, flags int) (ret unsafe.Pointer, err error) {
	r, _, errno := l.call(SYS_MMAP, uintptr(addr), length, uintptr(prot), uintptr(flags), uintptr(fd), uintptr(offset))
	return addressOf(r), asError(errno)
}

// MunmapPtr is munmap(2).
func (l *Lane) MunmapPtr(addr unsafe.Pointer, length uintptr) (err error) {
	_, _, errno := l.call(SYS_MUNMAP, uintptr(addr), length, 0, 0, 0, 0)
	return asError(errno)
}

// MremapPtr is mremap(2).
func (l *Lane) MremapPtr(oldAddr unsafe.Pointer, oldSize uintptr, newAddr unsafe.Pointer, newSize uintptr, flags int) (ret unsafe.Pointer, err error) {
	r, _, errno := l.call(SYS_MREMAP, uintptr(oldAddr), oldSize, newSize, uintptr(flags), uintptr(newAddr), 0)
	return addressOf(r), asError(errno)
}

// addressOf is memory outside the Go heap, as the kernel named it.
func addressOf(addr uintptr) unsafe.Pointer { return *(*unsafe.Pointer)(unsafe.Pointer(&addr)) }

// Mincore is mincore(2): the lowest bit of vec[i] says whether page i of b is in
// memory. vec must have a byte for each page.
func (l *Lane) Mincore(b []byte, vec []byte) error {
	if page := Getpagesize(); len(vec) < (len(b)+page-1)/page {
		return EINVAL
	}
	_, _, errno := l.call(SYS_MINCORE, uintptr(unsafe.Pointer(unsafe.SliceData(b))), uintptr(len(b)), uintptr(unsafe.Pointer(unsafe.SliceData(vec))), 0, 0, 0)
	return asError(errno)
}
