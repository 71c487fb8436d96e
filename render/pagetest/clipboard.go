package pagetest

import (
	"context"
	"testing"
	"time"

	devtools "github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/page"
)

// Clipboard clicks what an expression gives and returns what the page then has
// written to the clipboard.
func Clipboard(t testing.TB, ctx context.Context, button string) string {
	t.Helper()
	for _, name := range []string{"clipboard-read", "clipboard-write"} {
		call(t, ctx, devtools.SetPermission, devtools.SetPermissionParams{
			Permission: &devtools.PermissionDescriptor{Name: name},
			Setting:    devtools.PermissionSettingGranted,
		})
	}
	call(t, ctx, page.BringToFront, cdp.Empty{}) // only a page with the focus may use the clipboard
	Evaluate[bool](t, ctx, `(window.pasted = null, (async () => {
		const before = "nothing was copied";
		await navigator.clipboard.writeText(before);
		(`+button+`).click();
		for (let text = before; ; await new Promise(done => setTimeout(done, 20))) {
			text = await navigator.clipboard.readText();
			if (text !== before) return void (window.pasted = text);
		}
	})().catch(e => { window.pasted = "not read: " + e; }), true)`)
	for range 1000 {
		if Evaluate[bool](t, ctx, "window.pasted !== null") {
			return Evaluate[string](t, ctx, "window.pasted")
		}
		time.Sleep(20 * time.Millisecond)
	}
	t.Fatal("nothing came from the clipboard")
	return ""
}
