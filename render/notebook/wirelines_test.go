package notebook

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
)

// Lines are runs in a record; what cannot be such is refused.
func TestLineRuns(t *testing.T) {
	data, err := json.Marshal(lineRuns{3, 3, 3, 0, 7, 7})
	if err != nil || string(data) != "[3,3,0,1,7,2]" {
		t.Errorf("lines are written as %s (%v)", data, err)
	}
	var lines lineRuns
	if err := json.Unmarshal(data, &lines); err != nil || !slices.Equal(lines, lineRuns{3, 3, 3, 0, 7, 7}) {
		t.Errorf("they are read as %v (%v)", lines, err)
	}
	for _, bad := range []string{"[3]", "[3,0]", "[-1,1]", "[3,-1]", "[3,99999999]", "[1,16000000,2,16000000]", `"x"`} {
		if err := json.Unmarshal([]byte(bad), &lines); err == nil {
			t.Errorf("%s is taken for lines", bad)
		}
	}
}

// Lines are those of a trace's events, one for each.
func TestLinesOfNothing(t *testing.T) {
	for old, bad := range map[string]string{
		`"lines":[4,1]`:             `"lines":[4,2]`,
		`"auto":true,"lines":[4,1]`: `"lines":[4,1]`,
	} {
		data, err := sample().Encode()
		if err != nil {
			t.Fatal(err)
		}
		broken := strings.Replace(string(data), old, bad, 1)
		if broken == string(data) {
			t.Fatalf("the record has no %s", old)
		}
		if _, err := Decode([]byte(broken)); err == nil || !strings.Contains(err.Error(), "lines") {
			t.Errorf("with %s: %v", bad, err)
		}
	}
}
