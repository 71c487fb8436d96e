package cell

import (
	"go/types"
	"strconv"
	"strings"
)

// namer says how types are written: named ones by named. Within the type arguments of
// a type's name, the compiler says of what is not exported whose it is.
type namer struct {
	named    func(*types.Named) string
	argument bool
}

// reflected writes t as package reflect does, with names by name.
func (l *lowering) reflected(t types.Type, name namer) string {
	elem := func(t types.Type) string { return l.reflected(t, name) }
	switch t := types.Unalias(l.subst(t)).(type) {
	case *types.Basic:
		if t.Info()&types.IsUntyped != 0 && t.Kind() != types.UntypedNil {
			return elem(types.Default(t))
		}
		if t.Kind() == types.UnsafePointer {
			return "unsafe.Pointer"
		}
		return types.Typ[t.Kind()].Name() // byte is uint8, rune is int32
	case *types.Named:
		return name.named(t)
	case *types.Pointer:
		return "*" + elem(t.Elem())
	case *types.Slice:
		return "[]" + elem(t.Elem())
	case *types.Array:
		return "[" + strconv.FormatInt(t.Len(), 10) + "]" + elem(t.Elem())
	case *types.Map:
		return "map[" + elem(t.Key()) + "]" + elem(t.Elem())
	case *types.Chan:
		return l.reflectedChan(t, name)
	case *types.Signature:
		return "func" + l.reflectedSignature(t, name)
	case *types.Struct:
		return l.reflectedStruct(t, name)
	case *types.Interface:
		if t.NumMethods() == 0 {
			return "interface {}"
		}
		var methods []string
		for m := range t.Methods() {
			text := m.Name() + l.reflectedSignature(m.Signature(), name)
			if !m.Exported() {
				text = packageName(m.Pkg()) + "." + text
			}
			methods = append(methods, text)
		}
		return "interface { " + strings.Join(methods, "; ") + " }"
	}
	return t.String()
}

// packageName is what a package is called; that of the cells has no name before
// they are checked.
func packageName(p *types.Package) string {
	if p.Path() == "main" {
		return "main"
	}
	return p.Name()
}

func (l *lowering) reflectedChan(t *types.Chan, name namer) string {
	elem := l.reflected(t.Elem(), name)
	switch t.Dir() {
	case types.SendOnly:
		return "chan<- " + elem
	case types.RecvOnly:
		return "<-chan " + elem
	}
	if c, ok := t.Elem().(*types.Chan); ok && c.Dir() == types.RecvOnly {
		elem = "(" + elem + ")"
	}
	return "chan " + elem
}

func (l *lowering) reflectedSignature(sig *types.Signature, name namer) string {
	var params, results []string
	for i := range sig.Params().Len() {
		t := sig.Params().At(i).Type()
		if s, ok := t.(*types.Slice); ok && sig.Variadic() && i == sig.Params().Len()-1 {
			params = append(params, "..."+l.reflected(s.Elem(), name))
			continue
		}
		params = append(params, l.reflected(t, name))
	}
	for v := range sig.Results().Variables() {
		results = append(results, l.reflected(v.Type(), name))
	}
	text := "(" + strings.Join(params, ", ") + ")"
	switch len(results) {
	case 0:
		return text
	case 1:
		return text + " " + results[0]
	}
	return text + " (" + strings.Join(results, ", ") + ")"
}

func (l *lowering) reflectedStruct(t *types.Struct, name namer) string {
	if t.NumFields() == 0 {
		return "struct {}"
	}
	var fields []string
	for i := range t.NumFields() {
		f := t.Field(i)
		text := l.reflected(f.Type(), name)
		switch {
		case f.Embedded():
		case name.argument && !f.Exported():
			text = packageName(f.Pkg()) + "." + f.Name() + " " + text
		default:
			text = f.Name() + " " + text
		}
		if t.Tag(i) != "" {
			text += " " + strconv.Quote(t.Tag(i))
		}
		fields = append(fields, text)
	}
	return "struct { " + strings.Join(fields, "; ") + " }"
}

// programName writes t as a program's own messages do: main.T. Only in the type
// arguments of a name are packages known by their paths.
func (l *lowering) programName(t types.Type) string {
	var name, argument namer
	write := func(t *types.Named, inside bool) string {
		text := t.Obj().Name()
		switch pkg := t.Obj().Pkg(); {
		case pkg != nil && inside:
			text = pkg.Path() + "." + text
		case pkg != nil:
			text = packageName(pkg) + "." + text
		}
		var args []string
		for a := range t.TypeArgs().Types() {
			args = append(args, l.reflected(a, argument))
		}
		if len(args) > 0 {
			text += "[" + strings.Join(args, ",") + "]"
		}
		return text
	}
	name.named = func(t *types.Named) string { return write(t, false) }
	argument = namer{func(t *types.Named) string { return write(t, true) }, true}
	return l.reflected(t, name)
}

// identity writes t so that no other type is written so. In the signature of a
// method it is what package reflect says of a compiled one.
func (l *lowering) identity(t types.Type) string { return l.reflected(t, namer{named: l.identityName}) }

func (l *lowering) identityName(t *types.Named) string {
	obj := t.Obj()
	switch {
	case obj.Pkg() == nil:
		return obj.Name()
	case !isMain(obj):
		return l.programName(t)
	case t.TypeArgs().Len() > 0:
		_, key := l.instanceKey(t.Origin().Obj(), t.TypeArgs())
		return "main." + key
	case obj.Parent() != obj.Pkg().Scope():
		if l.locals[obj] == "" {
			l.locals[obj] = l.fresh("t") + "_" + obj.Name()
		}
		return "main." + l.locals[obj]
	}
	return "main." + l.name(obj)
}
