package render

import (
	"bytes"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"nbrun/render/notebook"
	"nbrun/render/pagetest"
)

var policyTag = regexp.MustCompile(`<meta http-equiv="Content-Security-Policy"[^>]*>`)

// TestHostileInBrowser takes the policy off pages on which every text wants to be a
// script, and gives each element a reason to run one: nothing does, nothing is asked
// for, and no element has what could run.
func TestHostileInBrowser(t *testing.T) {
	pages := map[string]string{"page": write(t, hostile()), "first page of a book": hostileIndex(t)}
	for name, page := range pages {
		bare := policyTag.ReplaceAllString(page, "")
		if len(bare) == len(page) {
			t.Fatalf("%s: there is no policy to take off", name)
		}
		ctx := pagetest.Browser(t)
		seen := pagetest.Watch(t, ctx)
		pagetest.Visit(t, ctx, []byte(bare), 1280, "light")
		pagetest.OpenAll(t, ctx)
		wrong := pagetest.Evaluate[[]string](t, ctx, `(async () => {
			const wrong = [];
			for (const x of document.querySelectorAll("*")) {
				for (const a of x.attributes) {
					if (/^on/.test(a.name) || a.name === "srcdoc" || a.name === "style") wrong.push(a.name + " of " + x.tagName);
					if (/^(href|src|xlink:href|action)$/.test(a.name) && /^\s*(javascript|vbscript|data:text)/i.test(a.value)) wrong.push(a.value.slice(0, 60));
				}
				if (["IFRAME", "OBJECT", "EMBED", "BASE", "foreignObject"].includes(x.tagName)) wrong.push(x.tagName);
				for (const type of ["mouseover", "focus", "focusin", "toggle", "load", "error", "animationstart"]) x.dispatchEvent(new Event(type, { bubbles: true }));
				if (!x.closest("a:not([href^='#'])")) x.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true }));
			}
			await new Promise(done => setTimeout(done, 200));
			if (window.pwned !== undefined) wrong.push("a script of the content ran");
			return wrong.slice(0, 8);
		})()`)
		if len(wrong) > 0 {
			t.Errorf("%s: %q", name, wrong)
		}
		if list := seen(); len(list) > 0 {
			t.Errorf("%s: the browser asked for or complained of: %q", name, list)
		}
	}
}

// hostileIndex is the first page of a book whose titles want to be scripts.
func hostileIndex(t *testing.T) string {
	t.Helper()
	link := Link{File: "a" + attack + ".html", Anchor: attack, Title: attack, Lang: attack}
	chapter := ChapterOf(hostile(), Place{File: link.File, Languages: []Link{link, link}})
	nb, _ := notebook.Parse("index.md", []byte(hostileSource+"\n{contents}\n\n{coverage}\n"))
	page, _, err := Index(&notebook.Execution{Notebook: nb},
		Place{File: "index.html", Site: attack, Previous: &link, Next: &link, Languages: []Link{link, link}},
		Book{List: []Chapter{chapter}, All: []Chapter{chapter}})
	if err != nil {
		t.Fatal(err)
	}
	return string(page)
}

// TestHostileLetters: a page holds nothing that is not seen, or turns the direction of
// writing; it is UTF-8.
func TestHostileLetters(t *testing.T) {
	const letters = "\u202e\u2066\u202a\x1b[31m\x07\x7f\u0085" // a notebook with NUL, or not in UTF-8, is refused
	source := strings.ReplaceAll("# head @ {#id}\n\nprose @ `code @` [link](x.md \"title @\") ![alt @](none@.png \"title @\") <kbd>@</kbd> &#x202e;&#7; <http://a.example/@>\n\n"+
		"| @ |\n|---|\n| @ |\n\n> [!NOTE]\n> @\n\nterm @\n: meaning @\n\n```text @\n@\n```\n\n```go\n//| lst-cap: \"\u202e\"\nx /* @ */\n```\n\n`{go} y` note[^1]\n\n[^1]: note @\n", "@", letters)
	nb, problems := notebook.Parse("a"+letters+"\x00\xff.md", []byte(source))
	if problems != nil {
		t.Fatal(problems)
	}
	x := hostile()
	x.Notebook, x.Results, x.Values = nb, x.Results[:1], x.Values[:1]
	for name, page := range map[string]string{"page": write(t, x), "hostile": write(t, hostile()), "index": hostileIndex(t)} {
		if !utf8.ValidString(page) {
			t.Errorf("%s: it is not UTF-8", name)
		}
		for i, r := range page {
			if unseen(r) {
				t.Errorf("%s: it holds %q in %q", name, r, page[max(0, i-60):i])
				break
			}
		}
	}
	if page := write(t, x); !strings.Contains(page, `prose \u202e\u2066\u202a␛[31m`) {
		t.Errorf("prose does not show what is in it:\n%.4000s", body(page))
	}
}

// TestLongLine has 10 MB on one line, in each place where a cell may put them, and its
// code: the page is small, and no wider than a phone.
func TestLongLine(t *testing.T) {
	line := strings.Repeat("<b>&", 10<<18)
	if _, problems := notebook.Parse("a.md", []byte(strings.Repeat("long", 9<<18))); problems == nil {
		t.Error("a notebook with a paragraph of 9 MB is not refused")
	}
	nb, problems := notebook.Parse("a.md", []byte("# Long\n\n```go\nx // "+strings.Repeat("long", 9<<18)+"\n```\n"))
	if problems != nil {
		t.Fatal(problems)
	}
	x := &notebook.Execution{Notebook: nb, Results: []notebook.Result{{Status: notebook.OK, Outputs: []notebook.Output{
		{Kind: notebook.Stdout, Text: line}, {Kind: notebook.Value, Text: line, Type: "string"}, {Kind: notebook.HTML, Text: line},
		{Kind: notebook.Check, Verdict: notebook.Pass, Claim: "long", Got: line, Want: line}, {Kind: notebook.Table, Rows: [][]string{{"long"}, {line}}},
	}}}}
	page := []byte(write(t, x))
	if len(page) > 8<<20 {
		t.Errorf("the page has %d bytes", len(page))
	}
	if n := bytes.Count(page, []byte("… [+10.2 MB]")) + bytes.Count(page, []byte("… [+9.2 MB]")); n != 7 {
		t.Errorf("of %d texts it says how much is left out, want 7", n)
	}
	ctx := pagetest.Browser(t)
	pagetest.Visit(t, ctx, page, 360, "light")
	if wide := pagetest.Evaluate[int](t, ctx, "document.documentElement.scrollWidth"); wide > 360 {
		t.Errorf("the page is %d px wide in a window of 360 px", wide)
	}
}
