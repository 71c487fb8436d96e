package trace

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
)

// line reads one line of the text form from left to right. After its first error it
// reads nothing more and every method returns a zero.
type line struct {
	rest string
	err  error
}

func (l *line) fail(format string, args ...any) {
	if l.err == nil {
		l.err = fmt.Errorf(format, args...)
	}
	l.rest = ""
}

// has reads s if it comes next and reports whether it did.
func (l *line) has(s string) bool {
	rest, ok := strings.CutPrefix(l.rest, s)
	l.rest = rest
	return ok
}

// literal reads s, which must come next.
func (l *line) literal(s string) *line {
	if !l.has(s) {
		l.fail("expected %q, found %q", s, l.rest)
	}
	return l
}

func (l *line) space() *line { return l.literal(" ") }

func (l *line) end() {
	if l.rest != "" {
		l.fail("unexpected %q at the end", l.rest)
	}
}

// until reads up to the next stop, which stays.
func (l *line) until(stop string) string {
	s, _, ok := strings.Cut(l.rest, stop)
	if !ok {
		l.fail("expected %q after %q", stop, l.rest)
		return ""
	}
	l.rest = l.rest[len(s):]
	return s
}

// word reads a word or its quoted form %"…".
func (l *line) word() string {
	if l.has("%") {
		return l.quoted()
	}
	n := wordLen(l.rest)
	if n == 0 {
		l.fail("expected a word, found %q", l.rest)
		return ""
	}
	w := l.rest[:n]
	l.rest = l.rest[n:]
	return w
}

// quoted reads a string in double quotes.
func (l *line) quoted() string {
	q, err := strconv.QuotedPrefix(l.rest)
	if err != nil || q[0] != '"' {
		l.fail("expected a text in double quotes, found %q", l.rest)
		return ""
	}
	l.rest = l.rest[len(q):]
	s, err := strconv.Unquote(q)
	if err != nil {
		l.fail("%s: %w", q, err)
	}
	return s
}

// token reads the bytes that belong to a number of any kind.
func (l *line) token(chars string) string {
	n := len(l.rest) - len(strings.TrimLeft(l.rest, chars))
	s := l.rest[:n]
	l.rest = l.rest[n:]
	return s
}

const decimal = "-0123456789"

func (l *line) int64() int64 {
	s := l.token(decimal)
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil {
		l.fail("%q is not a whole number: %w", s+l.rest, err)
	}
	return n
}

func (l *line) int() int {
	n := l.int64()
	if n < math.MinInt || n > math.MaxInt {
		l.fail("%d is too large", n)
	}
	return int(n)
}

func (l *line) uint64() uint64 {
	s := l.token(decimal)
	n, err := strconv.ParseUint(s, 10, 64)
	if err != nil {
		l.fail("%q is not a whole number: %w", s+l.rest, err)
	}
	return n
}

func (l *line) hex() uint64 {
	s := l.token("0123456789abcdefx")
	n, ok := parseHex(s)
	if !ok {
		l.fail("%q is not a number as 0x1f", s+l.rest)
	}
	return n
}

// seconds reads seconds with nine decimals, in nanoseconds.
func (l *line) seconds() int64 {
	s := l.token(decimal + ".")
	whole, frac, ok := strings.Cut(s, ".")
	digits, negative := strings.CutPrefix(whole, "-")
	if !ok || len(frac) != 9 || digits == "" || strings.Contains(digits+frac, "-") {
		l.fail("%q is not a time in seconds with nine decimals", s+l.rest)
		return 0
	}
	n, err := strconv.ParseUint(digits+frac, 10, 64)
	limit := uint64(math.MaxInt64)
	if negative {
		limit++
	}
	if err != nil || n > limit {
		l.fail("%s seconds are too many", s)
		return 0
	}
	if negative {
		return int64(-n)
	}
	return int64(n)
}

// duration reads what time.Duration.String writes.
func (l *line) duration() time.Duration {
	s := l.token("+-.0123456789nuµmsh")
	d, err := time.ParseDuration(s)
	if err != nil {
		l.fail("%q is not a duration", s+l.rest)
	}
	return d
}

// time reads a moment as in RFC 3339, and turns it into UTC.
func (l *line) time() time.Time {
	s := l.rest
	if n := strings.IndexByte(s, ' '); n >= 0 {
		s = s[:n]
	}
	l.rest = l.rest[len(s):]
	t, err := time.Parse(time.RFC3339Nano, s)
	if err != nil {
		l.fail("%w", err)
	}
	if t = t.UTC(); t.Year() < 0 || t.Year() > 9999 {
		l.fail("%s lies outside of the years 0 to 9999 UTC", s)
	}
	return t
}
