//go:build linux && (amd64 || arm64)

package uring

import (
	"testing"
	"time"
)

// What ArenaFor says is enough, whatever the machine's pages are: some have 64 KiB.
func TestArenaFor(t *testing.T) {
	for _, page := range []int{4 << 10, 16 << 10, 64 << 10} {
		a := &Arena{mem: make([]byte, arenaFor(page, 100, 256, page+1, 0)), page: page}
		var buffers [][]byte
		for _, n := range []int{100, 256, page + 1, 0} {
			b, err := a.Buffer(n)
			if err != nil {
				t.Fatalf("pages of %d: %v", page, err)
			}
			buffers = append(buffers, b)
		}
		if _, err := a.Message(buffers[0], buffers[1]); err != nil {
			t.Errorf("pages of %d: %v", page, err)
		}
		if _, err := a.Timespec(time.Second); err != nil {
			t.Errorf("pages of %d: %v", page, err)
		}
	}
}
