package iomodels

import (
	"embed"
	"io/fs"
)

//go:embed *.go trace/*.go uring/*.go unix/[a-y]*.go unix/zlane*.go unix/zshared*.go
var sources embed.FS

// Sources returns the Go files that this package and those below it were compiled
// from (but for the tables of names of package unix, which are long and generated),
// so that a page can show what really ran, wherever the program was installed.
func Sources() fs.FS { return sources }
