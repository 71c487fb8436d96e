package notebook

import (
	"io/fs"
	"net/url"
	"path"
	"slices"

	"github.com/yuin/goldmark/ast"
)

// MaxImage is the most bytes that an image may have: a page is one file, to be
// sent and kept.
const MaxImage = 4 << 20

// Images returns the files that the prose shows as images, each once, in order of
// name: slash-separated paths relative to the notebook's folder, which they do
// not leave.
func (nb *Notebook) Images() []string {
	var names []string
	for _, n := range nodes(nb.Tree()) {
		if image, ok := n.(*ast.Image); ok {
			if name, ok := ImageName(string(image.Destination)); ok && !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
	}
	slices.Sort(names)
	return names
}

// ImageName returns the file that an image's destination names, and whether it is
// one beside the notebook or below.
func ImageName(destination string) (string, bool) {
	u, err := url.Parse(destination)
	if err != nil || u.Scheme != "" || u.Host != "" {
		return "", false
	}
	file, err := url.PathUnescape(destination)
	if err != nil {
		return "", false
	}
	file = path.Clean(file)
	return file, fs.ValidPath(file)
}
