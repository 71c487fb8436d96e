package cell

import (
	"fmt"
	"unicode"
)

// instead says what to write for a character that Go does not have, "" when nothing is
// known of it.
func instead(r rune) string {
	const fullWidth = '！' - '!' // the distance of ASCII from its full-width forms, which Chinese keyboards give
	switch {
	case otherwise[r] != "":
		return otherwise[r]
	case r >= '！' && r <= '～':
		return fmt.Sprintf("write %c: this is its full-width form", r-fullWidth)
	case unicode.Is(unicode.Zs, r):
		return "write a plain space"
	case unicode.Is(unicode.Cf, r):
		return "delete the invisible character that stands here"
	}
	return ""
}
