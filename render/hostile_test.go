package render

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"nbrun/iomodels/trace"
	"nbrun/render/notebook"
)

// attack is a text that would be a script in any place that forgets an escape. Its
// words appear on the page, as a text.
const attack = `"'><script>window.pwned=1</script><img src=x onerror=window.pwned=1 style=color:red><a href="javascript:window.pwned=1"></script></style></title><!--figure 1--><svg onload=window.pwned=1>` + "\u202e\x1b[31m\x00\xff"

const hostileSource = `---
title: "<script>window.pwned=1</script>"
description: "<img src=x onerror=window.pwned=1>"
lang: en
---
# <script>window.pwned=1</script> {#a" onclick="window.pwned=1}

## heading {#x style="color:red" onclick="window.pwned=1" .c}

<script>window.pwned=1</script>

<div style="color:red" onclick="window.pwned=1">block</div>

<details><summary>one</details></summary></details></main></body>

<details onclick="window.pwned=1"><summary>two</summary></details>

text <img src=x onerror=window.pwned=1> <kbd onclick="x">kbd</kbd> <kbd>open </p></div> <sub>sub</kbd> </sub>

[js](javascript:window.pwned=1) [vb](vbscript:x) [data](data:text/html,<script>window.pwned=1</script>)
[ref][r] <javascript:window.pwned=1> ![i](javascript:window.pwned=1) ![" onerror="window.pwned=1](https://example.com/x.png)
![drawn](drawn.svg "<script>window.pwned=1</script>") ![up](../../etc/passwd) ![abs](/etc/passwd)

[r]: javascript:window.pwned=1 "t\" onclick=\"window.pwned=1"

| a | b |
|--:|:-:|
| <script>window.pwned=1</script> | x |

` + "```\"><script>window.pwned=1</script>\n</code></pre><script>window.pwned=1</script>\n```" + `

` + "```go\n//| label: \"x\"\n//| fig-cap: </figcaption><script>window.pwned=1</script>\n//| fig-alt: \"\\\" onerror=\\\"window.pwned=1\"\n//| lst-cap: </figcaption><script>window.pwned=1</script>\n\"</code><script>window.pwned=1</script>\" // </span><script>window.pwned=1</script>\n```" + `

` + "`{go} x` and `<script>window.pwned=1</script>`" + `
`

const hostileSVG = `<svg xmlns="http://www.w3.org/2000/svg" onload="window.pwned=1;parent.pwned=1"><script>top.pwned=1</script>` +
	`<foreignObject><iframe xmlns="http://www.w3.org/1999/xhtml" src="javascript:top.pwned=1"/></foreignObject><image href="http://127.0.0.1:9/x.png"/></svg>`

// hostile is a run in which every text wants out of its place.
func hostile() *notebook.Execution {
	nb, _ := notebook.Parse("a/"+attack+".md", []byte(hostileSource))
	errno := trace.Errno{Num: 1, Name: attack, Text: attack}
	t := trace.Trace{Title: attack, Model: attack, Notes: []string{attack},
		Lanes: []trace.Lane{{Name: attack, TID: 1, Level: 9}},
		Events: []trace.Event{
			{Name: attack, Args: []trace.Arg{{Text: attack}, {Text: strings.Repeat(attack, 20)}, {Text: strings.Repeat("x", 5000)}}, Ret: -1, Errno: errno, Exit: 5, Note: attack, Why: []string{attack},
				Stamp: &trace.Stamp{Source: attack}, Usage: &trace.Usage{CPU: time.Second}},
			{Kind: trace.Kind(99), Seq: 1, Name: attack, Enter: 6, Exit: 7},
		}}
	inUTF8 := strings.ToValidUTF8(attack, "\uFFFD")
	outputs := []notebook.Output{
		{Kind: notebook.HTML, Text: attack + `<b>bold <i>both</b></i></div></main><table><tr><td>cell</table><svg onload="window.pwned=1"><style>*{color:red}</style>`},
		{Kind: notebook.SVG, Text: hostileSVG},
		{Kind: notebook.PNG, Text: `"><script>window.pwned=1</script>`},
		{Kind: notebook.Table, Rows: [][]string{{attack}, {attack, attack}}},
		{Kind: notebook.Table},
		{Kind: notebook.Traced, Traces: []int{0}},
		{Kind: notebook.Series, Series: &trace.Series{Title: inUTF8, Notes: []string{inUTF8}, Lines: []trace.Line{{
			Name: inUTF8, Call: inUTF8, Why: []string{inUTF8}, Points: []trace.Point{{
				N: 2, Active: 1, Beyond: inUTF8, Cost: &trace.Cost{Rounds: 1, Calls: 1, Min: 1, P10: 1, Median: 1, P90: 1, Max: 1},
				Footprint: &trace.Footprint{ThreadsBefore: 1, Threads: 1, ResidentBefore: 1, Resident: 1},
			}}}}}},
		{Kind: notebook.Series, Series: &trace.Series{Lines: []trace.Line{{}}}},
		{Kind: notebook.Figure, Name: attack, Traces: []int{0}},
		{Kind: notebook.Figure, Name: "summary"},
		{Kind: notebook.Stdout, Text: strings.Repeat("0123456789", 500)},
	}
	for _, kind := range []notebook.OutputKind{notebook.Stdout, notebook.Stderr, notebook.Value, notebook.Error} {
		outputs = append(outputs, notebook.Output{Kind: kind, Text: attack, Type: attack, Hint: attack, Frames: []notebook.Frame{{Func: attack, Pos: notebook.Position{Line: 1}}, {Func: attack, Elided: 1}}, Pos: notebook.Position{Line: 1}})
	}
	for _, v := range []notebook.Verdict{notebook.Pass, notebook.Fail, notebook.Skip, notebook.Note, notebook.Exercise} {
		outputs = append(outputs, notebook.Output{Kind: notebook.Check, Verdict: v, Claim: attack, Got: attack, Want: attack, Text: attack, Attempts: 2})
	}
	return &notebook.Execution{
		Notebook: nb,
		Images:   map[string][]byte{"drawn.svg": []byte(hostileSVG)},
		Started:  time.Date(2026, 11, 23, 2, 14, 5, 0, time.UTC),
		Host:     notebook.Host{Facts: []notebook.Fact{{Name: attack, Value: attack}, {Name: "kernel", Value: attack}}},
		Results:  []notebook.Result{{Status: notebook.Failed, Outputs: outputs}},
		Values:   []notebook.Result{{Status: notebook.OK, Outputs: []notebook.Output{{Kind: notebook.Value, Text: attack, Type: attack}}}},
		Traces:   []trace.Trace{t},
		Problems: []notebook.Problem{{Path: attack, Cell: -1, Msg: attack, Hint: attack}, {Path: attack, Cell: 0, Msg: attack}},
	}
}

// TestHostile reads the page as a browser's tokenizer would. The page escapes every
// < that is not of a tag, so what it finds are all the tags that there are.
func TestHostile(t *testing.T) {
	data, err := HTML(hostile())
	if err != nil {
		t.Fatal(err)
	}
	scripts := 0
	for _, tag := range tagsOf(t, string(data)) {
		if tag.name == "script" {
			scripts++
		}
		if !knownTags[tag.name] {
			t.Errorf("unexpected element %s", tag.raw)
		}
		for name, value := range tag.attrs {
			lower := strings.ToLower(strings.TrimSpace(value))
			switch {
			case strings.HasPrefix(name, "on"), name == "style", name == "srcdoc":
				t.Errorf("attribute %s in %s", name, tag.raw)
			case (name == "href" || name == "src") && (strings.HasPrefix(lower, "javascript:") || strings.HasPrefix(lower, "vbscript:") || strings.HasPrefix(lower, "data:text")):
				t.Errorf("address %q in %s", value, tag.raw)
			case name == "src" && !strings.HasPrefix(lower, "data:image/"):
				t.Errorf("the page fetches %q", value)
			}
		}
	}
	if scripts != 1 {
		t.Errorf("%d script elements, want the page's own only", scripts)
	}
}

// knownTags are the elements that a page may have.
var knownTags = tagSet(`html head meta title link style script body a div nav main header footer section aside p span
	b i em strong small mark code pre kbd samp var sub sup br hr blockquote ul ol li dl dt dd h1 h2 h3 h4 h5 h6 table caption
	thead tbody tfoot tr th td details summary figure figcaption img input label time del
	svg g path line rect circle ellipse polygon polyline text tspan title desc defs pattern marker clippath use`)

type tag struct {
	raw, name string
	attrs     map[string]string
}

// tagsOf splits a page into its start tags. It is strict: what a lenient parser
// would have to guess at is an error.
func tagsOf(t *testing.T, page string) []tag {
	t.Helper()
	var list []tag
	for {
		i := strings.IndexByte(page, '<')
		if i < 0 {
			return list
		}
		page = page[i+1:]
		if strings.HasPrefix(page, "!DOCTYPE") || strings.HasPrefix(page, "/") {
			continue
		}
		x, rest, err := parseTag(page)
		if err != nil {
			t.Fatalf("%v at <%.80s", err, page)
		}
		list = append(list, x)
		page = rest
		if x.name == "style" || x.name == "script" {
			_, page, _ = strings.Cut(page, "</"+x.name+">")
		}
	}
}

func parseTag(s string) (x tag, rest string, err error) {
	word := func() string {
		n := strings.IndexFunc(s, func(r rune) bool {
			return !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("-:_", r))
		})
		if n < 0 {
			n = len(s)
		}
		w := s[:n]
		s = s[n:]
		return w
	}
	begin := s
	x = tag{name: strings.ToLower(word()), attrs: map[string]string{}}
	for {
		s = strings.TrimLeft(s, " \n")
		s = strings.TrimPrefix(s, "/")
		if strings.HasPrefix(s, ">") {
			x.raw = "<" + begin[:len(begin)-len(s)+1]
			return x, s[1:], nil
		}
		name := word()
		if name == "" {
			return x, "", fmt.Errorf("no attribute where one should be")
		}
		value := ""
		if strings.HasPrefix(s, `="`) {
			var ok bool
			if value, s, ok = strings.Cut(s[2:], `"`); !ok {
				return x, "", fmt.Errorf("attribute %s does not end", name)
			}
		}
		x.attrs[strings.ToLower(name)] = value
	}
}
