package render

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"nbrun/render/notebook"
	"nbrun/render/pagetest"
)

// TestSearch asks in a real browser, with the page opened as a file.
func TestSearch(t *testing.T) {
	ctx := pagetest.Browser(t)
	seen := pagetest.Watch(t, ctx)
	b := book(t)
	bad := ChapterOf(hostile(), Place{File: "hostile.html"})
	b.List, b.All = append(b.List, bad), append(b.All, bad)
	page := []byte(index(t, indexSource, b))
	for _, width := range []int64{1280, 360} {
		pagetest.Visit(t, ctx, page, width, "light")
		ask := func(query string) []string {
			return pagetest.Evaluate[[]string](t, ctx, fmt.Sprintf(`(() => {
				const input = document.getElementById(".query");
				input.value = %q;
				input.dispatchEvent(new Event("input"));
				return [document.querySelector("[role=status]").textContent, ...[...document.querySelectorAll(".search li")].map(x =>
					x.querySelector("a").getAttribute("href") + " " + x.querySelector("a").textContent + " [" + [...x.querySelectorAll("mark")].map(m => m.textContent).join("|") + "]")];
			})()`, query))
		}
		for _, tt := range []struct{ query, want string }{
			{"", ""},
			{" .( ", ""},
			{"nowhere", "Nothing found."},
			{"recvmsg nowhere", "Nothing found."},
			{"RECV", "1 place; blocking.html#two-phases Blocking › Two phases [recv]"},
			{"recvmsg copies", "1 place; blocking.html#two-phases Blocking › Two phases [recvmsg|copies]"},
			{"blocking wait", "1 place; blocking.html Blocking [wait]"},
			{"sleeping", "1 place; blocking.html#sleep Blocking › Sleep [sleeping]"},
			{"non-block", "1 place; poll.html Poll [non-block]"},
			{"oll", "Nothing found."},
			{"睡眠", "1 place; blocking.zh.html#%E4%B8%A4%E4%B8%AA%E9%98%B6%E6%AE%B5 阻塞式 I/O › 两个阶段 [睡眠]"},
			{"系统调用", "1 place; blocking.zh.html#%E4%B8%A4%E4%B8%AA%E9%98%B6%E6%AE%B5 阻塞式 I/O › 两个阶段 [系统|调用]"},
			{"阻塞", "1 place; blocking.zh.html 阻塞式 I/O []"},
			{"数据复制线程", "Nothing found."},
			{"last", "1 place; last%20one.html Last []"},
			{"poll", "1 place; poll.html Poll [Poll]"},
		} {
			if got := strings.Join(ask(tt.query), "; "); got != tt.want {
				t.Errorf("%q: got  %s\nwant %s", tt.query, got, tt.want)
			}
		}
		if got := ask("window.pwned"); len(got) < 3 {
			t.Errorf("the hostile page is not found: %q", got)
		}
		ask("then copies")
		if wide := pagetest.Evaluate[int64](t, ctx, "document.documentElement.scrollWidth"); wide > width {
			t.Errorf("with an answer the index is %d px wide in a window of %d px", wide, width)
		}
	}
	if pagetest.Evaluate[bool](t, ctx, "window.pwned !== undefined") {
		t.Error("a text of a page ran as a script")
	}
	if list := seen(); len(list) > 0 {
		t.Errorf("the browser asked for or complained of: %q", list)
	}
}

// TestSearchExcerpt: what is shown of a text ends with a word, and is half as many letters
// of Chinese, which are twice as wide.
func TestSearchExcerpt(t *testing.T) {
	ctx := pagetest.Browser(t)
	const latin, han = "needle and then a sentence of sixtyfour letters that goes on. ", "找到的词后面是一句很长的话，一直说下去，没有空格也没有尽头。"
	var b Book
	for file, text := range map[string]string{"a.html": strings.Repeat(latin, 9), "b.html": "needle " + strings.Repeat(han, 9)} {
		nb, _ := notebook.Parse("a.md", []byte("# A\n\n"+text+"\n"))
		b.All = append(b.All, ChapterOf(&notebook.Execution{Notebook: nb}, Place{File: file}))
	}
	pagetest.Visit(t, ctx, []byte(index(t, indexSource, b)), 360, "light")
	got := pagetest.Evaluate[map[string]string](t, ctx, `(() => {
		const input = document.getElementById(".query");
		input.value = "needle";
		input.dispatchEvent(new Event("input"));
		return Object.fromEntries([...document.querySelectorAll(".search li")].map(x => [x.querySelector("a").getAttribute("href"), x.querySelector("p").textContent]));
	})()`)
	if text, cut := strings.CutSuffix(got["a.html"], "…"); !cut || !strings.HasPrefix(latin+latin+latin, text+" ") || len(text) < 150 {
		t.Errorf("shown is %q", got["a.html"])
	}
	if n := utf8.RuneCountInString(got["b.html"]); n != 91 {
		t.Errorf("shown are %d letters: %q", n, got["b.html"])
	}
}
