package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"strings"
	"time"
)

type Level int
type Name string
type Raw []byte
type Point struct {
	X int `json:"x"`
	Y int `json:"y,omitempty"`
	z int
}
type Base struct {
	ID      int `json:"id"`
	Created string
	Hidden  string `json:"-"`
}
type other struct {
	Created string
	Own     bool `json:"own"`
}
type Person struct {
	Base
	*other
	Name    Name               `json:"name"`
	Nick    *Name              `json:"nick,omitempty"`
	Age     int                `json:",omitempty"`
	Score   float64            `json:"score,string"`
	Tags    []string           `json:"tags"`
	Points  []Point            `json:"points,omitempty"`
	ByName  map[Name]*Point    `json:"by_name"`
	ByLevel map[Level]Point    `json:"by_level,omitempty"`
	Level   Level              `json:"level"`
	Data    Raw                `json:"data"`
	Any     any                `json:"any"`
	When    time.Time          `json:"when,omitzero"`
	Zero    Point              `json:"zero,omitzero"`
	Dash    int                `json:"-,"`
	HTML    string             `json:"a<b>"`
	Inline  struct{ A, b int } `json:"inline"`
	Shape   Shape              `json:"shape"`
	Raw     json.RawMessage    `json:"raw,omitempty"`
	Number  json.Number        `json:"number,omitempty"`
	private int
}
type Shape interface{ Area() float64 }
type Square struct{ Side float64 }
type Temp struct{ c float64 }
type Color struct{ r, g, b uint8 }
type Key struct{ a, b int }
type PtrM struct{ n int }
type Bad struct{ why string }
type Text struct{ s string }
type Node struct {
	Value int     `json:"value"`
	Left  *Node   `json:"left,omitempty"`
	Right *Node   `json:"right,omitempty"`
	Kids  []*Node `json:"kids,omitempty"`
}
type Box[T any] struct {
	Item T `json:"item"`
}
type Span struct {
	from, to int
}

func (l Level) MarshalText() ([]byte, error) { return []byte(fmt.Sprint("level ", int(l))), nil }
func (l *Level) UnmarshalText(b []byte) error {
	_, err := fmt.Sscanf(string(b), "level %d", (*int)(l))
	return err
}
func (s Square) Area() float64 { return s.Side * s.Side }
func (t Temp) MarshalJSON() ([]byte, error) {
	return fmt.Appendf(nil, ` { "celsius" : %g, "<" : 1 } `, t.c), nil
}
func (t *Temp) UnmarshalJSON(b []byte) error {
	var aux struct{ Celsius *float64 }
	if err := json.Unmarshal(b, &aux); err != nil {
		return err
	}
	if aux.Celsius == nil {
		return errors.New("no celsius")
	}
	t.c = *aux.Celsius
	return nil
}
func (c Color) String() string               { return fmt.Sprintf("#%02x%02x%02x", c.r, c.g, c.b) }
func (c Color) MarshalText() ([]byte, error) { return []byte(c.String()), nil }
func (c *Color) UnmarshalText(b []byte) error {
	if len(b) != 7 {
		return fmt.Errorf("bad color %q", b)
	}
	_, err := fmt.Sscanf(string(b), "#%02x%02x%02x", &c.r, &c.g, &c.b)
	return err
}
func (k Key) MarshalText() ([]byte, error) { return fmt.Appendf(nil, "%d/%d", k.a, k.b), nil }
func (k *Key) UnmarshalText(b []byte) error {
	_, err := fmt.Sscanf(string(b), "%d/%d", &k.a, &k.b)
	return err
}
func (p *PtrM) MarshalJSON() ([]byte, error) { return []byte(`"pointer"`), nil }
func (b Bad) MarshalJSON() ([]byte, error) {
	if b.why == "syntax" {
		return []byte("{x"), nil
	}
	return nil, errors.New(b.why)
}
func (t Text) MarshalText() ([]byte, error) { return nil, errors.New("no text " + t.s) }
func (s Span) IsZero() bool                 { return s.from == s.to }

func show(x any) {
	b, err := json.Marshal(x)
	fmt.Println(string(b), err)
	var me *json.MarshalerError
	if errors.As(err, &me) {
		fmt.Println("  marshaler:", me.Type, me.Err)
	}
}

// hide replaces addresses, which differ from run to run.
func hide(s string) string {
	fields := strings.Split(s, "0x")
	for i := 1; i < len(fields); i++ {
		fields[i] = strings.TrimLeft(fields[i], "0123456789abcdef")
	}
	return strings.Join(fields, "0x")
}

func read(text string, to any) {
	err := json.Unmarshal([]byte(text), to)
	fmt.Print(hide(fmt.Sprintf("%+v", to)))
	if err != nil {
		fmt.Print(" error: ", err)
	}
	var te *json.UnmarshalTypeError
	if errors.As(err, &te) {
		fmt.Printf(" [%s %v %d %q %q]", te.Value, te.Type, te.Offset, te.Struct, te.Field)
	}
	var se *json.SyntaxError
	if errors.As(err, &se) {
		fmt.Print(" at ", se.Offset)
	}
	fmt.Println()
}

func main() {
	nick := Name("<nick>")
	p := Person{
		Base: Base{1, "today", "h"}, Name: "A&B", Nick: &nick, Score: 1.5, Tags: []string{"a", "b"}, Points: []Point{{1, 2, 3}, {4, 0, 5}},
		ByName: map[Name]*Point{"z": {1, 1, 1}, "a": nil}, ByLevel: map[Level]Point{2: {}, 1: {}}, Level: 3, Data: Raw("hello"),
		Any: []any{Point{7, 8, 9}, Temp{1}, "x", nil, 1.5}, Dash: 2, HTML: "<&>\u2028", Shape: Square{2}, Raw: json.RawMessage(`{"a": 1}`), Number: "12",
	}
	show(p)
	show(&p)
	show(Person{other: &other{"conflict", true}, When: time.Unix(0, 0).UTC()})
	show([]Person{})
	b, err := json.MarshalIndent(p, "> ", "  ")
	fmt.Println(string(b), err)
	show([]Point{{1, 2, 3}})
	show([]Point(nil))
	show(map[string]Point{"b": {}, "a": {1, 1, 1}})
	show(map[Key]int{{2, 1}: 1, {1, 2}: 2})
	show(map[Level]Level{1: 2})
	show([]Level{1, 2})
	show(Name("n\"\\\n\x01é"))
	show([]any{Level(1), Name("x"), Raw("r"), Square{1}, &Square{2}, Color{1, 2, 3}, &Color{4, 5, 6}})
	show(map[string]any{"c": Color{}, "t": []Temp{{1}}, "n": map[Name]any{"k": Point{}}})
	show(PtrM{1})
	show(&PtrM{1})
	show([]PtrM{{1}})
	show([1]PtrM{{1}})
	show(&[1]PtrM{{1}})
	show(map[string]PtrM{"a": {1}})
	show(struct{ P PtrM }{})
	show(&struct{ P PtrM }{})
	show(Bad{"oops"})
	show([]any{1, Bad{"inner"}})
	show(Bad{"syntax"})
	show(Text{"t"})
	show(map[string]any{"x": &Text{"deep"}})
	show(map[Text]int{{"k"}: 1})
	show(map[Point]int{})
	show(struct{ F func(Point) }{})
	show(struct{ C chan Point }{})
	show([]Point{}[:0])
	show(struct {
		S Span  `json:",omitzero"`
		T Span  `json:"t,omitzero"`
		E Level `json:"e,omitempty"`
	}{Span{1, 1}, Span{1, 2}, 0})
	show(struct{ X float64 }{math.NaN()})
	show(Box[Point]{Point{1, 2, 3}})
	show(Box[*Box[Name]]{&Box[Name]{"n"}})
	show(Node{1, &Node{Value: 2}, nil, []*Node{{Value: 3}, nil}})
	n := &Node{Value: 1}
	n.Left = n
	_, err = json.Marshal(n)
	fmt.Println(err)
	var none *Point
	show(none)
	show(struct{ Point }{Point{1, 2, 3}})
	show(struct {
		Point `json:"p"`
		Base
		Name
		ID string `json:"id"`
	}{})

	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetIndent("", " ")
	enc.SetEscapeHTML(false)
	fmt.Println(enc.Encode(p), enc.Encode([]Point{{1, 0, 0}}), enc.Encode(Bad{"no"}), enc.Encode(Temp{2}))
	fmt.Print(out.String())
	json.NewEncoder(os.Stdout).Encode(map[string]any{"<": Name("<>")})

	var q Person
	back, _ := json.Marshal(p)
	p.Shape = nil
	back = bytes.Replace(back, []byte(`{"Side":2}`), []byte("null"), 1)
	fmt.Println(json.Unmarshal(back, &q))
	again, _ := json.Marshal(q)
	fmt.Println(string(again), *q.Nick, q.ByName["z"].X, q.Any)
	read(`{"x": 1, "Y": 2, "z": 3, "unknown": [1, {"a": null}]}`, new(Point))
	read(`{"X": "one", "y": 2.5}`, new(Point))
	read(`{"x": 1`, new(Point))
	read(`{"x": 1} x`, new(Point))
	read(`null`, &Point{1, 2, 3})
	read(`[{"x": 1}, null, {"y": 2}]`, &[]Point{{9, 9, 9}, {8, 8, 8}})
	read(`[{"x": 1}]`, &[2]Point{{9, 9, 9}, {8, 8, 8}})
	read(`{"a": {"x": 1}, "b": null}`, &map[Name]Point{"c": {1, 1, 1}})
	read(`{"level 1": {"x": 1}}`, &map[Level]Point{})
	read(`{"lvl 1": {"x": 1}}`, &map[Level]Point{})
	read(`{"1/2": "level 3"}`, &map[Key]Level{})
	read(`{"300": 1, "5": 2, "x": 3}`, &map[int8]Name{})
	read(`"#0102ff"`, &Color{})
	read(`"red"`, &Color{})
	read(`[1]`, &Color{})
	read(`12`, &Color{})
	read(`null`, &Color{1, 2, 3})
	read(`{"celsius": 4.5}`, &Temp{})
	read(`{}`, &Temp{})
	read(`[{"celsius": 4.5}, {}]`, &[]Temp{})
	read(`{"celsius": "x"}`, &Temp{})
	read(`{"id": 5, "created": "c", "own": true, "score": "2.5", "data": "aGk=", "name": "n", "nick": "k", "any": {"a": [1, 2]}, "when": "2024-01-02T03:04:05Z"}`, &struct {
		Base
		Score float64 `json:"score,string"`
		Data  Raw
		Name  *Name
		Any   any
		When  time.Time
	}{})
	read(`{"score": 2.5}`, &Person{})
	read(`{"score": "x"}`, &Person{})
	read(`{"own": true, "shape": {"Side": 1}, "level": 3}`, &Person{})
	read(`{"inline": {"A": "x"}, "points": [{"x": 1}, {"x": true}]}`, &Person{})
	read(`{"when": "yesterday", "age": 3}`, &Person{})
	read(`{"data": "%%"}`, &Person{})
	read(`{"value": 1, "left": {"value": 2, "kids": [{"value": 3}, null]}}`, new(Node))
	read(`{"item": {"x": 4}}`, new(Box[Point]))
	read(`{"item": {"x": "4"}}`, new(Box[Point]))
	read(`"x"`, Point{})
	read(`{"x": 1}`, none)
	read(`300`, new(Level))
	read(`"abc"`, new(Name))
	read(`5`, new(Name))
	read(`true`, new(Name))
	read(`[1, "a"]`, new([]Name))
	var iface any = &Point{1, 2, 3}
	fmt.Println(json.Unmarshal([]byte(`{"x": 5}`), &iface), iface)
	fmt.Println(json.Unmarshal([]byte(`{"x": 5}`), iface), iface)
	iface = Point{}
	fmt.Println(json.Unmarshal([]byte(`{"x": 5}`), &iface), iface)
	m := map[string]any{"p": &Point{1, 2, 3}}
	fmt.Println(json.Unmarshal([]byte(`{"p": {"x": 6}, "q": 1}`), &m), m)

	dec := json.NewDecoder(strings.NewReader(`{"x": 1, "w": 2} {"x": "a"} [1] {"x": 3`))
	for {
		var pt Point
		err := dec.Decode(&pt)
		fmt.Println(pt, err)
		if err == io.EOF || errors.Is(err, io.ErrUnexpectedEOF) {
			break
		}
	}
	dec = json.NewDecoder(strings.NewReader(`{"x": 1, "w": 2}{"any": 12345678901234567890, "number": 3}`))
	dec.DisallowUnknownFields()
	dec.UseNumber()
	var pt Point
	fmt.Println(dec.Decode(&pt), pt)
	var pp Person
	fmt.Println(dec.Decode(&pp), pp.Any, pp.Number)
	fmt.Printf("%T\n", pp.Any)
	dec = json.NewDecoder(strings.NewReader(`[{"x": 1}, {"x": 2}]`))
	dec.Token()
	for dec.More() {
		var pt Point
		fmt.Println(dec.Decode(&pt), pt)
	}
}
