package cell

import (
	"errors"
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"strconv"
	"strings"
)

// file checks one package of one file and reports what Go says.
func (k *sourceCheck) file(pkg *types.Package, info *types.Info, decls []ast.Decl) {
	dropped := false
	k.types(pkg, info, decls, func(e types.Error) {
		if !strings.HasPrefix(e.Msg, "\t") { // else it goes on with the error before
			dropped = k.harmless(e) || info != k.locals && k.refused && !k.inDecls(e.Pos) || // the first check has said so
				k.hasFailed(k.source) && k.fset.File(e.Pos).Name() == noPlace // a variable that hides what its own type is called
		}
		if !dropped {
			k.refused = true
			k.typeError(e)
		}
	})
}

// types checks one package of one file and calls f for each error.
func (k *sourceCheck) types(pkg *types.Package, info *types.Info, decls []ast.Decl, f func(types.Error)) {
	start := token.Pos(k.files[0].Base())
	file := &ast.File{Package: start, Name: &ast.Ident{NamePos: start, Name: "main"}, Decls: decls,
		FileStart: start, FileEnd: token.Pos(k.files[1].Base() + k.files[1].Size())}
	config := types.Config{
		Importer:  k.api,
		Sizes:     types.SizesFor("gc", apiArch),
		GoVersion: goVersion,
		Error: func(err error) {
			var e types.Error
			if errors.As(err, &e) {
				f(e)
			}
		},
	}
	// Each error was given to config.Error.
	_ = types.NewChecker(&config, k.fset, pkg, info).Files([]*ast.File{file})
	pkg.SetName("") // so that messages of later cells write T, not main.T
}

// harmless reports whether an error says nothing about a cell.
func (k *sourceCheck) harmless(e types.Error) bool {
	switch {
	case k.island:
		return strings.HasPrefix(e.Msg, "could not import ") // loadImport has said so
	case strings.Contains(e.Msg, "imported and not used"),
		strings.Contains(e.Msg, " imported as ") && strings.HasSuffix(e.Msg, " and not used"),
		strings.HasSuffix(e.Msg, "missing function body"), // checkNames has said so
		strings.HasSuffix(e.Msg, "must have a body"):
		return true
	case strings.HasPrefix(e.Msg, "label ") && strings.HasSuffix(e.Msg, " declared and not used"):
		return k.jumps(strings.Fields(e.Msg)[1]) // from a wrong place, which is reported
	case strings.HasPrefix(e.Msg, "declared and not used: "):
		for _, st := range k.stmts {
			for _, id := range variables(st) {
				if id.Pos() == e.Pos {
					k.idle[e.Pos] = true
					return true
				}
			}
		}
	case strings.HasSuffix(e.Msg, "is not used"):
		return k.last != nil && k.last.Pos() <= e.Pos && e.Pos < k.last.End()
	}
	return false
}

// typeError reports what go/types says. A name that a later cell declares, or that
// is a package's, gets a hint.
func (k *sourceCheck) typeError(e types.Error) {
	msg, hint := rewording(e.Msg, k.labels()), ""
	if more, ok := strings.CutPrefix(msg, "\t"); ok { // of the error before
		p := &k.problems[len(k.problems)-1]
		if label, ok := strings.CutSuffix(p.Msg, " already declared"); ok && strings.HasPrefix(label, "label ") {
			p.Msg = fmt.Sprintf("%s already defined at %s", label, k.fset.Position(e.Pos))
			return
		}
		p.Msg += fmt.Sprintf("\n\t%s: %s", k.fset.Position(e.Pos), more)
		return
	}
	if name, ok := strings.CutPrefix(msg, "undefined: "); ok {
		if k.scope.lost[name] {
			k.source.doubtful = true
			return
		}
		for _, d := range k.later[name] {
			if d.island {
				hint = fmt.Sprintf("the %s of line %d belongs to a whole program, which is apart from other cells", name, d.pos.Line)
			} else if d.cell >= k.number {
				what := "one of the cells"
				if d.cell == k.source.cell {
					what = "the declaration up"
				}
				hint = fmt.Sprintf("%s is declared at line %d, which runs later: move %s", name, d.pos.Line, what)
				break
			}
		}
		if path := packageNamed(name); hint == "" && path != "" {
			hint = "import " + strconv.Quote(path)
		}
	}
	k.problemAt(k.source, e.Pos, msg, hint)
}
