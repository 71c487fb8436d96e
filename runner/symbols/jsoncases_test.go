package symbols

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"reflect"
	"time"
)

// Types as cells declare them for JSON.
type (
	jName  string
	jLevel int
	jBytes []byte
	jBase  struct {
		ID     int `json:"id"`
		Shared string
		Twice  bool
	}
	jOther struct {
		Shared string `json:"Shared"`
		Twice  bool
		Deep   *jDeep
	}
	jhidden struct {
		Out int
		in  int
	}
	jDeep struct {
		X, Y int `json:",omitempty"`
		jhidden
	}
	jAll struct {
		jBase
		*jOther
		*jhidden
		jDeep  `json:"named"`
		A      jName             `json:"a,omitempty"`
		B      *jLevel           `json:"b"`
		C      []jBase           `json:"c,omitempty"`
		D      map[jName]jLevel  `json:"d,omitempty"`
		E      jBytes            `json:"e"`
		F      any               `json:"f"`
		G      [2]jLevel         `json:"g"`
		H      float32           `json:"h,string"`
		I      int               `json:",string"`
		J      bool              `json:"j,string,omitempty"`
		K      string            `json:"k,string"`
		L      *jName            `json:"l,string"`
		M      json.Number       `json:"m"`
		N      json.RawMessage   `json:"n,omitempty"`
		O      time.Time         `json:"o,omitzero"`
		P      jSpan             `json:"p,omitzero"`
		Q      *jSpan            `json:"q,omitzero"`
		R      jText             `json:"r"`
		S      *jJSON            `json:"s"`
		T      []jJSON           `json:"t"`
		U      map[jText]jText   `json:"u"`
		V      map[int8]jName    `json:"v"`
		W      interface{ M() }  `json:"w"`
		X      struct{ Y jBase } `json:"x"`
		Z      int               `json:"-"`
		Dash   int               `json:"-,"`
		Odd    int               `json:"a b<&>"`
		Bad    int               `json:"\"q\""`
		Case   int               `json:"ſtraße"`
		plain  int
		Map    map[string]*jBase
		Slices [][]jName
		Ptr    **jBase
	}
	jSpan  struct{ from, to int }
	jText  string
	jJSON  struct{ n int }
	jFails struct{ Why string }
	jNode  struct {
		V    int
		Next *jNode            `json:",omitempty"`
		Kids []*jNode          `json:",omitempty"`
		Map  map[string]*jNode `json:",omitempty"`
	}
	jFunc struct{ F func(jName) }
	jChan struct{ C chan jName }
	jKeys map[jBase]int
	jAnys struct {
		A any
		B []any
		M map[string]any
		e error
	}
)

func (s jSpan) IsZero() bool                 { return s.from == s.to }
func (t jText) MarshalText() ([]byte, error) { return []byte("<" + string(t) + ">"), nil }
func (t *jText) UnmarshalText(b []byte) error {
	if bytes.Contains(b, []byte("!")) {
		return fmt.Errorf("no text %q", b)
	}
	*t = jText("t:" + string(b))
	return nil
}
func (j *jJSON) MarshalJSON() ([]byte, error) {
	return fmt.Appendf(nil, `{"n": %d, "<": ["%d"] }`, j.n, j.n), nil
}
func (j *jJSON) UnmarshalJSON(b []byte) error {
	if bytes.Contains(b, []byte("!")) {
		return &json.UnmarshalTypeError{Value: "bang", Type: reflect.TypeFor[int](), Offset: 3, Field: "own"}
	}
	j.n = len(b)
	return nil
}
func (f jFails) MarshalJSON() ([]byte, error) {
	if f.Why == "" {
		return []byte("{"), nil
	}
	return nil, errors.New(f.Why)
}

func marshalCases() []any {
	level, name := jLevel(4), jName(`<"&`)
	loop := &jNode{V: 1}
	loop.Next = loop
	ring := map[string]*jNode{}
	ring["a"] = &jNode{Map: ring}
	base := &jBase{1, "s", true}
	return []any{
		jName("a\u2028<\xff"), level, &level, jBytes("xyz"), jBytes(nil), []jBytes{{1}, nil}, jBase{1, "x", false}, []jBase{}, []jBase(nil), map[jName]jLevel{"b": 1, "a": 2}, map[jLevel]jName{2: "x", -1: "y"},
		jAll{}, &jAll{}, jAll{jBase: jBase{ID: 1}, jOther: &jOther{"o", true, &jDeep{Y: 2}}, A: name, B: &level, C: []jBase{{}}, D: map[jName]jLevel{"<": 1}, E: jBytes("e"), F: name, H: 1.5, J: true, K: "k<\"", L: &name, M: "12", N: json.RawMessage(" [1, 2] "),
			O: time.Unix(0, 0).UTC(), P: jSpan{1, 2}, Q: &jSpan{1, 1}, R: "r", S: &jJSON{5}, T: []jJSON{{6}}, U: map[jText]jText{"b": "x", "a": "y"}, V: map[int8]jName{-5: "v"}, Map: map[string]*jBase{"z": nil, "b": base}, Slices: [][]jName{{"s"}, nil}, Ptr: &base},
		&jAll{jhidden: &jhidden{1, 2}, T: []jJSON{{1}}, jDeep: jDeep{jhidden: jhidden{Out: 4}}}, jAll{M: "x"}, jAll{N: json.RawMessage("{")},
		jText("t"), []jText{"a"}, map[string]jText{"k": "v"}, jJSON{1}, &jJSON{2}, []jJSON{{3}}, [1]jJSON{{4}}, &[1]jJSON{{5}}, map[string]jJSON{"m": {6}}, map[string]*jJSON{"m": {7}, "n": nil},
		jFails{"why"}, []any{jFails{"deep"}}, map[string]any{"f": &jFails{}}, jFails{}, struct{ F jFails }{jFails{"field"}}, jAnys{F(jName("x")), []any{jLevel(1), base, nil}, map[string]any{"k": jText("v"), "j": &jJSON{1}}, nil},
		jFunc{}, &jChan{}, jKeys{}, jKeys(nil), []jFunc{{}}, map[string]jChan{"c": {}}, struct {
			X jLevel
			F complex64
		}{}, []float64{math.Inf(1)}, []pFloat{pFloat(math.NaN())}, pFloat(1e-9), pFloat(1e21), pFloat(3.25),
		loop, ring, &jNode{V: 1, Kids: []*jNode{{V: 2}, {V: 3, Next: &jNode{V: 4}}}}, (*jNode)(nil), [2]*jNode{}, jSpan{}, &jSpan{}, []jSpan{{1, 2}},
		map[bool]jName{}, map[any]jName{}, map[[1]jName]int{}, struct{ jName }{"x"}, struct{ *jBase }{}, struct{ *jBase }{base}, struct{ jBase }{*base}, struct{ jText }{"emb"}, struct{ X, x jName }{"a", "b"},
		[]any{jName("a"), []jName{"b"}, nil, map[string]any{"x": []any{base}}}, map[string]any{}, map[string][]any{"a": {jLevel(1)}}, &[]any{&level}, nil, 5, "s", []int{1},
	}
}

// F makes it an any that is not a constant.
func F(x any) any { return x }

// documents are JSON texts to decode into all kinds of types.
var documents = []string{
	`null`, `true`, `1`, `-1.5`, `1e400`, `300`, `"x"`, `"!"`, `"aGk="`, `"\u00e9\ud800"`, `""`, `[]`, `{}`, ` [ 1 , "a", null, {}, [] ] `, `[true, 1e999]`, `["!", "b"]`, `[[1],[],["a"],{"x":[]}]`,
	`{"id": 1, "Shared": "s", "TWICE": true, "x": {"Y": {"id": 2}}}`, `{"id": "x", "Shared": 5}`, `{"id": 1.5, "other": [1, {"a": "}"}]}`, `{"a": "n", "b": 5, "c": [{"id": 1}, {"id": "z"}], "d": {"k": 1, "l": "x"}, "e": "aGk=", "f": {"deep": [1]}}`,
	`{"e": "*", "g": [1, 2, 3], "h": "2.5", "I": "7", "j": "true", "k": "\"q\"", "l": "\"p\""}`, `{"h": 2.5, "I": "x", "j": "maybe", "k": "q", "l": null, "H": "null"}`, `{"I": "", "j": [], "k": 5, "l": "x", "h": {}}`,
	`{"m": 12, "n": [1, 2 ], "o": "2024-01-02T03:04:05Z", "p": {"from": 1}, "q": {}, "r": "text", "s": {"any": 1}, "t": [1, 22, "!"]}`, `{"m": "x"}`, `{"m": "1.5e3"}`, `{"m": true, "o": 5}`, `{"o": "no time", "a": "lost"}`, `{"r": 5, "u": {"a": "b", "c": 1}, "a": "z"}`,
	`{"r": "!", "a": "lost"}`, `{"u": {"!": "x"}}`, `{"u": {"x": "!"}}`, `{"v": {"5": "a", "300": "b", "x": "c", "-1": 5}}`, `{"w": 1}`, `{"w": null}`, `{"w": {}}`, `{"w": "s"}`, `{"w": [1]}`, `{"w": true}`, `{"-": 5, "Z": 6, "a b<&>": 7, "Bad": 8, "STRASSE": 9, "ſTRAßE": 10, "straße": 11}`,
	`{"plain": 1, "PLAIN": 2, "Out": 3, "named": {"X": 1, "Out": 2, "in": 3, "Y": "y"}}`, `{"Map": {"a": {"id": 1}, "b": null, "c": {"id": "x"}}, "Slices": [["a"], null, [1]], "Ptr": {"id": 3}}`, `{"Ptr": null, "b": null, "c": null, "d": null}`, `{"Deep": {"X": 1, "Out": 5}, "Twice": true}`,
	`{"V": 1, "Next": {"V": 2, "Next": null}, "Kids": [{"V": 3}, {"Kids": [{"V": "x"}]}], "Map": {"a": {"V": 4}}}`, `{"A": 1, "B": [1, "a", {"c": 2}], "M": {"k": [1e999, 2]}, "e": 1}`, `{"A": {"id": 5}, "M": {"p": {"id": 6}}, "B": [{"id": 7}]}`, `{"Why": "w"}`, `{"n": 1}`, `{"x": "!", "s": "!", "t": ["!"]}`,
	`{"": 1, "k": {"": ""}}`, `{"a": 1, "a": "two", "A": "three"}`, `{`, `[1`, `"`, ``, `{"a": }`, `nul`, `[1,]`, `{"a":1}}`, `1 2`, "\"\x01\"", `{"b": 99999999999999999999}`, `{"g": [9], "f": 12345678901234567890}`,
}

// targets are values to decode into, each time new ones.
func targets() []any {
	level := jLevel(9)
	return []any{
		jName("old"), level, jBytes("old"), jBase{9, "old", true}, []jBase{{9, "old", true}, {8, "older", false}}, [2]jBase{{9, "old", true}}, map[jName]jLevel{"old": 9}, map[string]*jBase{"id": {9, "old", true}}, jAll{}, jAll{B: &level, F: &jBase{ID: 9}, Map: map[string]*jBase{"a": {ID: 9}}, C: make([]jBase, 1, 5)},
		jText("old"), []jText{"old"}, map[jText]jText{"old": "x"}, jJSON{9}, []jJSON{{9}}, map[string]jJSON{}, jNode{}, jAnys{}, jAnys{A: &jBase{ID: 9}, M: map[string]any{"p": &jBase{ID: 9}}, B: []any{&jBase{ID: 9}}}, jFails{}, jSpan{}, jKeys{}, jFunc{}, pFloat(9), pBool(true), pUint8(9), pComplex(1),
		map[jLevel]jName{}, map[int8]jName{}, [][]jName{{"old"}}, struct{ jBase }{}, struct{ *jBase }{}, struct{ *jhidden }{}, struct{ jText }{}, struct{ X *jText }{}, map[string]any{"p": 1}, []any{&jBase{ID: 9}}, (*jBase)(nil), (**jBase)(nil), &level, any(nil),
	}
}
