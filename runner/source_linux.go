package runner

import (
	"embed"
	"io/fs"
	"strings"

	"nbrun/iomodels"
)

//go:embed nb/*.go
var nbSources embed.FS

// ownSource are the packages of which a cell may show a declaration.
func ownSource() library {
	return library{twoTrees{}, map[string]string{
		"iomodels": "iomodels", "trace": "iomodels/trace", "unix": "iomodels/unix", "uring": "iomodels/uring", "nb": "runner/nb",
	}}
}

// twoTrees are the embedded files, under the paths that they have in the repository.
type twoTrees struct{}

// Open implements fs.FS.
func (twoTrees) Open(name string) (fs.File, error) {
	if rest, ok := strings.CutPrefix(name, "runner/"); ok {
		return nbSources.Open(rest)
	}
	if name == "iomodels" {
		name = "."
	}
	return iomodels.Sources().Open(strings.TrimPrefix(name, "iomodels/"))
}
