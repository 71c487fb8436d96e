package runner

import (
	"crypto/sha256"
	"debug/elf"
	"encoding/binary"
	"fmt"
	"io"
	"os"
	"sync"

	"nbrun/render/notebook"
)

// key names what a run of nb executes, how, with what and where: runs of one key may
// stand for each other. It is empty when that cannot be told.
func key(nb *notebook.Notebook, h notebook.Host, witness bool) string {
	build := buildID()
	if build == "" {
		return ""
	}
	sum := sha256.New()
	fmt.Fprintf(sum, "nbrun key 1\nbuild %q witness %t\n", build, witness)
	for _, f := range h.Facts {
		if f.Name != notebookFact && f.Name != loadFact {
			fmt.Fprintf(sum, "fact %q %q\n", f.Name, f.Value)
		}
	}
	// Where the code stands is not part of it: cells cannot ask (runner/cell/introspection.go).
	for _, st := range plan(nb) {
		code, o := code(nb, st), notebook.Options{}
		if !st.inline {
			o = nb.Cells[st.index].Options
		}
		fmt.Fprintf(sum, "inline %t timeout %v error %q trace %q code %q\n", st.inline, st.timeout(nb), o.Error, o.Trace, nb.Text(code))
	}
	return fmt.Sprintf("%x", sum.Sum(nil))
}

// code is where the Go code of a step stands.
func code(nb *notebook.Notebook, st step) notebook.Span {
	if st.inline {
		return nb.Inlines[st.index].Expr
	}
	return nb.Cells[st.index].Body
}

// buildID names the executable by its content: the note that Go's linker leaves in
// it, or, where there is none, a sum of all its bytes.
var buildID = sync.OnceValue(func() string {
	const path = "/proc/self/exe"
	if file, err := elf.Open(path); err == nil {
		defer file.Close()
		if s := file.Section(".note.go.buildid"); s != nil {
			// Elf64_Nhdr: the sizes of name and content, a type; then both.
			if note, err := s.Data(); err == nil && len(note) > 16 {
				name, size := binary.NativeEndian.Uint32(note), binary.NativeEndian.Uint32(note[4:])
				if name == 4 && size > 0 && int64(size) <= int64(len(note)-16) {
					return string(note[16 : 16+size])
				}
			}
		}
	}
	file, err := os.Open(path)
	if err != nil {
		return ""
	}
	defer file.Close()
	sum := sha256.New()
	if _, err := io.Copy(sum, file); err != nil {
		return ""
	}
	return fmt.Sprintf("sha256 %x", sum.Sum(nil))
})
