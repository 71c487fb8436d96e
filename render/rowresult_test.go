package render

import (
	"testing"

	"nbrun/iomodels/trace"
)

// A count has commas; flags, addresses and ids have none.
func TestReturned(t *testing.T) {
	for _, tt := range []struct {
		name string
		arg  string
		ret  int64
		want string
	}{
		{"read", "", 34816, "34,816"},
		{"fcntl", "F_GETFL", 0x8802, "0x8802"},
		{"fcntl", "F_GETPIPE_SZ", 65536, "65,536"},
		{"getppid", "", 15968, "15968"},
		{"mmap", "", 0x7f0000001000, "0x7f0000001000"},
	} {
		e := trace.Event{Name: tt.name, Ret: tt.ret, Args: []trace.Arg{{}, {Text: tt.arg}}}
		if got := returned(&e); got != tt.want {
			t.Errorf("%s(%s) = %s, want %s", tt.name, tt.arg, got, tt.want)
		}
	}
}
