package trace

import "strconv"

// FormatBytes writes a number of bytes for people: three significant digits and a unit
// of the SI, as in "12.3 kB", "4.19 MB". It is the one function that does so.
func FormatBytes(n int64) string {
	sign, v := "", float64(n)
	if n < 0 {
		sign, v = "-", -v
	}
	switch {
	case v < 1000:
		return sign + strconv.FormatFloat(v, 'f', 0, 64) + " B"
	case v < 999.5e3:
		return sign + threeDigits(v/1e3) + " kB"
	case v < 999.5e6:
		return sign + threeDigits(v/1e6) + " MB"
	}
	return sign + threeDigits(v/1e9) + " GB"
}

// withSign puts a plus before what is not negative.
func withSign(n int64, text string) string {
	if n < 0 {
		return text
	}
	return "+" + text
}
