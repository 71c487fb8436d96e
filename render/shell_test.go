package render

import (
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// TestShellBudget keeps what pages carry whatever they hold below 60 KB.
func TestShellBudget(t *testing.T) {
	s := pageShell()
	styles, scripts := s.style+s.bookStyle+s.chineseStyle, s.script+s.traceTools+s.search
	n := len(styles) + len(scripts)
	t.Logf("shell: styles %d + %d + %d, scripts %d + %d + %d bytes", len(s.style), len(s.bookStyle), len(s.chineseStyle), len(s.script), len(s.traceTools), len(s.search))
	if n > 60<<10 {
		t.Errorf("the shell has %d bytes, want at most %d", n, 60<<10)
	}
	for _, forbidden := range []string{"@import", "http:", "https:", "</"} {
		if strings.Contains(styles, forbidden) || strings.Contains(scripts, forbidden) {
			t.Errorf("the shell has %q", forbidden)
		}
	}
	if strings.Contains(strings.ReplaceAll(styles, "url(#", ""), "url(") {
		t.Error("the style names what is not of the page")
	}
}

// TestPolicy: the hashes in the page's policy are those of what stands in the page.
func TestPolicy(t *testing.T) {
	html := write(t, sample())
	for _, tag := range []string{"style", "script"} {
		_, text, _ := strings.Cut(html, "<"+tag+">")
		text, _, _ = strings.Cut(text, "</"+tag+">")
		if want := tag + "-src " + strings.ReplaceAll(hash(text), "'", "&#39;"); !strings.Contains(html, want) {
			t.Errorf("the policy lacks %s", want)
		}
	}
}

var colour = regexp.MustCompile(`--([a-z-]+): (#[0-9a-f]{6})`)

// TestContrast computes the contrast of every text colour on every ground: WCAG 2.1,
// success criterion 1.4.3, asks for 4.5:1.
func TestContrast(t *testing.T) {
	blocks := strings.Split(styleSource, "\t--ground:")
	if len(blocks) != 4 {
		t.Fatalf("%d schemes, want light, dark and dark by data-theme", len(blocks)-1)
	}
	for i, scheme := range []string{"light", "dark", "dark by data-theme"} {
		block, _, _ := strings.Cut("--ground:"+blocks[i+1], "}")
		colours := map[string]string{}
		for _, m := range colour.FindAllStringSubmatch(block, -1) {
			colours[m[1]] = m[2]
		}
		for _, text := range []string{"ink", "soft", "link", "good", "bad", "warn", "keyword", "string", "number", "comment"} {
			for _, ground := range []string{"ground", "tint", "bad-tint", "mark"} {
				if colours[text] == "" || colours[ground] == "" {
					t.Fatalf("%s: %s or %s has no colour", scheme, text, ground)
				}
				if c := contrast(t, colours[text], colours[ground]); c < 4.5 {
					t.Errorf("%s: %s on %s has a contrast of %.2f", scheme, text, ground, c)
				}
			}
		}
	}
}

// contrast is the contrast ratio of WCAG 2.1.
func contrast(t *testing.T, a, b string) float64 {
	x, y := luminance(t, a)+0.05, luminance(t, b)+0.05
	return max(x, y) / min(x, y)
}

func luminance(t *testing.T, colour string) float64 {
	t.Helper()
	sum := 0.0
	for i, weight := range []float64{0.2126, 0.7152, 0.0722} {
		n, err := strconv.ParseUint(colour[1+2*i:3+2*i], 16, 8)
		if err != nil {
			t.Fatal(err)
		}
		c := float64(n) / 255
		if c <= 0.04045 {
			c /= 12.92
		} else {
			c = math.Pow((c+0.055)/1.055, 2.4)
		}
		sum += weight * c
	}
	return sum
}

// Every page is known for one of nbrun's by its beginning, and no other page is.
func TestIsPage(t *testing.T) {
	for _, page := range []string{write(t, sample()), index(t, "# The book\n", Book{})} {
		if !IsPage([]byte(page[:1<<10])) {
			t.Errorf("not known as a page:\n%s", page[:1<<10])
		}
	}
	for _, other := range []string{"", "<!DOCTYPE html>\n<html lang=\"en\"><title>Mine</title>", "{\"nbrun_record\":2}"} {
		if IsPage([]byte(other)) {
			t.Errorf("taken for a page: %q", other)
		}
	}
}
