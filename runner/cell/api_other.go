//go:build !(linux && arm64)

package cell

import "embed"

// On systems other than Linux nothing runs, and cells are checked as on the most
// common Linux.
const apiArch = "amd64"

//go:embed api/amd64
var apiOfArch embed.FS
