package notebook

import (
	"strings"
	"testing"
)

// A paragraph that would keep goldmark busy for long is refused; the same text in
// paragraphs, in a table or in code is not.
func TestLongParagraph(t *testing.T) {
	long := strings.Repeat("_a* ", 20<<10)
	_, problems := Parse("long.md", []byte("# T\n\n"+long+"\n"))
	if len(problems) != 1 || problems[0].Pos != (Position{3, 1}) || !strings.Contains(problems[0].Msg, "80 KB") {
		t.Errorf("problems are %v", problems)
	}
	for name, src := range map[string]string{
		"paragraphs": strings.Repeat("_a* ", 10) + "\n\n",
		"table":      "| a | b |\n|---|---|\n" + strings.Repeat("| x | y |\n", 10<<10),
		"code":       "```text\n" + long + "\n```\n",
		"cell":       "```go\n" + strings.Repeat("x = 1\n", 10<<10) + "```\n",
	} {
		if name == "paragraphs" {
			src = strings.Repeat(src, 2<<10)
		}
		if _, problems := Parse("long.md", []byte(src)); len(problems) > 0 {
			t.Errorf("%s: %v", name, problems)
		}
	}
	_, problems = Parse("deep.md", []byte(strings.Repeat("> ", 20<<10)+"x\n"))
	if len(problems) != 1 || !strings.Contains(problems[0].Msg, "nested") {
		t.Errorf("problems are %v", problems)
	}
}
