package cell

import (
	"reflect"
	"strings"
	"testing"
)

// refusals are cells that Go accepts and nbrun refuses, with the row of refuse.go
// that says why and the place.
var refusals = []struct {
	row  refusal
	code string
	pos  string
}{
	{refuseGeneric, "import \"hash/maphash\"\nmaphash.Comparable(maphash.MakeSeed(), 1)", "3:9"},
	{refuseLocalGeneric, "func f[T any](x T) int {\n\ttype p struct{ x T }\n\tvar a p\n\t_ = a\n\treturn 1\n}\nf(1)", "4:6"},
	{refuseUnnamed, "import \"encoding/binary\"\norder := binary.LittleEndian\norder.Uint16(nil)", "3:1"},
	{refuseForeign, "import \"net/http\"\nvar r http.Request\ntls := r.TLS\ntls == nil", "4:1"},
	{refuseReflection, "import \"encoding/binary\"\ntype P struct{ X int8 }\nn := binary.Size(P{1})", "4:18"},
	{refuseSelf, "type List []List\nvar s List\ns == nil", "2:6"},
	{refuseStuck, "type Node struct{ edges map[[1]*Node]int }\nvar n Node\nlen(n.edges)", "2:6"},
	{refuseStuck, "type T struct{ e E }\ntype E struct{ to *T }\nvar t T\nt.e.to == nil", "2:6"},
	{refuseStuck, "type Node struct{ next []struct{ to *Node } }\nvar n Node\nlen(n.next)", "2:6"},
	{refuseCycle, "type A struct{ bs []*B }\ntype B struct {\n\ta    *A\n\tnext *B\n}\nvar a A\nlen(a.bs)", "2:6"},
	{refuseTuple, "import \"fmt\"\nfunc f() (int, error) { return 1, nil }\ndefer fmt.Println(f())", "4:7"},
	{refuseReturn, "x := 1\nif x > 0 {\n\treturn\n}\nx", "4:2"},
	{refuseRecover, "type T struct{}\nfunc (T) M() { recover() }\nf := T{}.M\nf()", "4:10"},
	{refuseRecover, "func f(seq func(func(int) bool)) {\n\tfor range seq {\n\t\trecover()\n\t}\n}\nf(func(func(int) bool) {})", "4:3"},
	{refuseIntrospection, "import \"runtime\"\nvar m runtime.MemStats\nruntime.ReadMemStats(&m)", "4:9"},
	{refuseUnsafe, "import \"unsafe\"\ns := \"abc\"\n*(*uintptr)(unsafe.Pointer(&s))", "4:13"},
	{refuseUnsafe, "import \"unsafe\"\ntype T struct{ _, x int }\nvar a [2]int\np := (*T)(unsafe.Pointer(&a))", "5:6"},
	{refuseIntrospection, "import \"log\"\nlog.SetFlags(log.LstdFlags | log.Lshortfile)", "3:34"},
	{refuseArray, "var a [256 << 20]byte\nlen(a)", "2:5"},
}

func TestRefusals(t *testing.T) {
	for _, test := range refusals {
		_, problems := Check(book(test.code))
		if len(problems) == 0 {
			t.Errorf("accepted:\n%s", test.code)
			continue
		}
		got := write(problems[:1])[0]
		start, _, _ := strings.Cut(test.row.msg, "%")
		if !strings.HasPrefix(got, test.pos+": "+start) || problems[0].Hint != test.row.hint || problems[0].Row != rowOf[test.row] {
			t.Errorf("got  %s\nwant %s: %s\nfor\n%s", got, test.pos, test.row.msg, test.code)
		}
	}
}

// TestRefusalsAreWhole: a refusal names something to do, and its hint is a line.
func TestRefusalsAreWhole(t *testing.T) {
	for _, test := range refusals {
		if v := reflect.ValueOf(test.row); v.Field(0).Len() == 0 || v.Field(1).Len() == 0 || strings.Contains(test.row.hint, "\n") {
			t.Errorf("%+v", test.row)
		}
		if rowOf[test.row] == "" {
			t.Errorf("%q stands for no row", test.row.msg)
		}
	}
}
