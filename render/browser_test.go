package render

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"nbrun/render/notebook"
)

// browser starts a Chromium for one test, with one tab. Where there is none the
// test is skipped, but not in continuous integration, which must have it.
func browser(t *testing.T) context.Context {
	t.Helper()
	var program string
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			program = path
			break
		}
	}
	if program == "" {
		if os.Getenv("CI") == "true" {
			t.Fatal("no Chromium in PATH, and CI=true")
		}
		t.Skip("no Chromium in PATH")
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(program),
		chromedp.NoSandbox, // the tests may run as root, in a container
		chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true),
		chromedp.Flag("disable-component-update", true),
	)
	ctx, cancelTime := context.WithTimeout(t.Context(), 2*time.Minute)
	ctx, cancelBrowser := chromedp.NewExecAllocator(ctx, options...)
	ctx, cancelTab := chromedp.NewContext(ctx)
	t.Cleanup(func() {
		cancelTab()
		cancelBrowser()
		cancelTime()
	})
	if err := chromedp.Do(ctx); err != nil {
		t.Fatalf("starting %s: %v", program, err)
	}
	return ctx
}

// watch collects what the page in a tab asks for and complains about.
func watch(t *testing.T, ctx context.Context) (seen func() []string) {
	t.Helper()
	var mu sync.Mutex
	var list []string
	note := func(format string, args ...any) {
		mu.Lock()
		defer mu.Unlock()
		list = append(list, fmt.Sprintf(format, args...))
	}
	err := chromedp.Listen(ctx, func(event any) {
		switch e := event.(type) {
		case *network.EventRequestWillBeSent:
			if !strings.HasPrefix(e.Request.URL, "data:") && e.Type != network.ResourceTypeDocument {
				note("request: %s", e.Request.URL)
			}
		case *runtime.EventConsoleAPICalled:
			note("console: %s", e.Type)
		case *runtime.EventExceptionThrown:
			note("exception: %s", e.ExceptionDetails.Text)
		case *log.EventEntryAdded:
			note("log: %s", e.Entry.Text)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := chromedp.Do(ctx, chromedp.Func(func(ctx context.Context, tab *chromedp.Target) error {
		_, err := chromedp.Call(ctx, network.Enable, network.EnableParams{})
		return err
	})); err != nil {
		t.Fatal(err)
	}
	return func() []string {
		mu.Lock()
		defer mu.Unlock()
		return list[:min(len(list), 5)]
	}
}

// visit shows a page at a width, in a colour scheme.
func visit(t *testing.T, ctx context.Context, page []byte, width int64, scheme string) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "page.html")
	if err := os.WriteFile(file, page, 0o666); err != nil {
		t.Fatal(err)
	}
	media := chromedp.Func(func(ctx context.Context, tab *chromedp.Target) error {
		_, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
			Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}},
		})
		return err
	})
	address := url.URL{Scheme: "file", Path: file}
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(width, 900), media, chromedp.Navigate(address.String())); err != nil {
		t.Fatal(err)
	}
}

// evaluate returns what a JavaScript expression gives in the page.
func evaluate[T any](t *testing.T, ctx context.Context, expression string) T {
	t.Helper()
	v, err := chromedp.Run(ctx, chromedp.Evaluate[T](expression))
	if err != nil {
		t.Fatalf("%s: %v", expression, err)
	}
	return v
}

func TestBrowser(t *testing.T) {
	ctx := browser(t)
	seen := watch(t, ctx)
	for name, x := range map[string]*notebook.Execution{"sample": sample(), "failing": failing(), "refused": refused(), "hostile": hostile()} {
		page, err := HTML(x)
		if err != nil {
			t.Fatal(err)
		}
		for _, width := range []int64{360, 800, 1400} {
			visit(t, ctx, page, width, "light")
			evaluate[bool](t, ctx, `(document.querySelectorAll("details").forEach(d => d.open = true), true)`)
			if wide := evaluate[int64](t, ctx, "document.documentElement.scrollWidth"); wide > width {
				culprits := evaluate[[]string](t, ctx, `[...document.querySelectorAll("body *")].filter(x => x.getBoundingClientRect().right > innerWidth + 1 && !x.closest(".scroll, pre, .canvas")).slice(0, 5).map(x => x.outerHTML.slice(0, 90))`)
				t.Errorf("%s is %d px wide in a window of %d px: %q", name, wide, width, culprits)
			}
		}
		if got := evaluate[bool](t, ctx, "window.pwned === undefined"); !got {
			t.Errorf("%s: something of the content ran as a script", name)
		}
		ids := evaluate[[]string](t, ctx, `[...document.querySelectorAll("[id]")].map(x => x.id).filter((id, i, all) => all.indexOf(id) < i)`)
		if len(ids) > 0 {
			t.Errorf("%s: ids are there twice: %q", name, ids)
		}
		dead := evaluate[[]string](t, ctx, `[...document.querySelectorAll("a[href^='#']")].filter(a => !document.getElementById(decodeURIComponent(a.hash.slice(1)))).map(a => a.outerHTML)`)
		if len(dead) > 0 {
			t.Errorf("%s: links lead nowhere: %q", name, dead)
		}
	}
	if list := seen(); len(list) > 0 {
		t.Errorf("the browser asked for or complained of: %q", list)
	}
}

// TestBrowserLinksRows points at a row: it and the mark of its event are linked,
// and only as long as the pointer is there.
func TestBrowserLinksRows(t *testing.T) {
	ctx := browser(t)
	page, err := HTML(sample())
	if err != nil {
		t.Fatal(err)
	}
	visit(t, ctx, page, 1400, "light")
	point := func(event string) []string {
		return evaluate[[]string](t, ctx, `(() => {
			const box = document.querySelector(".trace");
			box.querySelector('tr[data-event="0.0"]').dispatchEvent(new MouseEvent("`+event+`", { bubbles: true }));
			return [...box.querySelectorAll(".linked")].map(x => x.dataset.event);
		})()`)
	}
	over := point("mouseover")
	if len(over) == 0 {
		t.Error("nothing is linked while the pointer is over the row of event 0.0")
	}
	for _, name := range over {
		if name != "0.0" {
			t.Errorf("event %s is linked while the pointer is over event 0.0", name)
		}
	}
	if out := point("mouseout"); len(out) != 0 {
		t.Errorf("%q are linked when the pointer has left", out)
	}
	if n := evaluate[int](t, ctx, `document.querySelectorAll(".listing").length - document.querySelectorAll(".listing > .copy").length`); n != 0 {
		t.Errorf("%d listings have no button to copy them", n)
	}
}
