package runner

import (
	"runtime/debug"
	"strings"
)

// Version is nbrun's own: the module's version, or the commit it was built from
// with "+dirty" when the tree had changes, as go build has stamped it.
func Version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	version := info.Main.Version
	if version == "" || version == "(devel)" {
		version = "devel"
	}
	var commit, dirty string
	for _, s := range info.Settings {
		switch s.Key {
		case "vcs.revision":
			commit = s.Value[:min(12, len(s.Value))]
		case "vcs.modified":
			if s.Value == "true" {
				dirty = "+dirty"
			}
		}
	}
	if commit != "" && !strings.Contains(version, commit) {
		version += " " + commit + dirty
	}
	return version
}
