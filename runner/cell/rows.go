package cell

// The rows of the table of what the interpreter gets wrong, for which refusals
// stand: in each, what cells can write in Go.
const (
	rowGenerics    = "range over func, iter, generic functions and types of the standard library"
	rowGenericCall = "generic calls and types of the cells' own"
	rowCrossing    = "a value of a cells' type that crosses into compiled code"
	rowAssertion   = "error and Stringer types of cells as interfaces: assertion, equality, text"
	rowPrinting    = "Stringers in slices, maps and fields; unexported fields; %T"
	rowEmbedding   = "embedding a compiled type: promoted methods in interfaces"
	rowLoop        = "per-iteration loop variables"
	rowBranch      = "break, continue and goto"
	rowValue       = "the value of a cell"
	rowBuiltin     = "builtins that the interpreter does not have"
	rowRecursive   = "types that contain themselves"
)

// rowOf says for which row each refusal stands.
var rowOf = map[refusal]string{
	refuseGeneric:      rowGenerics,
	refuseGenericType:  rowGenerics,
	refuseLocalGeneric: rowGenericCall,
	refuseUnnamed:      rowCrossing,
	refuseForeign:      rowCrossing,
	refuseReflection:   rowCrossing,
	refuseOptional:     rowCrossing,
	refuseInterfaceBox: rowCrossing,
	refuseElements:     rowCrossing,
	refuseRecursive:    rowCrossing,
	refuseSelf:         rowRecursive,
	refuseCycle:        rowRecursive,
	refuseAssertion:    rowAssertion,
	refuseEquality:     rowAssertion,
	refuseInterfaceKey: rowAssertion,
	refuseLoopHead:     rowLoop,
	refuseVerb:         rowPrinting,
	refuseEmbedded:     rowEmbedding,
	refuseTuple:        rowCrossing,
	refuseReturn:       rowValue,
	refuseBuiltin:      rowBuiltin,
	refuseGoto:         rowBranch,
}
