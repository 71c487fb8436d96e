package cell

import "testing"

// BenchmarkCheck: a small notebook of system calls, from its text to the program.
func BenchmarkCheck(b *testing.B) {
	nb := book(
		"import (\n\t\"fmt\"\n\t\"golang.org/x/sys/unix\"\n)\nfds, err := unix.Socketpair(unix.AF_UNIX, unix.SOCK_DGRAM, 0)\nfds",
		"func send(text string) {\n\tif _, err := unix.Write(fds[0], []byte(text)); err != nil {\n\t\tfmt.Println(err)\n\t}\n}\nsend(\"hello\")",
		"buf := make([]byte, 16)\nn, err := unix.Read(fds[1], buf)\nfmt.Printf(\"%q %v\\n\", buf[:n], err)",
	)
	for b.Loop() {
		if p, problems := Check(nb); p == nil {
			b.Fatal(problems)
		}
	}
}
