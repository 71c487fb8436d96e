package notebook

import (
	"fmt"
	"testing"
)

// Slips of authors, each with where it is and what to do about it.
func TestSlips(t *testing.T) {
	const cell = "```go\n%s\n```\n"
	front := func(yaml string) string { return "---\n" + yaml + "\n---\n" }
	for _, tt := range []struct{ src, want string }{
		// YAML.
		{front("title: Go: a start"), `a.md:2:8: not valid YAML: mapping values are not allowed in this context [put the text between quotation marks, as in title: "Go: a start"]`},
		{front("title: \"open\norder: 1"), "a.md:2:8: not valid YAML: found unexpected end of stream [a quotation mark is not closed]"},
		{front("title: 'don't'"), "a.md:2:8: not valid YAML: did not find expected key [between '…' a ' within the text is written twice]"},
		{front(`title: "a" b`), `a.md:2:8: not valid YAML: did not find expected key [between "…" the text's own " and \ are written \" and \\]`},
		{front("title: [x"), "a.md:2:8: not valid YAML: did not find expected ',' or ']' [a bracket is not closed; a text that begins with one stands between quotation marks]"},
		{front("title: @x"), `a.md:2:8: not valid YAML: found character that cannot start any token [put the text between quotation marks, as in title: "Go: a start"]`},
		{front("title: x\n\torder: 1"), "a.md:3:1: not valid YAML: found a tab character that violates indentation [YAML is indented with spaces, not with tabs]"},
		{front("\ttitle: x"), "a.md:2:1: not valid YAML: found character that cannot start any token [YAML is indented with spaces, not with tabs]"},
		{front("title: x\nmore of it\norder: 1"), "a.md:3:1: not valid YAML: could not find expected ':' [a line is a key, a colon and a value, as in title: Blocking I/O]"},
		{front("title:"), "a.md:2:7: title has no value"},
		{front("title: [a, b]"), "a.md:2:8: title is a text, not a list"},
		{front("? {a: b}\n: x"), "a.md:2:3: a key is a word, not a list of keys"},
		// Encodings.
		{"\xff\xfe#\x00 \x00", "a.md:1:1: not UTF-8 text: it begins as UTF-16 does [save the file as UTF-8]"},
		{"\xfe\xff\x00#", "a.md:1:1: not UTF-8 text: it begins as UTF-16 does [save the file as UTF-8]"},
		{"# A\r\r```go\r1\r```\r", "a.md:1:4: lines end in a carriage return alone here [save the file with line feeds]"},
		{"# A\rB\n", ""},
		// Options as others write them.
		{fmt.Sprintf(cell, "#| eval: false\n1"), "a.md:2:1: an option is written //| key: value"},
		{fmt.Sprintf(cell, "//| echo: false\n// | label: x\n1"), "a.md:3:1: an option is written //| key: value"},
		{fmt.Sprintf(cell, "// | x | y: the head of a table"), ""},
		{fmt.Sprintf(cell, "//| covers: F1, F2"), "a.md:2:13: a list stands between brackets [write [F1, F2]]"},
		{fmt.Sprintf(cell, "//| views: two-lane, table"), "a.md:2:12: a list stands between brackets [write [two-lane, table]]"},
		{fmt.Sprintf(cell, "//| fig-cap: one, two"), ""},
		{fmt.Sprintf(cell, "//| fig.cap: x"), `a.md:2:5: unknown option "fig.cap" [did you mean "fig-cap"?]`},
		{"```go {eval=false}\n1\n```\n", `a.md:1:8: option "eval" does not stand on the line of the fence [write a line //| eval: value at the head of the cell]`},
		{"   ~~~ go echo: true, label: x\n1\n~~~\n", `a.md:1:11: option "echo" does not stand on the line of the fence [write a line //| echo: value at the head of the cell]` +
			"\n" + `a.md:1:23: option "label" does not stand on the line of the fence [write a line //| label: value at the head of the cell]`},
		{"```go {.class} title=\"x\"\n1\n```\n", ""},
		{"```{go}\n1\n```\n", `a.md:1:4: a cell's language is go, not "{go}" [write go, and options as lines //| key: value at the head of the cell]`},
		{"```go,ignore\n1\n```\n", `a.md:1:4: a cell's language is go, not "go,ignore" [write go, and options as lines //| key: value at the head of the cell]`},
		{"```golang\n1\n```\n\n```gomod\n```\n\n```{google}\n```\n", ""},
		// Fences.
		{"```go\nx := 1\n\nProse.\n\n```go\ny := 2\n```\n", "a.md:1:1: the block that begins here has no closing fence before line 6, where another begins [end it with a line ```, or let more than ``` begin and end it]"},
		{"```\nx\n``\n\n```go\ny := 2\n```\n", "a.md:1:1: the block that begins here has no closing fence before line 5, where another begins [end it with a line ```, or let more than ``` begin and end it]"},
		{"~~~sh\nx\n\n~~~go\ny\n", "a.md:1:1: the block that begins here has no closing fence before line 4, where another begins [end it with a line ~~~, or let more than ~~~ begin and end it]"},
		{"````md\n```go\n1\n```\n````\n\n~~~\n```go\n~~~\n", ""},
		{fmt.Sprintf(cell, "s := `\n    ```go\n```go `"), ""},
	} {
		nb, problems := Parse("a.md", []byte(tt.src))
		got := ""
		for i, p := range problems {
			if i > 0 {
				got += "\n"
			}
			if got += p.String(); p.Hint != "" {
				got += " [" + p.Hint + "]"
			}
		}
		if got != tt.want {
			t.Errorf("%q:\ngot  %s\nwant %s", nb.Source, got, tt.want)
		}
	}
}
