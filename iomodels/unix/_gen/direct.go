package main

import (
	"fmt"
	"go/ast"
	"go/constant"
	"go/types"
	"sort"
	"strings"
)

// directCall is an exported function of x/sys/unix whose body is one system call
// with its parameters in order: what mksyscall makes of a //sys line.
type directCall struct {
	name   string
	number string // SYS_ constant
	sig    *types.Signature
}

// directCalls finds them in the zsyscall files, without those that people wrote
// methods for.
func (s *sysPackage) directCalls(hand declared) []directCall {
	var list []directCall
	for base, f := range s.files {
		if !strings.HasPrefix(base, "zsyscall_") {
			continue
		}
		for _, decl := range f.Decls {
			fn, ok := decl.(*ast.FuncDecl)
			if !ok || fn.Body == nil || !fn.Name.IsExported() || hand.methods[fn.Name.Name] {
				continue
			}
			sig := s.info.Defs[fn.Name].Type().(*types.Signature)
			number, registers := systemCall(fn)
			d := directCall{fn.Name.Name, number, sig}
			if number != "" && len(d.registers()) <= registers {
				list = append(list, d)
			}
		}
	}
	sort.Slice(list, func(i, j int) bool { return list[i].name < list[j].name })
	return list
}

// systemCall finds the call of Syscall or one of its kin in fn, and how many
// registers it hands over.
func systemCall(fn *ast.FuncDecl) (number string, registers int) {
	ast.Inspect(fn.Body, func(n ast.Node) bool {
		if call, ok := n.(*ast.CallExpr); ok {
			if id, ok := call.Fun.(*ast.Ident); ok && isGate(id.Name) {
				number, registers = types.ExprString(call.Args[0]), len(call.Args)-1
			}
		}
		return true
	})
	return number, registers
}

func isGate(name string) bool {
	switch name {
	case "Syscall", "Syscall6", "RawSyscall", "RawSyscall6", "SyscallNoError", "RawSyscallNoError":
		return true
	}
	return false
}

func number(c *types.Const) int64 {
	n, _ := constant.Int64Val(c.Val())
	return n
}

// registers gives the expressions handed to the kernel, one for each register.
func (d directCall) registers() []string {
	var regs []string
	for _, p := range params(d.sig) {
		switch t := p.Type().Underlying().(type) {
		case *types.Slice:
			regs = append(regs, fmt.Sprintf("uintptr(unsafe.Pointer(unsafe.SliceData(%s)))", p.Name()), fmt.Sprintf("uintptr(len(%s))", p.Name()))
		case *types.Pointer:
			regs = append(regs, fmt.Sprintf("uintptr(unsafe.Pointer(%s))", p.Name()))
		case *types.Basic:
			if t.Kind() == types.String {
				regs = append(regs, fmt.Sprintf("uintptr(unsafe.Pointer(%sBytes))", p.Name()))
			} else {
				regs = append(regs, fmt.Sprintf("uintptr(%s)", p.Name()))
			}
		}
	}
	return regs
}

// kinds gives the argument kinds that the signature tells.
func (d directCall) kinds() string {
	var kinds []string
	for _, p := range params(d.sig) {
		switch t := p.Type().Underlying().(type) {
		case *types.Slice:
			kinds = append(kinds, "pointer", "size")
		case *types.Pointer:
			kinds = append(kinds, "pointer")
		case *types.Basic:
			kinds = append(kinds, basicKind(p.Name(), t))
		}
	}
	return strings.Join(kinds, ", ")
}

func basicKind(name string, t *types.Basic) string {
	switch {
	case t.Kind() == types.String:
		return "path"
	case t.Kind() == types.UnsafePointer:
		return "pointer"
	case name == "dirfd" || name == "olddirfd" || name == "newdirfd" || name == "dfd":
		return "dirFD"
	case strings.HasSuffix(strings.ToLower(name), "fd"):
		return "descriptor"
	case name == "mode" && t.Kind() == types.Uint32:
		return "octal"
	case strings.HasPrefix(name, "flag") || name == "mask" || t.Kind() == types.Uintptr:
		return "hex"
	case t.Info()&types.IsUnsigned != 0:
		return "size"
	}
	return "integer"
}

func params(sig *types.Signature) []*types.Var {
	var list []*types.Var
	for v := range sig.Params().Variables() {
		list = append(list, v)
	}
	return list
}

// writeLane writes the Lane methods.
func writeLane(f *file, direct []directCall) {
	for _, d := range direct {
		f.printf("// %s is %s(2).\n", d.name, strings.ToLower(strings.TrimPrefix(d.number, "SYS_")))
		f.printf("func (l *Lane) %s%s {\n", d.name, f.signature(d.sig))
		d.writeBody(f)
		f.printf("}\n\n")
	}
}

func (d directCall) writeBody(f *file) {
	var failing types.Object // the error result
	var value *types.Var     // the other one
	for v := range d.sig.Results().Variables() {
		if v.Type().String() == "error" {
			failing = v
		} else {
			value = v
		}
	}
	for _, p := range params(d.sig) {
		if types.Identical(p.Type().Underlying(), types.Typ[types.String]) {
			f.printf("\t%[1]sBytes, err := BytePtrFromString(%[1]s)\n\tif err != nil {\n\t\treturn\n\t}\n", p.Name())
		}
	}
	regs := d.registers()
	for len(regs) < 6 {
		regs = append(regs, "0")
	}
	if strings.Contains(strings.Join(regs, ""), "unsafe.") {
		f.use("unsafe")
	}
	call := fmt.Sprintf("l.call(%s, %s)", d.number, strings.Join(regs, ", "))
	switch {
	case value == nil && failing == nil:
		f.printf("\t%s\n", call)
	case value == nil:
		f.printf("\t_, _, errno := %s\n\treturn asError(errno)\n", call)
	case failing == nil:
		f.printf("\tresult, _, _ := %s\n\treturn %s(result)\n", call, f.typeName(value.Type()))
	default:
		f.printf("\tresult, _, errno := %s\n\treturn %s(result), asError(errno)\n", call, f.typeName(value.Type()))
	}
}
