package symbols

import (
	"errors"
	"fmt"
	"io"
	"maps"
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"
)

// Types as cells declare them: to the test, what they print compiled is right.
type (
	pInt     int
	pUint8   uint8
	pString  string
	pBool    bool
	pFloat   float32
	pComplex complex64
	pBytes   []byte
	pOctets  []pUint8
	pFunc    func(pInt) pInt
	pChan    chan pInt
	pInts    []pInt
	pMap     map[pString]pInt
	pPoint   struct{ X, y int }
	pPoints  map[pPoint]string
	pAny     struct{ a, B any }
	pErrs    struct{ e, F error }
	pTimes   struct{ d, E time.Duration }
	pStamp   struct{ t *time.Time }
	pDur     time.Duration
	pNode    struct {
		v    int
		next *pNode
		kids []*pNode
		m    map[string]*pNode
	}
	pTree struct {
		in struct{ l, r *pTree }
		N  pInt
	}
	pArr   [2]pPoint
	pEmpty struct{}
	pOwn   interface{ pMethod() }
	pHolds struct {
		i, J pOwn
		F    fmt.Stringer
	}
	pColor    int
	pSecret   string
	pPtr      struct{ n int }
	pErr      struct{ code int }
	pBoth     struct{ n int }
	pGo       struct{ n int }
	pFmt      struct{ n int }
	pPanics   struct{ s string }
	pNilDeref struct{ s string }
	pInner    struct{ Color, hidden pColor }
	pOuter    struct {
		pInner
		C pColor
		*pPtr
	}
	pColors struct {
		A pColor
		b pColor
		M map[pColor]pColor
		s []pColor
		E error
	}
	pPair    struct{ A, b pBoth }
	pWithFmt struct {
		A pFmt
		b pFmt
		C *pFmt
	}
	pKeys map[any]pInt
)

func (c pColor) String() string  { return [...]string{"red", "green"}[c] }
func (s pSecret) String() string { return "****" }
func (p *pPtr) String() string   { return fmt.Sprint("ptr ", p.n) }
func (e *pErr) Error() string    { return fmt.Sprint("code ", e.code) }
func (b pBoth) Error() string    { return "as error" }
func (b pBoth) String() string   { return "as string" }
func (g pGo) GoString() string   { return "pGo!" }
func (f pFmt) Format(s fmt.State, verb rune) {
	w, ok := s.Width()
	p, ok2 := s.Precision()
	fmt.Fprintf(s, "<%c %d %d %v %v %v%v%v%v%v>", verb, f.n, w, ok, fmt.Sprint(p, ok2), s.Flag('+'), s.Flag('-'), s.Flag('#'), s.Flag(' '), s.Flag('0'))
	io.WriteString(s, "!")
}
func (p pPanics) String() string   { panic(errors.New("in " + p.s)) }
func (p pNilDeref) String() string { return p.s }
func (p pPoint) pMethod()          {}
func (p *pPtr) pMethod()           {}

// operands are values that a program may print.
func operands() []any {
	n := &pNode{v: 1}
	n.next, n.kids, n.m = n, []*pNode{n, nil}, map[string]*pNode{"a": n}
	tree := &pTree{N: 3}
	tree.in.l = tree
	ptr := &pPtr{4}
	moment := time.Unix(5, 0).UTC()
	var nilPtr *pPtr
	var nilErr *pErr
	var nilDeref *pNilDeref
	all := []any{
		pInt(-5), pUint8(200), pString("héllo\n"), pBool(true), pFloat(1.5), pComplex(1 + 2i), pBytes("by\x00"), pOctets{1, 255}, pFunc(nil), pChan(nil),
		pInts{1, -2}, pInts(nil), pMap{"b": 1, "a": 2}, pMap(nil), pPoint{1, 2}, pPoints{{2, 1}: "x", {1, 9}: "y"}, pDur(1500), pTimes{1500, 1500}, pStamp{&moment},
		n, *n, tree, *tree, pArr{{1, 2}, {3, 4}}, &pArr{}, pEmpty{}, &pEmpty{}, []pPoint{{1, 2}}, []*pPoint{nil, {3, 4}}, map[string]pPoint{"k": {1, 2}},
		map[pString][]pPoint{"k": {{1, 2}}, "j": nil}, &pPoint{5, 6}, (*pPoint)(nil), &pInts{1}, &pMap{"a": 1}, &[]pPoint{{7, 8}}, [2]pString{"p", "q"}, new(pInt),
		pColor(1), pColor(7), pSecret("x"), ptr, *ptr, nilPtr, &pErr{3}, pErr{3}, nilErr, pBoth{1}, &pBoth{2}, pGo{1}, &pGo{1}, []pGo{{1}}, pFmt{1}, &pFmt{2}, []pFmt{{3}}, []*pFmt{nil},
		pPanics{"x"}, []pPanics{{"y"}}, &pPanics{"z"}, nilDeref, []*pNilDeref{nil}, pInner{0, 1}, pOuter{pInner{1, 0}, 0, ptr}, &pOuter{}, pPair{}, pWithFmt{},
		pColors{0, 1, map[pColor]pColor{1: 0, 0: 1}, []pColor{0, 1}, io.EOF}, []pColor{1, 0, 9}, map[pColor]int{1: 1, 0: 2}, struct{ c, D pColor }{0, 1}, struct{ pColor }{1},
		[]pSecret{"a"}, map[string]pSecret{"a": "b"}, [][]pInt{{1}, nil}, []pBool{true}, []pFloat{1.25, float32pi}, map[pFloat]int{pFloat(math.NaN()): 1, 1: 2, pFloat(math.Inf(-1)): 3},
		[]any{pPoint{1, 2}, 3, "s", nil, &pPoint{3, 4}, pColor(1)}, map[string]any{"a": pColor(1), "b": ptr}, []error{&pErr{1}, io.EOF, nil},
		&[]any{pInt(1)}, [1]any{pString("s")}, [][]any{{pPoint{}}, nil}, map[any]any{pInt(2): pPoint{1, 1}, pInt(1): nil},
		struct{ x, Y any }{pColor(1), pColor(1)}, struct{ e, F error }{&pErr{1}, &pErr{2}}, struct{ p *[]any }{}, time.Duration(5), 5, "s", nil, io.EOF, []byte("b"), []int{1}, errors.Join(io.EOF, &pErr{1}),
		reflect.ValueOf(3),
		pAny{pColor(0), pColor(1)}, &pAny{pPoint{1, 2}, &pPoint{1, 2}}, pAny{}, pErrs{&pErr{1}, &pErr{2}}, pErrs{},
		pKeys{pInt(3): 1, pInt(1): 2, nil: 3}, []pAny{{1, pFmt{2}}}, pAny{[]any{pColor(1)}, []any{pColor(1)}},
		pAny{pPanics{"p"}, pPanics{"q"}}, pAny{[]pColor{1}, map[pColor]pPoint{1: {}}}, pHolds{},
	}
	return all
}

const float32pi = pFloat(math.Pi)

var verbs = strings.Fields("v d s q x X t b o O c U e g f G p T w z E F")

var flags = []string{"", "+", "-", "#", " ", "0", "+#", "-#", "8", "-8", "08", "+08", "#8", ".2", "8.2", "-8.2", "#x", "+-# 0", "# ", "2", "040", "+.0", "#.0"}

// TestPrint: every operand prints by every verb and flag as its compiled value does.
func TestPrint(t *testing.T) {
	for _, x := range operands() {
		name := fmt.Sprintf("%T", x)
		slot, nested := []any{x}, []any{x}
		want := prints(fmt.Sprintf, slot[0], nested)
		rebox(reflect.ValueOf(&slot).Elem(), map[uintptr]bool{})
		nested[0] = slot[0]
		report(t, name, prints(Sprintf, slot[0], nested), want)
		if x := reflect.TypeOf(x); x == nil || x.Name() != "" || x.Kind() != reflect.Struct && x.Kind() != reflect.Pointer {
			report(t, name+" inside of fmt", prints(fmt.Sprintf, 0, nested), want) // which cannot hide its boxes
		}
	}
}

// prints returns what sprintf makes of operands with all verbs and flags.
func prints(sprintf func(string, ...any) string, x any, nested []any) map[string]string {
	texts := make(map[string]string)
	for _, verb := range verbs {
		for _, flag := range flags {
			format := "%" + flag + verb
			texts[format] = sprintf(format, x)
			texts["nested "+format] = sprintf(format, nested)
		}
	}
	return texts
}

func report(t *testing.T, name string, got, want map[string]string) {
	t.Helper()
	for _, format := range slices.Sorted(maps.Keys(want)) {
		if strings.HasSuffix(name, "fmt") && (!strings.HasPrefix(format, "nested") || strings.ContainsAny(format[len(format)-1:], "Twzp")) {
			continue
		}
		if got[format] != want[format] {
			t.Errorf("%s by %s:\ngot  %q\nwant %q", name, format, got[format], want[format])
			return
		}
	}
}
