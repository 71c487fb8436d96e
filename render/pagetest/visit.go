package pagetest

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// Watch collects what the page in a tab asks for and complains about.
func Watch(t testing.TB, ctx context.Context) (seen func() []string) {
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
	call(t, ctx, network.Enable, network.EnableParams{})
	return func() []string {
		mu.Lock()
		defer mu.Unlock()
		return list[:min(len(list), 8)]
	}
}

// Visit shows a page at a width, in a colour scheme.
func Visit(t testing.TB, ctx context.Context, page []byte, width int64, scheme string) {
	t.Helper()
	VisitAt(t, ctx, page, "", width, scheme)
}

// VisitAt is Visit with an address that names an element of the page.
func VisitAt(t testing.TB, ctx context.Context, page []byte, id string, width int64, scheme string) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "page.html")
	if err := os.WriteFile(file, page, 0o666); err != nil {
		t.Fatal(err)
	}
	Look(t, ctx, width, scheme)
	address := url.URL{Scheme: "file", Path: file, Fragment: id}
	if err := chromedp.Do(ctx, chromedp.Navigate(address.String())); err != nil {
		t.Fatal(err)
	}
}

// Look changes the width of a tab, and its colour scheme.
func Look(t testing.TB, ctx context.Context, width int64, scheme string) {
	t.Helper()
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(width, 900)); err != nil {
		t.Fatal(err)
	}
	Media(t, ctx, "prefers-color-scheme", scheme)
}

// Media makes the page see one media feature with a value, and no other.
func Media(t testing.TB, ctx context.Context, feature, value string) {
	t.Helper()
	call(t, ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Features: []*emulation.MediaFeature{{Name: feature, Value: value}},
	})
}

// Paper makes the page look as it is printed.
func Paper(t testing.TB, ctx context.Context) {
	t.Helper()
	call(t, ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "print"})
}

// Evaluate returns what a JavaScript expression gives in the page: of a promise,
// what it comes to. The page's own policy does not hold for it.
func Evaluate[T any](t testing.TB, ctx context.Context, expression string) T {
	t.Helper()
	v, err := chromedp.Run(ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	if err != nil {
		t.Fatalf("%.200s: %v", expression, err)
	}
	return v
}

// Press presses a key, with the focus where it is.
func Press(t testing.TB, ctx context.Context, keys string) {
	t.Helper()
	if err := chromedp.Do(ctx, chromedp.KeyEvent(keys)); err != nil {
		t.Fatal(err)
	}
}

// OpenAll unfolds all that is folded.
func OpenAll(t testing.TB, ctx context.Context) {
	t.Helper()
	Evaluate[bool](t, ctx, `(document.querySelectorAll("details").forEach(d => d.open = true), true)`)
}
