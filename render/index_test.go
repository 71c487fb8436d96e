package render

import (
	"slices"
	"strings"
	"testing"

	"nbrun/render/notebook"
	"nbrun/render/pagetest"
)

// chapterOf is the chapter of a notebook whose cells made these outputs each.
func chapterOf(t *testing.T, file, source string, status notebook.Status, outputs ...notebook.Output) Chapter {
	t.Helper()
	nb, problems := notebook.Parse(strings.TrimSuffix(file, ".html")+".md", []byte(source))
	if problems != nil {
		t.Fatal(problems)
	}
	x := &notebook.Execution{Notebook: nb}
	for range nb.Cells {
		x.Results = append(x.Results, notebook.Result{Status: status, Outputs: outputs})
	}
	return ChapterOf(x, Place{File: file})
}

// book has three chapters, of which one failed and one is there in two languages.
func book(t *testing.T) Book {
	t.Helper()
	pass := notebook.Output{Kind: notebook.Check, Verdict: notebook.Pass, Claim: "it <slept>"}
	fail := notebook.Output{Kind: notebook.Check, Verdict: notebook.Fail, Claim: "it flew"}
	blocking := chapterOf(t, "blocking.html", "---\ndescription: One & all\n---\n# Blocking\n\nAt first a thread waits.\n\n## Two phases\n\n```go\n//| covers: [F10, F2]\nx\n```\n\n"+
		"A `recvmsg` call sleeps, then copies: </script><script>window.pwned = 1</script>\n\n### Sleep\n\n```go\n//| covers: F2\n//| fig-cap: The sleeping thread\nx\n```\n", notebook.OK, pass)
	chinese := chapterOf(t, "blocking.zh.html", "---\nlang: zh-Hans\n---\n# 阻塞式 I/O\n\n## 两个阶段\n\n线程在系统调用中睡\n眠，然后复制数据。\n\n```go\n//| covers: zh\nx\n```\n", notebook.OK, pass)
	languages := []Link{blocking.Link, chinese.Link}
	blocking.Languages, chinese.Languages = languages, languages
	poll := chapterOf(t, "poll.html", "# Poll\n\nPolling asks first. It is non-blocking.\n\n```go\n//| covers: F2\nx\n```\n", notebook.Failed, fail)
	last := chapterOf(t, "last one.html", "# Last\n\n```go\n//| covers: F3\nx\n```\n", notebook.OK)
	return Book{List: []Chapter{blocking, poll, last}, All: []Chapter{blocking, chinese, poll, last}}
}

func index(t *testing.T, source string, b Book) string {
	t.Helper()
	nb, problems := notebook.Parse("index.md", []byte(source))
	if problems != nil {
		t.Fatal(problems)
	}
	page, _, err := Index(&notebook.Execution{Notebook: nb}, Place{File: "index.html"}, b)
	if err != nil {
		t.Fatal(err)
	}
	return string(page)
}

const indexSource = "# The book\n\nRead it.[^1]\n\n{coverage}\n\n{contents}\n\nThe end.\n\n[^1]: All of it.\n"

func TestIndex(t *testing.T) {
	page := body(index(t, indexSource, book(t)))
	for _, want := range []string{
		`<span class="plain">3 notebooks</span>`, `<span class="good">✓ 2 checks passed</span>`, `<span class="bad">✗ 1 failed</span>`, `<span class="bad">✗ 1 notebook failed</span>`,
		`<a href="blocking.html">Blocking</a> <a href="blocking.zh.html" class="language" title="阻塞式 I/O" hreflang="zh-Hans" lang="zh-Hans">中文</a>`,
		`<p class="about">One &amp; all</p>`, `<a href="last%20one.html">Last</a>`, `<span class="bad">✗ 1 cell failed</span>`, `<span class="plain">no checks</span>`,
		`<a href="blocking.html#two-phases">Blocking › Two phases</a>`,
		`<th scope="rowgroup" rowspan="3">F2</th>`,
		`<li class="pass"><b aria-hidden="true">✓</b><span><span class="sr">passed: </span><span>it &lt;slept&gt;</span></span></li>`,
		`shown, not checked`, `a cell failed`,
	} {
		if !strings.Contains(page, want) {
			t.Errorf("no %s in\n%s", want, page)
		}
	}
	if i, j, k := strings.Index(page, ">F2<"), strings.Index(page, ">F3<"), strings.Index(page, ">F10<"); !(0 < i && i < j && j < k) {
		t.Errorf("F2, F3, F10 stand at %d, %d, %d", i, j, k)
	}
	if i, j := strings.Index(page, `class="chapters"`), strings.Index(page, "The end."); !(0 < i && i < j) {
		t.Error("the list does not stand where {contents} did")
	}
	page = body(index(t, "# The book\n\nRead it.[^1]\n\n[^1]: All of it.\n", book(t)))
	if i, j := strings.Index(page, `class="chapters"`), strings.Index(page, `class="footnotes"`); !(0 < i && i < j) {
		t.Error("a list that nobody asked for does not stand at the end, above the footnotes")
	}
	if strings.Contains(page, "coverage") {
		t.Error("a table that nobody asked for")
	}
	if page := body(write(t, &notebook.Execution{Notebook: must(notebook.Parse("a.md", []byte(indexSource)))})); !strings.Contains(page, "{contents}") {
		t.Error("on a page that is no index {contents} is no paragraph like others")
	}
	if page := body(index(t, "# The book\n\n{coverage}\n", Book{})); !strings.Contains(page, "no notebooks here yet") || !strings.Contains(page, "No cell says") {
		t.Errorf("an empty book:\n%s", page)
	}
}

const itemsSource = `# The book

| item | it is said | {coverage} |
|---|---|---|
| F2 | it sleeps | see |
| ` + "`F10`" + ` | it copies | |
| F3 | nobody looked | |
| zh | only in Chinese | |
| | more of it | |

| id | {coverage} | what |
|:--|--|--:|
| part-1 | | no cell |
`

// In a table with a column {coverage} each row says where its item is covered. What
// no check shows, and what no table has, is a problem at its place.
func TestItems(t *testing.T) {
	nb := must(notebook.Parse("nb/index.md", []byte(itemsSource+"\n\x60\x60\x60go\n//| covers: [F3, F33]\n1\n\x60\x60\x60\n")))
	note := notebook.Output{Kind: notebook.Check, Verdict: notebook.Note, Claim: "seen"}
	x := &notebook.Execution{Notebook: nb, Results: []notebook.Result{{Status: notebook.OK, Outputs: []notebook.Output{note}}}}
	page, wrong, err := Index(x, Place{File: "index.html"}, book(t))
	if err != nil {
		t.Fatal(err)
	}
	pagetest.Check(t, "an index with items", page)
	for _, want := range []string{
		`<table class="items">`, `<th scope="col">where, and the checks there</th>`, `<td>F2</td>`, `<td>see<ul class="shown"><li><a href="blocking.html#two-phases">Blocking › Two phases</a> <span class="summary"><span class="good">✓ 1 check passed</span>`,
		`<a href="poll.html">Poll</a> <span class="summary"><span class="bad">✗ 1 failed</span>`, `<span class="bad">✗ no check shows it</span>`,
		`<a href="blocking.zh.html#%E4%B8%A4%E4%B8%AA%E9%98%B6%E6%AE%B5" hreflang="zh-Hans" lang="zh-Hans">阻塞式 I/O › 两个阶段</a>`,
	} {
		if !strings.Contains(string(page), want) {
			t.Errorf("no %s in\n%s", want, body(string(page)))
		}
	}
	want := []string{
		"nb/index.md:7:3: coverage: no check shows F3: the cell of nb/index.md:16 says that it covers it, and makes no check",
		"nb/index.md:13:3: coverage: no check shows part-1",
		`nb/index.md:16:18: coverage: no table of nb/index.md has "F33"`,
	}
	var got []string
	for _, p := range wrong {
		got = append(got, p.String())
	}
	if !slices.Equal(got, want) {
		t.Errorf("problems:\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if wrong[2].Hint != `did you mean "F3"?` {
		t.Errorf("the hint is %q", wrong[2].Hint)
	}

	// What was not run is not said to be missing, and a skipped check is one.
	skip := notebook.Output{Kind: notebook.Check, Verdict: notebook.Skip, Claim: "refused"}
	for _, r := range []notebook.Result{{Status: notebook.OK, Outputs: []notebook.Output{skip}}, {Status: notebook.Skipped}, {Status: notebook.Failed}} {
		x.Results[0] = r
		if _, wrong, _ = Index(x, Place{File: "index.html"}, book(t)); len(wrong) != 2 {
			t.Errorf("%+v: problems %v, want those of part-1 and F33", r, wrong)
		}
	}
	if page := index(t, itemsSource, book(t)); !strings.Contains(page, "no check shows it") {
		t.Error("where no cell covers an item, the page does not say so")
	}
	if page := body(write(t, x)); strings.Contains(page, "{coverage}") || !strings.Contains(page, "nbrun build fills this in") || !strings.Contains(page, "<td>see</td>") {
		t.Errorf("an index made by itself does not say who fills in its table:\n%s", page)
	}
	nb.Path = "nb/other.md"
	if page := body(write(t, x)); !strings.Contains(page, "<th scope=\"col\">{coverage}</th>") {
		t.Error("on a page that is no index a table is not as it is written")
	}
}

// TestIndexPage holds an index to what every page is held to.
func TestIndexPage(t *testing.T) {
	pagetest.Check(t, "an index", []byte(index(t, indexSource, book(t))))
}

func must(nb *notebook.Notebook, problems []notebook.Problem) *notebook.Notebook {
	if problems != nil {
		panic(problems[0].String())
	}
	return nb
}

func TestByNumber(t *testing.T) {
	names := []string{"", "F", "F1", "F01", "F2", "F10", "F10a", "F10b", "G", "G1.2", "G1.10"}
	for i := range names {
		for j := range names {
			if got := byNumber(names[i], names[j]); (got < 0) != (i < j) || (got > 0) != (i > j) {
				t.Errorf("%q and %q: %d", names[i], names[j], got)
			}
		}
	}
}
