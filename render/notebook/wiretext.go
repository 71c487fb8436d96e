package notebook

import (
	"encoding/json"
	"fmt"
	"unicode/utf8"
)

// wireText is a string in the record: a JSON string, or, when it is not UTF-8 (a
// program may print any bytes), an object {"base64": "…"}.
type wireText string

// bytesText is the second form of a wireText; encoding/json writes a []byte as base64.
type bytesText struct {
	Base64 []byte `json:"base64"`
}

func (t wireText) MarshalJSON() ([]byte, error) {
	if utf8.ValidString(string(t)) {
		return json.Marshal(string(t))
	}
	return json.Marshal(bytesText{[]byte(t)})
}

func (t *wireText) UnmarshalJSON(data []byte) error {
	if len(data) > 0 && data[0] == '{' {
		var b bytesText
		if err := json.Unmarshal(data, &b); err != nil {
			return fmt.Errorf("text in base64: %w", err)
		}
		*t = wireText(b.Base64)
		return nil
	}
	var s string
	if err := json.Unmarshal(data, &s); err != nil {
		return err
	}
	*t = wireText(s)
	return nil
}

// texts and plain turn lists of strings into lists of texts and back.
func texts(list []string) []wireText {
	var out []wireText
	for _, s := range list {
		out = append(out, wireText(s))
	}
	return out
}

func plain(list []wireText) []string {
	var out []string
	for _, t := range list {
		out = append(out, string(t))
	}
	return out
}
