//go:build linux && (amd64 || arm64)

package unix

// CallName returns the name of the system call with this number; empty when there
// is none that is known.
func CallName(nr int) string {
	if nr < 0 {
		return ""
	}
	return signatureOf(uintptr(nr)).name
}

// TakesFD reports whether the first argument of the system call with this number
// is a descriptor.
func TakesFD(nr int) bool { return nr >= 0 && signatureOf(uintptr(nr)).args[0] == descriptor }
