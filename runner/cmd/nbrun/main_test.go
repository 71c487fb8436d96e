//go:build linux

package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"nbrun/render/pagetest"
)

// Scripts run the command as a user does: this test binary is nbrun in them.
func TestMain(m *testing.M) {
	if len(os.Args) == 2 && os.Args[1] == "worker" {
		main() // nbrun starts its worker by running its own executable again
	}
	testscript.Main(pagetest.M{M: m}, map[string]func(){"nbrun": main, "refuse": refuse})
}

func TestScripts(t *testing.T) {
	repo, err := filepath.Abs("../../..")
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata",
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Cmds:                map[string]func(*testscript.TestScript, bool, []string){"status": status, "big": big, "nul": nul, "unbase64": unbase64, "exportall": exportAll, "nanos": nanos},
		Setup: func(env *testscript.Env) error {
			env.Setenv("REPO", repo)
			env.Setenv("TMPDIR", env.WorkDir+"/tmp")
			if err := goCaches(env); err != nil {
				return err
			}
			return os.Mkdir(env.WorkDir+"/tmp", 0o777)
		},
	})
}
