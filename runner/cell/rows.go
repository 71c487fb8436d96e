package cell

// The rows for which refusals stand: constructs of Go that the interpreter gets
// wrong by itself. Where our table of those has one, it is quoted.
const (
	rowGenerics     = "range over func, iter, slices.Sort…, maps.Keys…, sync.OnceValue, atomic.Pointer[T], cmp.Or"
	rowGenericCall  = "generic call with inferred arguments"
	rowCrossing     = "every other crossing of a cells' type into compiled code"
	rowErrors       = "error/Stringer types declared in cells passed as any/error: %w, %v, %T, %+v, errors.As/Is, equality, type switch"
	rowEmbedding    = "embedding a compiled type: promoted methods missing in interfaces"
	rowRuntimeError = "runtime errors are strings, not runtime.Error"
	rowReturn       = "return from a cell that has a value"
	rowUnnamed      = "types that Go source outside of their package cannot write"
	rowRecursive    = "types that are made of themselves"
	rowProcess      = "what shows a program its own process: frames, memory, addresses"
)

// rowOf says for which row each refusal stands.
var rowOf = map[refusal]string{
	refuseGeneric:       rowGenerics,
	refuseLocalGeneric:  rowGenericCall,
	refuseUnnamed:       rowUnnamed,
	refuseForeign:       rowUnnamed,
	refuseReflection:    rowCrossing,
	refuseStuck:         rowRecursive,
	refuseSelf:          rowRecursive,
	refuseCycle:         rowRecursive,
	refuseEmbedded:      rowEmbedding,
	refuseTuple:         rowCrossing,
	refuseReturn:        rowReturn,
	refuseRecover:       rowRuntimeError,
	refuseUnsafe:        rowProcess,
	refuseIntrospection: rowProcess,
	refuseArray:         rowProcess,
}
