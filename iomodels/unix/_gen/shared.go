package main

import (
	"fmt"
	"go/ast"
	"go/types"
	"strings"
)

// writeShared writes the package functions: those on the shared lane, and those
// that are handed on to x/sys/unix, with a record if they enter the kernel.
func (s *sysPackage) writeShared(f *file, direct []directCall, hand declared) {
	onLane := map[string]bool{}
	for name := range hand.methods {
		onLane[name] = true
	}
	for _, d := range direct {
		onLane[d.name] = true
	}
	reach := s.reachable()
	for _, o := range s.exported() {
		fn, ok := o.(*types.Func)
		if !ok || hand.funcs[fn.Name()] {
			continue
		}
		sig := fn.Type().(*types.Signature)
		f.printf("// %s is x/sys/unix's %s", fn.Name(), fn.Name())
		kernel := reach[fn]
		switch {
		case onLane[fn.Name()]:
			f.printf(", recorded.\nfunc %s%s {\n", fn.Name(), f.signature(sig))
			f.printf("\tlane := borrow()\n\tdefer lane.giveBack()\n")
			f.returning(sig, "lane."+fn.Name()+arguments(sig))
		case kernel == nil:
			f.use(sysPath)
			f.printf("; it makes no system call.\nfunc %s%s {\n", fn.Name(), f.signature(sig))
			f.returning(sig, "unix."+fn.Name()+arguments(sig))
		default:
			f.use(sysPath)
			f.printf(", recorded from outside.\nfunc %s%s {\n", fn.Name(), f.signature(sig))
			s.forward(f, fn, kernel)
		}
		f.printf("}\n\n")
	}
}

func (f *file) returning(sig *types.Signature, call string) {
	if sig.Results().Len() > 0 {
		call = "return " + call
	}
	f.printf("\t%s\n", call)
}

// forward writes a call of x/sys/unix's fn between two readings of the clock.
func (s *sysPackage) forward(f *file, fn *types.Func, kernel map[string]bool) {
	sig := fn.Type().(*types.Signature)
	var results []string
	value, failing := "unseen", "nil"
	for i := range sig.Results().Len() {
		name := fmt.Sprintf("r%d", i)
		results = append(results, name)
		v := sig.Results().At(i)
		if v.Type().String() == "error" {
			failing = name
			if i == 0 {
				value = "0"
			}
		} else if b, ok := v.Type().Underlying().(*types.Basic); ok && i == 0 && b.Info()&types.IsInteger != 0 {
			value = "int64(" + name + ")"
		}
	}
	f.printf("\tlane := borrow()\n\tdefer lane.giveBack()\n\tat := lane.begin()\n\t")
	if len(results) > 0 {
		f.printf("%s := ", strings.Join(results, ", "))
	}
	f.printf("unix.%s%s\n", fn.Name(), arguments(sig))
	f.printf("\tlane.forwarded(%s, %q, at, %s, %s)\n", s.numberOf(fn.Name(), kernel), fn.Name(), value, failing)
	if len(results) > 0 {
		f.printf("\treturn %s\n", strings.Join(results, ", "))
	}
}

// numberOf says which system call a function stands for: the only one that it can
// make, or the one of its name; manyCalls if there is none such.
func (s *sysPackage) numberOf(name string, kernel map[string]bool) string {
	if len(kernel) == 1 {
		for number := range kernel {
			if number != "" {
				return number
			}
		}
	}
	if own := "SYS_" + strings.ToUpper(name); len(kernel) == 1 && s.pkg.Scope().Lookup(own) != nil {
		return own
	}
	return "manyCalls"
}

// reachable gives, for each function that can enter the kernel, the SYS constants
// that it mentions or that a function called by it does; "" stands for a call
// made by package syscall.
func (s *sysPackage) reachable() map[*types.Func]map[string]bool {
	calls := map[*types.Func][]*types.Func{}
	reach := map[*types.Func]map[string]bool{}
	mark := func(fn *types.Func, number string) {
		if reach[fn] == nil {
			reach[fn] = map[string]bool{}
		}
		reach[fn][number] = true
	}
	for _, f := range s.files {
		for _, decl := range f.Decls {
			d, ok := decl.(*ast.FuncDecl)
			if !ok {
				continue
			}
			fn := s.info.Defs[d.Name].(*types.Func)
			ast.Inspect(d, func(n ast.Node) bool {
				id, ok := n.(*ast.Ident)
				if !ok {
					return true
				}
				switch o := s.info.Uses[id].(type) {
				case *types.Const:
					if strings.HasPrefix(o.Name(), "SYS_") {
						mark(fn, o.Name())
					}
				case *types.Var:
					if o.Name() == "fcntl64Syscall" || o.Name() == "mapper" { // they hold numbers and functions
						mark(fn, "")
					}
				case *types.Func:
					if enters(o) {
						mark(fn, "")
					}
					calls[fn] = append(calls[fn], o)
				}
				return true
			})
		}
	}
	for changed := true; changed; {
		changed = false
		for fn, callees := range calls {
			for _, callee := range callees {
				for number := range reach[callee] {
					if !reach[fn][number] {
						mark(fn, number)
						changed = true
					}
				}
			}
		}
	}
	return reach
}

// enters reports whether fn, which is not written in Go within x/sys/unix, enters
// the kernel otherwise than through Syscall and its kin.
func enters(fn *types.Func) bool {
	switch fn.Name() {
	case "gettimeofday", "syscall_prlimit":
		return fn.Pkg().Path() == sysPath
	case "Exec", "Setrlimit", "Setuid", "Setgid", "Setreuid", "Setregid", "Setresuid", "Setresgid", "Setgroups", "SetNonblock", "ForkExec", "StartProcess":
		return fn.Pkg().Path() == "syscall"
	}
	return false
}

// signature prints parameters and results in the names of package unix.
func (f *file) signature(sig *types.Signature) string {
	var b strings.Builder
	s := "(" + f.tuple(sig.Params(), sig.Variadic(), true) + ")"
	b.WriteString(s)
	if sig.Results().Len() > 0 {
		named := sig.Results().At(0).Name() != ""
		b.WriteString(" (" + f.tuple(sig.Results(), false, named) + ")")
	}
	return b.String()
}

func (f *file) tuple(t *types.Tuple, variadic, named bool) string {
	var list []string
	for i := range t.Len() {
		v := t.At(i)
		s := f.typeName(v.Type())
		if variadic && i == t.Len()-1 {
			s = "..." + strings.TrimPrefix(s, "[]")
		}
		if named {
			s = v.Name() + " " + s
		}
		list = append(list, s)
	}
	return strings.Join(list, ", ")
}

func (f *file) typeName(t types.Type) string {
	return types.TypeString(t, func(p *types.Package) string {
		if p.Path() == sysPath {
			return ""
		}
		f.use(p.Path())
		return p.Name()
	})
}

func arguments(sig *types.Signature) string {
	var names []string
	for i, p := range params(sig) {
		name := p.Name()
		if sig.Variadic() && i == sig.Params().Len()-1 {
			name += "..."
		}
		names = append(names, name)
	}
	return "(" + strings.Join(names, ", ") + ")"
}
