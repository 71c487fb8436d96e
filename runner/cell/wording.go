package cell

import "strings"

// rewording turns what go/types says of what the compiler's parser would have
// found before into the parser's words. Labels are those of the source.
func rewording(msg string, labels map[string]bool) string {
	if label, ok := strings.CutPrefix(msg, "label "); ok {
		label = strings.Replace(label, " declared and not used", " defined and not used", 1)
		return "label " + strings.Replace(label, " not declared", " not defined", 1)
	}
	for _, what := range []string{"break", "continue"} {
		if label, ok := strings.CutPrefix(msg, "invalid "+what+" label "); ok && !labels[label] {
			return what + " label not defined: " + label
		}
	}
	switch msg {
	case "break not in for, switch, or select statement":
		return "break is not in a loop, switch, or select"
	case "continue not in for statement":
		return "continue is not in a loop"
	case "use of .(type) outside type switch":
		return "invalid syntax tree: " + msg
	}
	return msg
}
