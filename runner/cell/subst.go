package cell

import "go/types"

// subst returns t with the type arguments of the instance that is being written
// in place of its type parameters.
func (l *lowering) subst(t types.Type) types.Type {
	if len(l.targs) == 0 || t == nil {
		return t
	}
	switch t := t.(type) {
	case *types.TypeParam:
		if a := l.targs[t]; a != nil {
			return a
		}
	case *types.Alias:
		return l.subst(types.Unalias(t))
	case *types.Named:
		return l.substNamed(t)
	case *types.Pointer:
		return types.NewPointer(l.subst(t.Elem()))
	case *types.Slice:
		return types.NewSlice(l.subst(t.Elem()))
	case *types.Array:
		return types.NewArray(l.subst(t.Elem()), t.Len())
	case *types.Map:
		return types.NewMap(l.subst(t.Key()), l.subst(t.Elem()))
	case *types.Chan:
		return types.NewChan(t.Dir(), l.subst(t.Elem()))
	case *types.Tuple:
		return l.substTuple(t)
	case *types.Signature:
		return types.NewSignatureType(nil, nil, nil, l.substTuple(t.Params()), l.substTuple(t.Results()), t.Variadic())
	case *types.Struct:
		return l.substStruct(t)
	case *types.Interface:
		return l.substInterface(t)
	}
	return t
}

func (l *lowering) substNamed(t *types.Named) types.Type {
	n := t.TypeArgs().Len()
	if n == 0 {
		return t
	}
	args := make([]types.Type, n)
	for i := range n {
		args[i] = l.subst(t.TypeArgs().At(i))
	}
	inst, err := types.Instantiate(l.context, t.Origin(), args, false)
	if err != nil {
		panic("cell: an instance that was checked: " + err.Error())
	}
	return inst
}

func (l *lowering) substTuple(t *types.Tuple) *types.Tuple {
	vars := make([]*types.Var, t.Len())
	for i := range vars {
		v := t.At(i)
		vars[i] = types.NewParam(v.Pos(), v.Pkg(), v.Name(), l.subst(v.Type()))
	}
	return types.NewTuple(vars...)
}

func (l *lowering) substStruct(t *types.Struct) *types.Struct {
	fields := make([]*types.Var, t.NumFields())
	tags := make([]string, t.NumFields())
	for i := range fields {
		f := t.Field(i)
		fields[i] = types.NewField(f.Pos(), f.Pkg(), f.Name(), l.subst(f.Type()), f.Embedded())
		tags[i] = t.Tag(i)
	}
	return types.NewStruct(fields, tags)
}

func (l *lowering) substInterface(t *types.Interface) *types.Interface {
	methods := make([]*types.Func, t.NumExplicitMethods())
	for i := range methods {
		m := t.ExplicitMethod(i)
		methods[i] = types.NewFunc(m.Pos(), m.Pkg(), m.Name(), l.subst(m.Signature()).(*types.Signature))
	}
	embedded := make([]types.Type, t.NumEmbeddeds())
	for i := range embedded {
		embedded[i] = l.subst(t.EmbeddedType(i))
	}
	return types.NewInterfaceType(methods, embedded).Complete()
}
