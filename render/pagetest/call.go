package pagetest

import (
	"context"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/chromedp"
)

// call sends a command of the DevTools protocol to the tab.
func call[P, R any](t testing.TB, ctx context.Context, command cdp.Command[P, R], params P) (result R) {
	t.Helper()
	err := chromedp.Do(ctx, chromedp.Func(func(ctx context.Context, _ *chromedp.Target) (err error) {
		result, err = chromedp.Call(ctx, command, params)
		return err
	}))
	if err != nil {
		t.Fatal(err)
	}
	return result
}
