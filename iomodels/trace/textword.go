package trace

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
)

// word writes a name as a word of the text form, quoted if it is none.
func word(s string) string {
	if isWord(s) {
		return s
	}
	return escaped(s)
}

func escaped(s string) string { return "%" + strconv.Quote(s) }

func isWord(s string) bool { return s != "" && wordLen(s) == len(s) }

// wordLen returns the length of the word that s begins with, 0 when there is none.
func wordLen(s string) int {
	for i := range len(s) {
		c := s[i]
		switch {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', c == '_':
		case i > 0 && ('0' <= c && c <= '9' || c == '-' || c == '/'):
		default:
			return i
		}
	}
	return len(s)
}

// errorText writes what stands in the parentheses after an error's name.
func errorText(s string) string {
	if isPrintable(s) && !strings.ContainsAny(s, "()") && !strings.HasPrefix(s, `%"`) {
		return s
	}
	return escaped(s)
}

func isPrintable(s string) bool {
	for _, r := range s {
		if r == unicode.ReplacementChar || !unicode.IsPrint(r) {
			return false
		}
	}
	return true
}

// arguments writes arguments as they stand between a call's parentheses.
func arguments(args []Arg) string {
	texts := make([]string, len(args))
	for i, a := range args {
		switch {
		case a.Text == "":
			texts[i] = fmt.Sprintf("%#x", a.Raw)
		case isPlainArgument(a.Text):
			texts[i] = a.Text
		default:
			texts[i] = escaped(a.Text)
		}
	}
	return strings.Join(texts, ", ")
}

// isPlainArgument reports whether an argument's text can stand as it is.
func isPlainArgument(s string) bool {
	if !isPrintable(s) || s != strings.TrimSpace(s) || strings.HasPrefix(s, `%"`) {
		return false
	}
	if _, ok := parseHex(s); ok {
		return false
	}
	n, ok := argumentLen(s)
	return ok && n == len(s)
}

// argumentLen returns where the argument that s begins with ends: at the first comma
// or closing bracket that stands outside of brackets and quotes, or with s. It
// reports false when brackets or quotes are not balanced.
func argumentLen(s string) (int, bool) {
	var closers []byte
	for i := 0; i < len(s); i++ {
		switch c := s[i]; c {
		case '"':
			quoted, err := strconv.QuotedPrefix(s[i:])
			if err != nil {
				return 0, false
			}
			i += len(quoted) - 1
		case '(':
			closers = append(closers, ')')
		case '[':
			closers = append(closers, ']')
		case '{':
			closers = append(closers, '}')
		case ')', ']', '}':
			if len(closers) == 0 {
				return i, true
			}
			if closers[len(closers)-1] != c {
				return 0, false
			}
			closers = closers[:len(closers)-1]
		case ',':
			if len(closers) == 0 {
				return i, true
			}
		}
	}
	return len(s), len(closers) == 0
}

// rawArguments writes the raw arguments, or nothing when the texts imply them.
func rawArguments(args []Arg) string {
	implied := true
	raws := make([]string, len(args))
	for i, a := range args {
		raws[i] = fmt.Sprintf("%#x", a.Raw)
		implied = implied && (a.Text == "" || impliedRaw(a.Text) == a.Raw)
	}
	if implied {
		return ""
	}
	return strings.Join(raws, ",")
}

// impliedRaw is the number that an argument's text begins with, if a space or
// nothing follows it, and otherwise 0.
func impliedRaw(text string) uint64 {
	head, _, _ := strings.Cut(text, " ")
	if n, err := strconv.ParseInt(head, 10, 64); err == nil {
		return uint64(n)
	}
	n, err := strconv.ParseUint(head, 10, 64)
	if err != nil {
		return 0
	}
	return n
}

// parseHex reads 0x and hexadecimal digits.
func parseHex(s string) (uint64, bool) {
	digits, ok := strings.CutPrefix(s, "0x")
	if !ok {
		return 0, false
	}
	n, err := strconv.ParseUint(digits, 16, 64)
	return n, err == nil
}
