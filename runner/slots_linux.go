package runner

import (
	"os"
	"unsafe"

	"golang.org/x/sys/unix"

	"nbrun/runner/symbols"
)

// slots is memory in which the worker keeps its frames and nbrun reads them: it
// outlives a worker that has no time for last words.
type slots []byte

// newSlots makes the memory. The file is the worker's way to it.
func newSlots() (slots, *os.File, error) {
	fd, err := unix.MemfdCreate("nbrun-slots", unix.MFD_CLOEXEC)
	if err != nil {
		return nil, nil, os.NewSyscallError("memfd_create", err)
	}
	file := os.NewFile(uintptr(fd), "slots")
	if err := unix.Ftruncate(fd, symbols.MaxDepth*4); err != nil {
		file.Close()
		return nil, nil, os.NewSyscallError("ftruncate", err)
	}
	s, err := openSlots(fd, unix.PROT_READ)
	if err != nil {
		file.Close()
		return nil, nil, err
	}
	return s, file, nil
}

func openSlots(fd, prot int) (slots, error) {
	b, err := unix.Mmap(fd, 0, symbols.MaxDepth*4, prot, unix.MAP_SHARED)
	if err != nil {
		return nil, os.NewSyscallError("mmap", err)
	}
	return b, nil
}

func (s slots) close() {
	if s != nil {
		_ = unix.Munmap(s) // it fails for memory that is not mapped
	}
}

// sites are the elements as the interpreter knows them.
func (s slots) sites() []int32 {
	return unsafe.Slice((*int32)(unsafe.Pointer(&s[0])), symbols.MaxDepth)
}

// cell returns the statement of the cell itself, the bottom of the stack.
func (s slots) cell() *stack {
	if site := s.sites()[1]; site != 0 {
		return newStack([]int{int(site)})
	}
	return nil
}

// all returns all frames that there have been at once: the stack of a worker that
// died because it was too deep.
func (s slots) all() *stack {
	var list []int
	for _, site := range s.sites()[1:] {
		if site == 0 {
			break
		}
		list = append(list, int(site))
	}
	for i, j := 0, len(list)-1; i < j; i, j = i+1, j-1 {
		list[i], list[j] = list[j], list[i]
	}
	return newStack(list)
}
