package cell

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"nbrun/render/notebook"
)

// TestFormat: the code of cells as gofmt has it, and everything else as it was.
func TestFormat(t *testing.T) {
	for _, test := range []struct{ name, code, want string }{
		{"statements", "x:=1\nif x>0{\nx++}", "x := 1\nif x > 0 {\n\tx++\n}"},
		{"an expression", "x   +1", "x + 1"},
		{"declarations", "type T struct{a int\nlong string}\nfunc (t T) M() {}", "type T struct {\n\ta    int\n\tlong string\n}\n\nfunc (t T) M() {}"},
		{"declarations and statements", "import \"fmt\"\nfmt.Println( 1 )\nfunc f( ) { }\nf( )", "import \"fmt\"\nfmt.Println(1)\nfunc f() {}\nf()"},
		{"blank lines between them", "import \"fmt\"\n\n\n\nx:=1\n\nfunc f() {}\n\n\nf()", "import \"fmt\"\n\nx := 1\n\nfunc f() {}\n\nf()"},
		{"comments between them", "import \"fmt\" // a\n// b\nx:=1 /* c */\n/* d\n*/\n\n// e\nfunc f(){} // f\n// g", "import \"fmt\" // a\n// b\nx := 1 /* c */\n/* d\n */\n\n// e\nfunc f() {} // f\n// g"},
		{"one line", "func f() {}; x:=1; y:=2 // a", "func f() {}\nx := 1\ny := 2 // a"},
		{"a comment behind a semicolon", "func f() {}; // a\nx:=1; /* b */ func g() {}", "func f() {} // a\nx := 1 /* b */\nfunc g() {}"},
		{"semicolons that end nothing", ";;func f() {};;\n;x:=1;;\n;type T int;;", "func f() {}\nx := 1\ntype T int"},
		{"imports", "import (\n\"os\"\n\"fmt\"\n\n\"nbrun/iomodels\"\n\"fmt\"\n)\nfmt.Println(os.Args)", "import (\n\t\"fmt\"\n\t\"os\"\n\n\t\"fmt\"\n\t\"nbrun/iomodels\"\n)\nfmt.Println(os.Args)"},
		{"imports twice", "import (\n\"os\"\n\"fmt\"\n\"os\"\n)", "import (\n\t\"fmt\"\n\t\"os\"\n)"},
		{"a program", "package main\nimport (\n\"os\"\n\"fmt\"\n)\nfunc main(){fmt.Println(os.Args)}", "package main\n\nimport (\n\t\"fmt\"\n\t\"os\"\n)\n\nfunc main() { fmt.Println(os.Args) }"},
		{"a raw string", "x:=`a\n\t  b  \n`\n{\ny:=`\n\tc`\n}", "x := `a\n\t  b  \n`\n{\n\ty := `\n\tc`\n}"},
		{"a label", "L:\n  for {\n  break L\n}", "L:\nfor {\n\tbreak L\n}"},
		{"lines that are hidden", "x:=1// OMIT\nf( x )   // OMIT", "x := 1 // OMIT\nf(x)   // OMIT"},
		{"numbers", "x:=0XaB+1E3+01i", "x := 0xaB + 1e3 + 1i"},
		{"parentheses", "if (x) {\nf((a),)\n}", "if x {\n\tf((a))\n}"},
		{"a comment alone", "  //a\n\n\n//b", "//a\n\n//b"},
		{"blank lines at the ends", "\n\nx:=1\n\n", "x := 1"},
		{"documentation", "//Package\n//  - a\n//go:noinline\nfunc f() {}\nf()", "// Package\n//   - a\n//\n//go:noinline\nfunc f() {}\nf()"},
		{"a range", "for  range 3{ f() }", "for range 3 {\n\tf()\n}"},
		{"generic", "func f[ T any ](x T)T{return x}\nf[ int ](1)", "func f[T any](x T) T { return x }\nf[int](1)"},
	} {
		t.Run(test.name, func(t *testing.T) {
			out, problems := Format(book(test.code))
			got := strings.TrimSuffix(strings.TrimPrefix(string(out), "```go\n"), "\n```\n")
			if got != test.want || len(problems) > 0 {
				t.Errorf("got\n%s\nwant\n%s\n%q", got, test.want, write(problems))
			}
		})
	}
}

// TestFormatLeaves: what is not Go, and what gofmt would spoil, stays and is
// reported, and the other cells are formatted.
func TestFormatLeaves(t *testing.T) {
	for _, test := range []struct{ name, code, want string }{
		{"no Go", "x:=1\ny:= )", "6:5: syntax error: unexpected ), expected expression"},
		{"a brace too many", "x:=1\n}\ny:=2", "6:1: syntax error: unexpected }"},
		{"a program that is none", "package main\nx:=1", "6:1: syntax error: non-declaration statement outside function body"},
		{"two statements that are hidden", "x:=1; y:=2 // OMIT", "5:1: this cell cannot be formatted: gofmt spreads a line that ends in // OMIT over several, of which only one would be hidden"},
		{"a block that is hidden", "\n  if x { y() } // OMIT", "6:3: this cell cannot be formatted: gofmt spreads a line that ends in // OMIT over several, of which only one would be hidden"},
		{"a build constraint", "//go:build linux\nx:=1", "5:1: this cell cannot be formatted: gofmt would move what is not in its place"},
		{"the end of the block", "/*\n    ```\n    a */\nx:=1", "5:1: this cell cannot be formatted: a line of a comment would end the block"},
	} {
		t.Run(test.name, func(t *testing.T) {
			nb := book("x:=1", test.code, "y:=2")
			out, problems := Format(nb)
			if got := write(problems); !slices.Equal(got, []string{test.want}) {
				t.Errorf("got  %q\nwant %q", got, test.want)
			}
			if want := "```go\nx := 1\n```\n```go\n" + test.code + "\n```\n```go\ny := 2\n```\n"; string(out) != want {
				t.Errorf("got  %q\nwant %q", out, want)
			}
		})
	}
	t.Run("error: compile", func(t *testing.T) {
		if out, problems := Format(book("//| error: compile\nx:= )")); len(problems) > 0 {
			t.Errorf("%s\n%q", out, write(problems))
		}
	})
	t.Run("another package", func(t *testing.T) {
		if out, problems := Format(book("package p\nvar x=1")); len(problems) > 0 || !strings.Contains(string(out), "x = 1") {
			t.Errorf("%s\n%q", out, write(problems))
		}
	})
}

// TestFormatAround: a block's fence, indentation and line endings are kept, and so
// is every byte outside of code.
func TestFormatAround(t *testing.T) {
	for _, test := range []struct{ name, src, want string }{
		{"prose", "\ufeff---\ntitle:   x\n---\n*  a  \n`{go} 1+1`\n\n```go\nx:=1\n```\n> ```go\n> x:=1\n> ```\n\n    ```go\n    x:=1\n```Go\nx:=1\n```", "\ufeff---\ntitle:   x\n---\n*  a  \n`{go} 1+1`\n\n```go\nx := 1\n```\n> ```go\n> x:=1\n> ```\n\n    ```go\n    x:=1\n```Go\nx:=1\n```"},
		{"no line end", "```go\nx:=1\n```", "```go\nx := 1\n```"},
		{"an empty cell", "```go\n  \n\n```\n```go\n```\n", "```go\n  \n\n```\n```go\n```\n"},
		{"options", "```go\n //|  label:   x\n//| eval: false\nx:=1\n```\n", "```go\n //|  label:   x\n//| eval: false\nx := 1\n```\n"},
		{"a line behind options", "```go\n//| label: x\n\n\nx:=1\n```\n", "```go\n//| label: x\n\nx := 1\n```\n"},
		{"carriage returns", "a\r\n```go\r\n//| label: x\r\nif x>0 {\r\n\r\n\r\nx:=`a\r\n  b`}\r\n```\r\nb\n", "a\r\n```go\r\n//| label: x\r\nif x > 0 {\r\n\r\n\tx := `a\r\n  b`\r\n}\r\n```\r\nb\n"},
		{"both line ends", "```go\nx:=1\r\ny:=2\n```\r\n", "```go\nx := 1\ny := 2\n```\r\n"},
		{"an indented fence", "  ```go\n  //| label: x\n  if x>0 {\n\n    y:=`a\n b\n    c`\n      }\n  /* a\n       b */\n  ```\n", "  ```go\n  //| label: x\n  if x > 0 {\n\n  \ty := `a\n b\n    c`\n  }\n  /* a\n     b */\n  ```\n"},
		{"a long fence", "`````go\nx:=1 /*\n```\n*/\n``````\n", "`````go\nx := 1 /*\n```\n*/\n``````\n"},
		{"tildes", "~~~go\nx:=1\n~~~\n", "~~~go\nx := 1\n~~~\n"},
	} {
		t.Run(test.name, func(t *testing.T) {
			nb, problems := notebook.Parse("nb.md", []byte(test.src))
			if len(problems) > 0 {
				t.Fatal(write(problems))
			}
			out, problems := Format(nb)
			if string(out) != test.want || len(problems) > 0 {
				t.Errorf("got  %q\nwant %q\n%q", out, test.want, write(problems))
			}
		})
	}
}

// TestNotebooksFormatted: our own notebooks are as fmt writes them.
func TestNotebooksFormatted(t *testing.T) {
	paths, err := filepath.Glob("../../notebooks/*.md")
	if err != nil || len(paths) == 0 {
		t.Fatal(paths, err)
	}
	for _, path := range paths {
		src, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		nb, problems := notebook.Parse(path, src)
		out, more := Format(nb)
		if len(problems)+len(more) > 0 || !bytes.Equal(out, src) {
			t.Errorf("nbrun fmt would change %s: %q", path, write(append(problems, more...)))
		}
	}
}
