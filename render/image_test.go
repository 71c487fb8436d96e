package render

import (
	"strings"
	"testing"

	"nbrun/render/notebook"
)

// TestImages: an image beside the notebook is part of the page; of any other the page
// says why it is not there.
func TestImages(t *testing.T) {
	const png = "\x89PNG\r\n\x1a\n"
	images := map[string][]byte{"a.png": []byte(png), "sub/b c.png": []byte(png), "text.png": []byte("hello"), "i.svg": []byte("<svg></svg>")}
	for _, tt := range []struct{ src, want string }{
		{"![A & B](a.png \"T\")", `<img alt="A &amp; B" src="data:image/png;base64,iVBORw0KGgo=" title="T">`},
		{"![](sub/b%20c.png)", `<img alt="" src="data:image/png;base64,iVBORw0KGgo=">`},
		{"![](./i.svg)", `<img alt="" src="data:image/svg+xml;base64,PHN2Zz48L3N2Zz4=">`},
		{"![](no.png)", "there was no such file"},
		{"![](text.png)", "not an image"},
		{"![](../a.png)", "put the image beside the notebook"},
		{"![](/a.png)", "put the image beside the notebook"},
		{"![](https://example.com/a.png)", "a page fetches nothing"},
		{"![](//example.com/a.png)", "a page fetches nothing"},
		{"![](%zz.png)", "image not shown"},
	} {
		nb, _ := notebook.Parse("a.md", []byte(tt.src))
		data, err := HTML(&notebook.Execution{Notebook: nb, Images: images})
		if err != nil {
			t.Fatal(err)
		}
		if got := body(string(data)); !strings.Contains(got, tt.want) {
			t.Errorf("%s: no %s in\n%s", tt.src, tt.want, got)
		}
	}
}
