package notebook

import (
	"strconv"
	"strings"
	"unicode"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
)

// slugs gives headings their anchors as GitHub does: letters and digits of any
// script in lower case, hyphens for spaces, and -1, -2 … behind a repeated one.
//
// The number is where to begin to look for the next free suffix of that slug.
type slugs map[string]int

func newSlugs() parser.IDs { return slugs{} }

func (s slugs) Generate(value []byte, kind ast.NodeKind) []byte {
	slug := strings.Map(func(r rune) rune {
		switch {
		case unicode.IsLetter(r), unicode.IsDigit(r), unicode.Is(unicode.Mn, r), r == '_', r == '-':
			return unicode.ToLower(r)
		case r == ' ', r == '\t':
			return '-'
		}
		return -1
	}, strings.TrimSpace(string(value)))
	if slug == "" {
		slug = "section"
	}
	unique := slug
	for next, taken := s[slug]; taken; next++ {
		unique = slug + "-" + strconv.Itoa(next)
		s[slug] = next + 1
		_, taken = s[unique]
	}
	s[unique] = 1
	return []byte(unique)
}

func (s slugs) Put(value []byte) { s[string(value)] = 1 }
