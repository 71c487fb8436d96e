//go:build ignore

// Tutorial writes a notebook of so many cells and words, and the same code as one
// Go program, for comparing times.
package main

import (
	"flag"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"strings"
)

func main() {
	cells := flag.Int("cells", 3, "number of cells")
	words := flag.Int("words", 150, "number of words of prose")
	md := flag.String("md", "", "notebook to write")
	prog := flag.String("go", "", "program to write")
	flag.Parse()

	var nb, code strings.Builder
	nb.WriteString("# A tutorial\n\n")
	code.WriteString("package main\n\nimport (\n\t\"fmt\"\n\t\"sort\"\n\t\"strings\"\n)\n\nfunc main() {\n")
	for i := range *cells {
		fmt.Fprintf(&nb, "## Step %d\n\n%s\n\n```go\n", i+1, prose(*words / *cells))
		if i == 0 {
			nb.WriteString("import (\n\t\"fmt\"\n\t\"sort\"\n\t\"strings\"\n)\n\n")
		}
		nb.WriteString(cell(i))
		nb.WriteString("```\n\n")
		code.WriteString(cell(i))
	}
	code.WriteString("}\n")
	write(*md, nb.String())
	write(*prog, code.String())
}

// cell is one cell, which uses what the one before it made.
func cell(i int) string {
	if i == 0 {
		return "words := strings.Fields(\"the quick brown fox jumps over the lazy dog\")\ntotal := len(words)\nfmt.Println(total, \"words\")\n"
	}
	return fmt.Sprintf(`counts%d := map[string]int{}
for i := 0; i < 100; i++ {
	counts%d[words[i%%len(words)]]++
}
keys%d := make([]string, 0, len(counts%d))
for k := range counts%d {
	keys%d = append(keys%d, k)
}
sort.Strings(keys%d)
total += len(keys%d)
fmt.Println(total, strings.Join(keys%d, " "))
`, i, i, i, i, i, i, i, i, i, i)
}

// prose is a paragraph of n words, with a bit of markup.
func prose(n int) string {
	some := strings.Fields("a *system call* is how a program asks the `kernel` for what it may not do by itself and the **kernel** answers when it can")
	var w []string
	for i := range n {
		w = append(w, some[i%len(some)])
	}
	return strings.Join(w, " ") + "."
}

func write(path, text string) {
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		log.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
		log.Fatal(err)
	}
}
