package symbols

import (
	"cmp"
	"go/token"
	"reflect"
	"slices"
	"strings"
	"sync"
	"unicode"
)

// jsonField is a field of a JSON object.
type jsonField struct {
	name                string
	tagged              bool // the name stands in a tag
	index               []int
	shape               shape
	omitEmpty, omitZero bool
	quoted              bool // as a string
}

// jsonFields holds, by shape.id, what fieldsOf found.
var jsonFields sync.Map

// fieldsOf returns the fields of the JSON object that a struct is, in their order:
// those of embedded structs are among them, as package encoding/json has it.
func fieldsOf(s shape) []jsonField {
	if list, ok := jsonFields.Load(s.id()); ok {
		return list.([]jsonField)
	}
	list := dominant(candidates(s))
	jsonFields.Store(s.id(), list)
	return list
}

// level is an embedded struct whose fields are to be looked at.
type level struct {
	shape shape
	index []int
}

// candidates returns all fields, level by level: one that is embedded twice on
// one level comes twice.
func candidates(s shape) []jsonField {
	var found []jsonField
	next := []level{{s, nil}}
	times := map[any]int{}
	visited := map[any]bool{}
	for len(next) > 0 {
		current, count := next, times
		next, times = nil, map[any]int{}
		for _, l := range current {
			if visited[l.shape.id()] {
				continue
			}
			visited[l.shape.id()] = true
			for i := range l.shape.r.NumField() {
				f, ok := candidate(l, i)
				if !ok {
					continue
				}
				if inner := f.shape.behind(); f.name == "" {
					if times[inner.id()]++; times[inner.id()] == 1 {
						next = append(next, level{inner, f.index})
					}
					continue
				}
				found = append(found, f)
				if count[l.shape.id()] > 1 {
					found = append(found, f)
				}
			}
		}
	}
	return found
}

// behind is what a pointer without a name points to, or s itself.
func (s shape) behind() shape {
	if s.r.Kind() == reflect.Pointer && s.Name() == "" {
		return s.elem()
	}
	return s
}

// candidate returns the i-th field of a struct, with an empty name when it is a
// struct whose fields take its place.
func candidate(l level, i int) (f jsonField, ok bool) {
	sf := l.shape.field(i)
	f.shape = shape{sf.t, l.shape.r.Field(i).Type}
	exported := token.IsExported(sf.name)
	if !exported && !sf.embedded {
		return f, false
	}
	isStruct := f.shape.r.Kind() == reflect.Struct || f.shape.r.Kind() == reflect.Pointer && f.shape.elem().r.Kind() == reflect.Struct
	if !exported && !isStruct {
		return f, false
	}
	tag := reflect.StructTag(sf.tag).Get("json")
	if tag == "-" {
		return f, false
	}
	name, options, _ := strings.Cut(tag, ",")
	if !validTag(name) {
		name = ""
	}
	f.index = append(slices.Clip(l.index), i)
	inner := f.shape.behind()
	for option := range strings.SplitSeq(options, ",") {
		switch option {
		case "omitempty":
			f.omitEmpty = true
		case "omitzero":
			f.omitZero = true
		case "string":
			f.quoted = isBasic(inner.r.Kind())
		}
	}
	f.tagged = name != ""
	if f.tagged || !sf.embedded || inner.r.Kind() != reflect.Struct {
		f.name = cmp.Or(name, sf.name)
	}
	return f, true
}

func isBasic(k reflect.Kind) bool {
	return reflect.Bool <= k && k <= reflect.Float64 || k == reflect.String
}

// validTag reports whether a tag's name is one that package encoding/json takes.
func validTag(name string) bool {
	for _, c := range name {
		if !strings.ContainsRune("!#$%&()*+-./:;<=>?@[]^_{|}~ ", c) && !unicode.IsLetter(c) && !unicode.IsDigit(c) {
			return false
		}
	}
	return name != ""
}

// dominant returns, of all fields of one name, the one on the highest level, or
// the only one there with a tag; none when that is not one.
func dominant(list []jsonField) []jsonField {
	byName := map[string][]jsonField{}
	for _, f := range list {
		byName[f.name] = append(byName[f.name], f)
	}
	var out []jsonField
	for _, fields := range byName {
		slices.SortStableFunc(fields, func(a, b jsonField) int {
			return cmp.Or(cmp.Compare(len(a.index), len(b.index)), number(b.tagged)-number(a.tagged))
		})
		if len(fields) == 1 || len(fields[0].index) != len(fields[1].index) || fields[0].tagged != fields[1].tagged {
			out = append(out, fields[0])
		}
	}
	slices.SortFunc(out, func(a, b jsonField) int { return slices.Compare(a.index, b.index) })
	return out
}
