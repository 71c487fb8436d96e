package notebook

import (
	"fmt"
	"strings"
	"testing"
)

func TestStrict(t *testing.T) {
	for _, tt := range []struct {
		prose string
		want  string // the problem's message; empty when there is none
	}{
		{"It took 53.8 ms.", `strict: a typed measurement, "53.8 ms"`},
		{"It took **50µs** at most", `strict: a typed measurement, "50µs"`},
		{"about 20 % of it", `strict: a typed measurement, "20 %"`},
		{"1,024 bytes", `strict: a typed measurement, "1,024 bytes"`},
		{"用了35毫秒。", `strict: a typed measurement, "35毫秒"`},
		{"收到 100 字节", `strict: a typed measurement, "100 字节"`},
		{"流里有 3 个字节，", `strict: a typed measurement, "3 个字节"`},
		{"写了 2 兆字节", `strict: a typed measurement, "2 兆字节"`},
		{"内存 2 兆。", `strict: a typed measurement, "2 兆"`},
		{"睡了**５０** 微秒，１０毫秒", `strict: a typed measurement, "１０毫秒"`},
		{"等 1.5 秒才返回", `strict: a typed measurement, "1.5 秒"`},
		{"大约百分之 20 的时间", `strict: a typed measurement, "百分之 20"`},
		{"占了20％", `strict: a typed measurement, "20％"`},
		{"用了35 ms的时间", `strict: a typed measurement, "35 ms"`},
		{"每块4KB的页", `strict: a typed measurement, "4KB"`},
		{"第 3 个字节之后，第 2 秒", ""},
		{"一百个字节、5 个线程、2 个阶段、图 3、Linux 5.1 起", ""},
		{"字面的 `20 毫秒` 不算", ""},
		{"It took `{go} b.Wall()`.", ""},
		{"a literal `20 ms` in code", ""},
		{"Linux 5.1 and section 6.2 of 2 books", ""},
		{"SO_RCVTIMEO, x86s, the 90s", ""},
	} {
		_, problems := Parse("s.md", []byte("---\nstrict: true\n---\n\n"+tt.prose+"\n"))
		got := ""
		if len(problems) > 0 {
			got = problems[0].Msg
		}
		if got != tt.want {
			t.Errorf("%q: %q, want %q", tt.prose, got, tt.want)
		}
		if _, problems := Parse("s.md", []byte(tt.prose+"\n")); len(problems) > 0 {
			t.Errorf("%q in a notebook that is not strict: %v", tt.prose, problems)
		}
	}
}

func TestStrictCaptions(t *testing.T) {
	const cell = "```go\n//| label: a\n//| %s: %s\n1\n```\n"
	for _, key := range []string{"fig-cap", "fig-alt", "lst-cap"} {
		for text, want := range map[string]string{
			"It slept for 53.8 ms":        `s.md:6:%d: strict: a typed measurement, "53.8 ms" [say it without the number: a caption shows no values]`,
			`"Quoted: 20 % of it"`:        `s.md:6:%d: strict: a typed measurement, "20 %%" [say it without the number: a caption shows no values]`,
			"Model 2, asked in a loop":    "",
			"the second of 3 connections": "",
		} {
			src := fmt.Sprintf(cell, key, text)
			_, problems := Parse("s.md", []byte("---\nstrict: true\n---\n"+src))
			got := ""
			for _, p := range problems {
				got += fmt.Sprintf("%s:%d:%d: %s [%s]", p.Path, p.Pos.Line, p.Pos.Column, p.Msg, p.Hint)
			}
			if want != "" {
				want = fmt.Sprintf(want, len("//| ")+len(key)+len(": ")+1+strings.IndexAny(text, "0123456789"))
			}
			if got != want {
				t.Errorf("%s: %s: %q, want %q", key, text, got, want)
			}
			if _, problems := Parse("s.md", []byte(src)); len(problems) > 0 {
				t.Errorf("%s: %s in a notebook that is not strict: %v", key, text, problems)
			}
		}
	}
}
