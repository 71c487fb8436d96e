package cell

import "embed"

const apiArch = "arm64"

//go:embed api/arm64
var apiOfArch embed.FS
