package pagetest

import (
	"os"
	"strings"
	"testing"
)

func TestMain(m *testing.M) { os.Exit(M{m}.Run()) }

const good = `<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>A page</title><link rel="icon" href="data:,"></head>
<body><main><h1>A page</h1><p id="a"><a href="#a">here</a></p>
<svg viewBox="0 0 9 9" width="9" height="9" role="img" aria-labelledby="t" aria-describedby="d"><title id="t">name</title><desc id="d">description</desc></svg>
</main><script>document.querySelector("p").append(Object.assign(document.createElement("button"), {type: "button", textContent: "Copy"}));</script></body></html>
`

func TestGoodPage(t *testing.T) { Check(t, "a good page", []byte(good)) }

// TestProblems breaks all promises, and reads what is said of it.
func TestProblems(t *testing.T) {
	tests := []struct{ old, new, want string }{
		{`<h1>`, `<h1 class="c"><style>@media (prefers-color-scheme: dark){.c{color:#ccc}}</style>`, "at 360 px, dark: axe: color-contrast"},
		{` lang="en"`, ``, "axe: html-has-lang"},
		{`<p id="a">`, `<p id="a"><div>block</div>`, "(no-implicit-close)"},
		{`<main>`, `<main style="color:red">`, "a style attribute: <main"},
		{`<body>`, `<body><style>main{width:400px}</style>`, "at 360 px, light: the page is"},
		{`</main>`, `<p id="a">x</p></main>`, `id "a" is there twice`},
		{`"#a"`, `"#b"`, "leads nowhere"},
		{`<title id="t">name</title><desc id="d">description</desc>`, ``, `its name is "", its description ""`},
		{`</svg>`, `<g tabindex="0"><path d="M0 0h9v9"/></g></svg>`, `it is a "image" with 3 marks`},
		{`</svg>`, `<g tabindex="0"><path d="M0 0h9v9"/></g></svg>`, "without a name"},
		{`</svg>`, `<g tabindex="0"><path d="M0 0h9v9"/></g></svg>`, "of its 3 marks 3 are tab stops"},
		{`<script>`, `<script>console.log("x");`, "console: log"},
		{`<script>`, `<script>setTimeout(() => x());`, "exception: "},
		{`<p `, `<img alt="" src="http://127.0.0.1:9/x.png"><p `, "request: http://127.0.0.1:9/x.png"},
		{`<p `, `<img alt="" src="data:,"><p `, "an image without a name"},
		{`<meta charset="utf-8">`, `<meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="object-src 'none'">`, ""},
		{`</main>`, `<object title="x" data="data:,x"></object></main>`, "log: "},
		{`createElement("button")`, `createElement("span")`, "its text differs without its script"},
	}
	page := good
	for _, test := range tests {
		next := strings.Replace(page, test.old, test.new, 1)
		if page == next {
			t.Fatalf("%q is not in the page any more", test.old)
		}
		page = next
	}
	said := strings.Join(Problems(t, []byte(page)), "\n")
	for _, test := range tests {
		if !strings.Contains(said, test.want) {
			t.Errorf("%s: want %q", test.new, test.want)
		}
	}
	if t.Failed() {
		t.Log(said)
	}
}
