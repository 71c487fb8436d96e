package render

import (
	"regexp"
	"strings"
	"testing"
)

func TestText(t *testing.T) {
	for _, tt := range []struct{ text, want string }{
		{`<a href="x">&'`, "&lt;a href=&#34;x&#34;&gt;&amp;&#39;"},
		{"tab\tand\nline\r\nend", "tab\tand\nline\nend"},
		{"\x1b[31mred\x00\r", "␛[31mred␀␍"},
		{"\xffé\xc3", `\xffé\xc3`},
		{"\u202eabc\u2066\u0085\u007f", `\u202eabc\u2066\u0085␡`},
		{"中文 🙂", "中文 🙂"},
	} {
		var m markup
		m.text(tt.text)
		if got := m.b.String(); got != tt.want {
			t.Errorf("%q is %q, want %q", tt.text, got, tt.want)
		}
	}
}

func TestGoCode(t *testing.T) {
	for _, tt := range []struct {
		name, code, want string
		bad              map[int]bool
		ids, calls       map[int]string
	}{
		{"classes", "for i := 0x1F; ; { f('a', \"b\") } // c", `<b>for</b> i := <span class="n">0x1F</span>; ; { f(<samp>&#39;a&#39;</samp>, <samp>&#34;b&#34;</samp>) } <i>// c</i>`, nil, nil, nil},
		{"spans end with their line", "x := `a\nb`\n", "x := <samp>`a</samp>\n<samp>b`</samp>", nil, nil, nil},
		{"omitted lines", "a\nb() // OMIT\nc", "a\n<span class=\"omit\">b() \n</span>c", nil, nil, nil},
		{"omitted last line", "a\nb() // OMIT\n", "a\n<span class=\"omit\">b() </span>", nil, nil, nil},
		{"bad line", "a\nb\n", "a\n<mark class=\"bad-line\">b</mark>", map[int]bool{1: true}, nil, nil},
		{"a line with an id", "a\nb() // OMIT\n", "a\n<span class=\"omit\"><span id=\"line.7\"><mark class=\"bad-line\">b() </mark></span></span>", map[int]bool{1: true}, map[int]string{1: "line.7"}, nil},
		{"a line that made calls", "a\nb()\nc\n", "a\n<a class=\"made\" id=\"line.7\" href=\"#row.0.0.0\">b()</a>\nc", nil, map[int]string{1: "line.7"}, map[int]string{1: "row.0.0.0"}},
		{"carriage returns", "x := `a\r\nb` // c\r\ny\r\n", "x := <samp>`a</samp>\n<samp>b`</samp> <i>// c</i>\ny", nil, nil, nil},
		{"not Go", "?! \"open\n</code>", "?! <samp>&#34;open</samp>\n&lt;/code&gt;", nil, nil, nil},
		{"empty", "", "", nil, nil, nil},
	} {
		var m markup
		m.goCode([]byte(tt.code), lineMarks{tt.bad, tt.ids, tt.calls})
		if got := m.b.String(); got != tt.want {
			t.Errorf("%s:\n got %q\nwant %q", tt.name, got, tt.want)
		}
	}
}

var codeTag = regexp.MustCompile(`<(span|mark|samp|b|i|a)\b`)

// FuzzGoCode: whatever the code, its text comes out whole, and every span ends.
func FuzzGoCode(f *testing.F) {
	f.Add("x := `a\r\nb` /* c\n*/ // OMIT\ny")
	f.Fuzz(func(t *testing.T, code string) {
		var m, plain markup
		m.goCode([]byte(code), lineMarks{bad: map[int]bool{0: true}, ids: map[int]string{0: "line.1"}})
		if strings.Contains(code, omitMark) {
			return // the mark itself is not written
		}
		plain.text(strings.TrimRight(code, "\r\n"))
		got := m.b.String()
		if open, shut := len(codeTag.FindAllString(got, -1)), strings.Count(got, "</"); open != shut {
			t.Fatalf("%d spans begin, %d end: %q", open, shut, got)
		}
		if got := withoutTags(got); withoutReturns(got) != withoutReturns(plain.b.String()) {
			t.Fatalf("text changed:\n got %q\nwant %q", got, plain.b.String())
		}
	})
}

func withoutTags(s string) string {
	var b strings.Builder
	for {
		before, rest, found := strings.Cut(s, "<")
		b.WriteString(before)
		if !found {
			return b.String()
		}
		_, s, _ = strings.Cut(rest, ">")
	}
}

func withoutReturns(s string) string { return strings.ReplaceAll(s, "␍", "") }

func TestOutputHTML(t *testing.T) {
	for _, tt := range []struct{ raw, want string }{
		{"<b>x</b>", "<b>x</b>"},
		{"<B>x</b >", "<b>x</b>"},
		{"<b>x", "&lt;b&gt;x"},
		{"x</b>", "x&lt;/b&gt;"},
		{"<b><i>x</b></i>", "<b>&lt;i&gt;x</b>&lt;/i&gt;"},
		{"<b onclick=x>y</b>", "&lt;b onclick=x&gt;y&lt;/b&gt;"},
		{"a<br>b<br/>c</br>", "a<br>b<br>c<br>"},
		{"<!-- no --><hr>&amp;&lt;", "<hr>&amp;&lt;"},
		{"<details><summary>s</summary>x</details>", "<details>\n<summary>s</summary>x</details>\n"},
		{"<summary>s</summary>", "&lt;summary&gt;s&lt;/summary&gt;"},
		{"<details>x<summary>s</summary></details>", "<details><summary>Details</summary>\nx&lt;summary&gt;s&lt;/summary&gt;</details>\n"},
		{"<a href=x>y</a>", "&lt;a href=x&gt;y&lt;/a&gt;"},
		{"</div></main><script>", "&lt;/div&gt;&lt;/main&gt;&lt;script&gt;"},
	} {
		var m markup
		m.outputHTML(tt.raw, "Details")
		if got := m.b.String(); got != tt.want {
			t.Errorf("%s:\n got %q\nwant %q", tt.raw, got, tt.want)
		}
	}
}
