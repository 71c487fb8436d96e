package cell

import (
	"go/token"
	"go/types"
	"strconv"
	"strings"
)

// maxArray is the length of the largest array that cells may have: the interpreter
// makes one wherever it is mentioned.
const maxArray = 1 << 27

// typeText writes t for the interpreter; pos is where it is reported when that
// cannot be done.
func (l *lowering) typeText(pos token.Pos, t types.Type) string {
	elem := func(t types.Type) string { return l.typeText(pos, t) }
	switch t := types.Unalias(l.subst(t)).(type) {
	case *types.Basic:
		switch {
		case t.Kind() == types.UnsafePointer:
			return l.pkg("unsafe") + ".Pointer"
		case t.Info()&types.IsUntyped != 0 && t.Kind() != types.UntypedNil:
			return elem(types.Default(t))
		}
		return t.Name()
	case *types.Named:
		return l.namedText(pos, t)
	case *types.Pointer:
		return "*" + elem(t.Elem())
	case *types.Slice:
		return "[]" + elem(t.Elem())
	case *types.Array:
		n := strconv.FormatInt(t.Len(), 10)
		if t.Len() > maxArray {
			l.refuse(pos, refuseArray, n)
		}
		return "[" + n + "]" + elem(t.Elem())
	case *types.Map:
		return "map[" + l.keyText(pos, t) + "]" + elem(t.Elem())
	case *types.Chan:
		switch t.Dir() {
		case types.SendOnly:
			return "chan<- " + elem(t.Elem())
		case types.RecvOnly:
			return "<-chan " + elem(t.Elem())
		}
		if c, ok := types.Unalias(l.subst(t.Elem())).(*types.Chan); ok && c.Dir() == types.RecvOnly {
			return "chan (" + elem(c) + ")" // and not chan<- of a channel
		}
		return "chan " + elem(t.Elem())
	case *types.Signature:
		if l.opaque(t) {
			return "interface{}"
		}
		return "func" + l.signatureText(pos, t)
	case *types.Struct:
		return l.structText(pos, t)
	case *types.Interface:
		return "interface{}"
	default:
		l.refuse(pos, refuseUnnamed, displayType(t))
		return "int"
	}
}

// namedText writes a named type: those of cells by the name that lowering chose.
func (l *lowering) namedText(pos token.Pos, t *types.Named) string {
	obj := t.Obj()
	switch {
	case obj.Pkg() == nil:
		return obj.Name()
	case isMain(obj) && (types.IsInterface(t) || l.opaque(t)):
		return "interface{}"
	case isMain(obj) && t.TypeArgs().Len() > 0:
		return l.instanceType(pos, t)
	case isMain(obj) && obj.Parent() != obj.Pkg().Scope():
		return l.localType(pos, t)
	case isMain(obj):
		return l.name(obj)
	case t.TypeArgs().Len() > 0 && obj.Pkg().Path() == "iter":
		return l.typeText(pos, t.Underlying())
	case t.TypeArgs().Len() > 0:
		if std := l.stdType(t); std != nil {
			return l.instanceType(pos, std)
		}
		l.refuse(pos, refuseForeign, displayType(t.Origin()))
	case !obj.Exported():
		l.refuse(pos, refuseUnnamed, displayType(t))
	case !canImport(obj.Pkg().Path()):
		l.refuse(pos, refuseForeign, displayType(t))
	default:
		return l.pkg(obj.Pkg().Path()) + "." + obj.Name()
	}
	return "int"
}

// localType writes the name of a type that a function declares. It becomes one
// of the unit's own, since the interpreter confuses types of one name.
func (l *lowering) localType(pos token.Pos, t *types.Named) string {
	obj := t.Obj()
	if n, ok := l.names[obj]; ok {
		return n
	}
	if len(l.targs) > 0 {
		l.refuse(pos, refuseLocalGeneric, obj.Name())
	}
	name := strings.TrimPrefix(l.identityName(t), "main.")
	l.names[obj] = name
	l.pending = append(l.pending, func() { l.types.w("type ", name, " ", l.typeText(pos, t.Underlying()), "\n") })
	return name
}

func (l *lowering) signatureText(pos token.Pos, sig *types.Signature) string {
	return "(" + strings.Join(l.parameterTexts(pos, sig), ", ") + ")" + l.resultsText(pos, sig)
}

func (l *lowering) parameterTexts(pos token.Pos, sig *types.Signature) []string {
	var params []string
	for i := range sig.Params().Len() {
		t := sig.Params().At(i).Type()
		if s, ok := t.(*types.Slice); ok && sig.Variadic() && i == sig.Params().Len()-1 {
			params = append(params, "..."+l.typeText(pos, s.Elem()))
		} else {
			params = append(params, l.typeText(pos, t))
		}
	}
	return params
}

func (l *lowering) resultsText(pos token.Pos, sig *types.Signature) string {
	var results []string
	for v := range sig.Results().Variables() {
		results = append(results, l.typeText(pos, v.Type()))
	}
	switch len(results) {
	case 0:
		return ""
	case 1:
		return " " + results[0]
	}
	return " (" + strings.Join(results, ", ") + ")"
}

func (l *lowering) structText(pos token.Pos, t *types.Struct) string {
	if t.NumFields() == 0 {
		return "struct{}"
	}
	var fields []string
	for i := range t.NumFields() {
		f := t.Field(i)
		text := l.typeText(pos, f.Type())
		if !f.Embedded() || isMain(f) { // lowered code promotes nothing
			text = fieldName(t, i) + " " + text
		}
		if t.Tag(i) != "" {
			text += " " + strconv.Quote(t.Tag(i))
		}
		fields = append(fields, text)
	}
	return "struct {\n" + strings.Join(fields, "\n") + "\n}"
}

// fieldName returns how lowered code writes the name of a struct's i-th field: the
// interpreter takes only one _, and puts an X before an unexported name, which no
// other field may then have.
func fieldName(t *types.Struct, i int) string {
	name := t.Field(i).Name()
	if name == "_" {
		name += strconv.Itoa(i)
	}
	for again := !t.Field(i).Exported(); again; {
		again = false
		for other := range t.Fields() {
			if other.Name() == "X"+name {
				name, again = name+"_", true
			}
		}
	}
	return name
}

// own reports whether t mentions a type that cells declare, or one that the
// interpreter knows by another form.
func (l *lowering) own(t types.Type) bool {
	found := false
	visit(l.subst(t), func(t types.Type) bool {
		switch t := t.(type) {
		case *types.Named:
			found = found || isMain(t.Obj())
		case *types.Interface:
			found = found || t.NumMethods() > 0
		case *types.Struct: // the interpreter renames unexported fields
			for f := range t.Fields() {
				found = found || (!f.Exported() || f.Embedded()) && isMain(f)
			}
		}
		return !found
	})
	return found
}

// boxed reports whether a value of type t goes into a box when it becomes an
// interface.
func (l *lowering) boxed(t types.Type) bool {
	t = l.subst(t)
	return t != nil && !types.IsInterface(t) && l.own(t)
}

// asAny reports whether lowered code writes the interface t as an any: all that
// cells declare.
func (l *lowering) asAny(t types.Type) bool {
	t = types.Unalias(l.subst(t))
	if t.Underlying().(*types.Interface).NumMethods() == 0 {
		return true
	}
	n, ok := t.(*types.Named)
	return !ok || isMain(n.Obj())
}
