package render

import (
	"os"
	"strings"
	"testing"

	"nbrun/iomodels/trace"
	"nbrun/render/notebook"
	"nbrun/render/pagetest"
)

// traced is a run of one cell that shows these traces.
func traced(traces ...trace.Trace) *notebook.Execution {
	nb, _ := notebook.Parse("a.md", []byte("```go\n//| views: [table]\nx\n```\n"))
	x := &notebook.Execution{Notebook: nb, Traces: traces, Results: []notebook.Result{{Status: notebook.OK}}}
	for i := range traces {
		x.Results[0].Outputs = append(x.Results[0].Outputs, notebook.Output{Kind: notebook.Traced, Traces: []int{i}})
	}
	return x
}

// stored is a trace that was recorded for tests.
func stored(t testing.TB, name string) trace.Trace {
	t.Helper()
	text, err := os.ReadFile("../iomodels/trace/testdata/" + name + ".trace")
	if err != nil {
		t.Fatal(err)
	}
	tr, err := trace.ParseText(text)
	if err != nil {
		t.Fatal(err)
	}
	return tr
}

// The filters show the rows that they name, say how many, and together.
func TestBrowserFilters(t *testing.T) {
	ctx := pagetest.Browser(t)
	page := []byte(write(t, traced(stored(t, "nonblocking"), stored(t, "cell"))))
	pagetest.Visit(t, ctx, page, 1280, "light")
	// choose sets filters of a trace by the words before them, and says what is seen then.
	choose := func(box, filters string) string {
		return pagetest.Evaluate[string](t, ctx, `(() => {
			const box = document.querySelectorAll(".rows")[`+box+`], filters = `+filters+`;
			for (const label of box.querySelectorAll(".filter label")) {
				const select = label.querySelector("select"), want = filters[label.firstChild.data] || "all";
				select.value = [...select.options].find(o => o.text === want).value;
				select.dispatchEvent(new Event("change"));
			}
			const seen = [...box.querySelectorAll("tr[data-event]")].filter(x => x.checkVisibility());
			return box.querySelector("output").textContent + "; " + seen.length + " seen, the first " + seen[0].dataset.event;
		})()`)
	}
	for _, tt := range []struct{ box, filters, want string }{
		{"0", "{}", "; 19 seen, the first 0.0.0"},
		{"0", `{"Thread": "sender (4722)"}`, "1 of 19 rows; 1 seen, the first 0.1.0"},
		{"0", `{"Call": "recvmsg"}`, "18 of 19 rows; 18 seen, the first 0.0.0"},
		{"0", `{"Descriptor": "5 <udp 127.0.0.1:51935>"}`, "1 of 19 rows; 1 seen, the first 0.1.0"},
		{"0", "{}", "; 19 seen, the first 0.0.0"},
		{"1", `{"Descriptor": "3 <pipe:[48213]>", "Call": "read"}`, "2 of 6 rows; 2 seen, the first 1.0.1"},
	} {
		if got := choose(tt.box, tt.filters); got != tt.want {
			t.Errorf("trace %s by %s: %q, want %q", tt.box, tt.filters, got, tt.want)
		}
	}
	if got := pagetest.Evaluate[string](t, ctx, `[...document.querySelectorAll(".filter")].map(bar => [...bar.querySelectorAll("label")].map(x => x.firstChild.data).join()).join(" ")`); got != "Thread,Descriptor,Call Descriptor,Call" {
		t.Errorf("the filters are %q", got)
	}
}

// A row in a folded part is shown when a filter finds it.
func TestBrowserFilterUnfolds(t *testing.T) {
	ctx := pagetest.Browser(t)
	pagetest.Visit(t, ctx, []byte(write(t, traced(distinct(40)))), 1280, "light")
	if got := pagetest.Evaluate[string](t, ctx, `(() => {
		const select = document.querySelector(".filter select"), rest = document.querySelector(".rest"), before = rest.open;
		select.value = select.options[2].value;
		select.dispatchEvent(new Event("change"));
		return [before, rest.open, document.querySelector("output").textContent].join();
	})()`); got != "false,true,1 of 40 rows" {
		t.Errorf("folded part open before, after, count: %s", got)
	}
}

// What is copied is what strace would have written, with comments for what it would not.
func TestBrowserCopiesStrace(t *testing.T) {
	ctx := pagetest.Browser(t)
	for name, want := range map[string]string{
		"nonblocking": `# from a page of nbrun: times count from the first row, durations have three digits
4721 0.000000 recvmsg(3 <udp 127.0.0.1:40113>, {msg_iov=[{iov_len=100}], msg_controllen=256}, MSG_DONTWAIT) = -1 EAGAIN (resource temporarily unavailable) <0.00000091>
4721 0.000001 recvmsg(3 <udp 127.0.0.1:40113>, {msg_iov=[{iov_len=100}], msg_controllen=256}, MSG_DONTWAIT) = -1 EAGAIN (resource temporarily unavailable) <0.00000048>
4721 0.000002 `,
		"nonblocking.": "(resource temporarily unavailable) × 85,819 more, mean 503 ns\n",
		"nonblocking!": "MSG_DONTWAIT) = 100 <0.00000231>\n",
		"cell": `# from a page of nbrun: times count from the first row, durations have three digits
4801 0.0000000 pipe2([3, 4], O_NONBLOCK)                = 0 <0.0000042>
4801 0.0000100 read(3 <pipe:[48213]>, 0xc000132000, 16) = -1 EAGAIN (resource temporarily unavailable) <0.0000006>
4801 0.0000140 write(4 <pipe:[48213]>, "hello", 5)      = 5 <0.0000019>
4801 0.0000190 read(3 <pipe:[48213]>, "hello", 16)      = 5 <0.0000008>
4801 0.0000230 close(3 <pipe:[48213]>)                  = 0 <0.0000007>
4801 0.0000245 close(4 <pipe:[48213]>)                  = 0 <0.0000011>
`,
		"signal":     "4741 0.050780 --- SIGIO ---\n",
		"aio-socket": "# 4761 0.000000 request: IOCB_CMD_PREAD(3 <udp 127.0.0.1:40117>, 0x7f2a10002000, 100)\n",
	} {
		pagetest.Visit(t, ctx, []byte(write(t, traced(stored(t, strings.Trim(name, ".!"))))), 1280, "light")
		if got := pagetest.Clipboard(t, ctx, `document.querySelector(".filter button")`); !strings.Contains(got, want) {
			t.Errorf("%s: copied\n%s\nwant\n%s", name, got, want)
		}
	}
}
