package render

import (
	"strings"
	"testing"

	"nbrun/render/notebook"
	"nbrun/render/pagetest"
)

// TestPlace has each part of a page's place in its book.
func TestPlace(t *testing.T) {
	nb, problems := notebook.Parse("b.zh.md", []byte("---\nlang: zh-Hans\ndescription: D & E\n---\n# B\n"))
	if problems != nil {
		t.Fatal(problems)
	}
	place := Place{
		File: "b.zh.html", Base: "https://example.com/book/", Site: "The <book>",
		Home:      &Link{File: "index.html", Title: "The <book>", Lang: "en"},
		Previous:  &Link{File: "a b.html", Title: "A", Lang: "zh-Hans"},
		Languages: []Link{{File: "b.html", Title: "B", Lang: "en"}, {File: "b.zh.html", Title: "B", Lang: "zh-Hans"}},
		Reused:    true,
	}
	page, err := Page(&notebook.Execution{Notebook: nb}, place)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		`<link rel="alternate" hreflang="en" href="https://example.com/book/b.html">`,
		`<link rel="alternate" hreflang="zh-Hans" href="https://example.com/book/b.zh.html">`,
		`<link rel="canonical" href="https://example.com/book/b.zh.html">`,
		`<meta property="og:title" content="B">`,
		`<meta property="og:description" content="D &amp; E">`,
		`<meta property="og:site_name" content="The &lt;book&gt;">`,
		`<a href="index.html" hreflang="en" lang="en">The &lt;book&gt;</a>`,
		`<a href="b.html" hreflang="en" lang="en" rel="alternate">English</a>`,
		`<span aria-current="page" lang="zh-Hans">中文</span>`,
		`<span class="turn-word">上一篇</span> <a href="a%20b.html" rel="prev">A</a>`,
		`<dd>沿用：自制作以来`,
	} {
		if !strings.Contains(string(page), want) {
			t.Errorf("no %s in\n%s", want, page[:strings.Index(string(page), "<style>")])
		}
	}
	if strings.Contains(string(page), `rel="next"`) {
		t.Error("the last page has a next one")
	}
	pagetest.Check(t, "a page of a book", page)
	place.File = "index.html"
	if got := place.Address(place.File); got != place.Base {
		t.Errorf("the address of the first page is %s, want %s", got, place.Base)
	}
}
