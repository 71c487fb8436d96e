package render

import (
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"nbrun/render/notebook"
	"nbrun/render/pagetest"
)

// TestChineseHasAll: each sentence and each noun that the package says in English has
// its Chinese, with as many values in it.
func TestChineseHasAll(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	verb := regexp.MustCompile(`%(\[\d\])?[a-z]`)
	said := 0
	for _, file := range files {
		tree, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(tree, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			f, ok := call.Fun.(*ast.SelectorExpr)
			if !ok || f.Sel.Name != "say" && f.Sel.Name != "about" && f.Sel.Name != "count" {
				return true
			}
			table, at := inChinese, 0
			if f.Sel.Name == "count" {
				table, at = countedInChinese, 1
			}
			english, ok := constant(call.Args[at])
			if !ok {
				return true // a name from a record, or from a table
			}
			said++
			chinese, ok := table[english]
			if !ok {
				t.Errorf("%s: no Chinese for %q", file, english)
			}
			if a, b := len(verb.FindAllString(english, -1)), len(verb.FindAllString(chinese, -1)); a != b {
				t.Errorf("%q has %d values, its Chinese %d", english, a, b)
			}
			return true
		})
	}
	if said < 50 {
		t.Errorf("found %d sentences: the test does not see them", said)
	}
	for _, english := range tabled() {
		if inChinese[english] == "" {
			t.Errorf("no Chinese for %q", english)
		}
	}
}

// tabled are the sentences that the package says from its tables.
func tabled() (list []string) {
	for _, v := range verdicts {
		list = append(list, v.words)
	}
	for _, w := range inkWords {
		list = append(list, w.words)
	}
	for _, g := range glossaries {
		list = append(list, g.name)
	}
	list = append(list, levels[1:]...)
	list = slices.AppendSeq(list, maps.Values(kindWords))
	list = slices.AppendSeq(list, maps.Values(sentWords))
	return slices.AppendSeq(list, maps.Values(calloutNames))
}

// constant is the value of a string literal, or of a sum of such.
func constant(e ast.Expr) (string, bool) {
	switch e := e.(type) {
	case *ast.BasicLit:
		s, err := strconv.Unquote(e.Value)
		return s, err == nil
	case *ast.BinaryExpr:
		a, ok1 := constant(e.X)
		b, ok2 := constant(e.Y)
		return a + b, ok1 && ok2
	}
	return "", false
}

func TestSimplified(t *testing.T) {
	for lang, want := range map[string]bool{"": false, "en": false, "zh": true, "zh-Hans": true, "zh-CN": true, "zh-hans-CN": true, "zh-Hant": false, "zh-TW": false, "zhx": false} {
		if got := simplified(lang); got != want {
			t.Errorf("%q: %v, want %v", lang, got, want)
		}
	}
}

// chinese is the sample's run, in a notebook that is Chinese.
func chinese(x *notebook.Execution) *notebook.Execution {
	source := strings.Replace(string(x.Notebook.Source), "order: 5\n", "order: 5\nlang: zh-Hans\n", 1)
	nb, problems := notebook.Parse(x.Notebook.Path, []byte(source))
	if problems != nil {
		panic(problems[0].String())
	}
	x.Notebook = nb
	return x
}

// TestChinesePage: what the page says of itself is Chinese; what the record holds is
// as it was recorded.
func TestChinesePage(t *testing.T) {
	for name, wants := range map[string][]string{
		"sample": {`<html lang="zh-Hans">`, "跳到正文", `aria-label="目录"`, "✓ 3 项检查通过", "– 1 项跳过", "<span>运行于 <time", "显示另外 1 行", "图 1", "此图的数据", "本页如何生成", "<dt>内核</dt>", "未知", `data-copy="复制"`, "，共 2 次测量", "（线程号 4711），时间、CPU 与切换", "进入后 50.7 ms 内核有了数据 ± 900 ns（rx-software）", "，1 次切换", `<li lang="en">the arrival is`, "12.3 MB 未保留"},
		"failed": {"这次运行失败了：1 个单元格失败，1 项检查不成立，1 个值无法得到，1 个单元格没有运行。", "转到第一处失败", "这个单元格没有结束", "提示：", "……另有 12 次调用"},
	} {
		x := sample()
		if name == "failed" {
			x = failing()
		}
		got := write(t, chinese(x))
		for _, want := range wants {
			if !strings.Contains(strings.ReplaceAll(got, ` class="plain"`, ""), want) {
				t.Errorf("%s: no %s", name, want)
			}
		}
	}
}

// TestChineseFacts: of what the foot says of the machine, words are Chinese and names are
// as they were recorded.
func TestChineseFacts(t *testing.T) {
	for value, want := range map[string]string{
		"QEMU, under a hypervisor, in a container": "QEMU，在虚拟机中，在容器中",
		"AMD EPYC, 2 CPUs":                         "AMD EPYC, 2 CPUs", "off": "关闭",
	} {
		if got := (&page{chinese: true}).factWords(value); got != want {
			t.Errorf("%s: %s, want %s", value, got, want)
		}
		if got := new(page).factWords(value); got != value {
			t.Errorf("on an English page %s is %s", value, got)
		}
	}
}

// TestChineseOfRecords: a sentence of a record that is known in Chinese is told in it,
// and lines of Chinese that end in a mark of full width go on without a space.
func TestChineseOfRecords(t *testing.T) {
	x := chinese(sample())
	x.Traces[0].Notes = []string{"before the record begins, data were sent and thrown away until they came with the kernel's time of arrival (3 times)"}
	got := write(t, x)
	if !strings.Contains(got, "<li>记录开始之前，发送的数据被丢弃，直到它们带来内核的到达时刻（3 次）。") {
		t.Error("the note is not in Chinese")
	}
	if strings.Count(got, "记录开始之前") != strings.Count(got, "<li>记录开始之前") {
		t.Error("what came before the record is told in other places than under the table")
	}
	if got := run(t, "---\nlang: zh-Hans\n---\n线程睡眠；\n复制时（\n忙碌）。\nGo\n语言\n（Go）\nio\n"); !strings.Contains(got, "线程睡眠；复制时（忙碌）。Go\n语言（Go）io") {
		t.Errorf("lines go on with a space: %s", got)
	}
}

// TestChineseTerms: on a Chinese page errors and the words of the glossary are told in
// Chinese, and what is copied as strace's is as the record has it.
func TestChineseTerms(t *testing.T) {
	page := func(lang string) string {
		x := traced(stored(t, "nonblocking"))
		nb, problems := notebook.Parse("a.md", []byte("---\nlang: "+lang+"\n---\n"+string(x.Notebook.Source)))
		if problems != nil {
			t.Fatal(problems)
		}
		x.Notebook = nb
		return write(t, x)
	}
	for lang, wants := range map[string][]string{
		"zh-Hans": {`<small title="resource temporarily unavailable"> 资源暂时不可用</small>`, "<dd>现在不行：", "<dl>\n"},
		"de":      {`<small lang="en"> resource temporarily unavailable</small>`, "<dd>Not now: ", `<dl lang="en">`},
		"en-GB":   {`<small> resource temporarily unavailable</small>`, "<dd>Not now: ", "<dl>\n"},
	} {
		got := page(lang)
		for _, want := range wants {
			if !strings.Contains(got, want) {
				t.Errorf("%s: no %s", lang, want)
			}
		}
	}
	ctx := pagetest.Browser(t)
	pagetest.Visit(t, ctx, []byte(page("zh-Hans")), 1280, "light")
	const want = "= -1 EAGAIN (resource temporarily unavailable) <0.00000091>"
	if got := pagetest.Clipboard(t, ctx, `document.querySelector(".filter button")`); !strings.Contains(got, want) {
		t.Errorf("copied\n%s\nwant %s", got, want)
	}
}
