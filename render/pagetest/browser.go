// Package pagetest opens pages in a real browser, for tests, and checks what every
// page promises: see [Check].
package pagetest

import (
	"context"
	"os"
	"os/exec"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// M runs the tests of a package that opens pages, and ends the browser that they
// share. Its TestMain calls M.Run where it would call that of testing.M.
type M struct{ *testing.M }

// Run runs the tests.
func (m M) Run() int {
	defer func() {
		if started {
			stopBrowser()
		}
	}()
	return m.M.Run()
}

var (
	browser     = sync.OnceValues(startBrowser)
	stopBrowser context.CancelFunc
	started     bool
)

// startBrowser starts the Chromium that all tests of the process share. Its first tab
// is for the tools that need no page.
func startBrowser() (context.Context, error) {
	program := program()
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(program),
		chromedp.NoSandbox, // the tests may run as root, in a container
		chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true),
		chromedp.Flag("disable-component-update", true),
	)
	ctx, cancelBrowser := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, cancelTab := chromedp.NewContext(ctx)
	started, stopBrowser = true, func() {
		cancelTab()
		cancelBrowser()
	}
	return ctx, chromedp.Do(ctx)
}

// program is the browser of this machine, "" when there is none.
func program() string {
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	return ""
}

// Browser opens a tab for one test. Where there is no Chromium the test is skipped,
// but not in continuous integration, which must have it.
func Browser(t testing.TB) context.Context {
	t.Helper()
	if program() == "" {
		if os.Getenv("CI") == "true" {
			t.Fatal("no Chromium in PATH, and CI=true")
		}
		t.Skip("no Chromium in PATH")
	}
	shared, err := browser()
	if err != nil {
		t.Fatalf("starting %s: %v", program(), err)
	}
	ctx, cancelTab := chromedp.NewContext(shared)
	ctx, cancelTime := context.WithTimeout(ctx, 3*time.Minute)
	t.Cleanup(func() {
		cancelTime()
		cancelTab()
	})
	if err := chromedp.Do(ctx); err != nil {
		t.Fatalf("opening a tab: %v", err)
	}
	return ctx
}
