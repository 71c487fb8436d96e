package runner

import (
	"os"
	"path/filepath"

	"nbrun/render/notebook"
)

// Images reads the files that the prose of nb shows, from beside it. What cannot be
// read, or is too large for a page, is left out, and the page says so in its place.
func Images(nb *notebook.Notebook) map[string][]byte {
	found := map[string][]byte{}
	for _, name := range nb.Images() {
		file := filepath.Join(filepath.Dir(nb.Path), filepath.FromSlash(name))
		if st, err := os.Stat(file); err != nil || !st.Mode().IsRegular() || st.Size() > notebook.MaxImage {
			continue
		}
		if data, err := os.ReadFile(file); err == nil {
			found[name] = data
		}
	}
	return found
}
