package cell

// refusal is a construct that Go accepts and that nbrun refuses by name, since
// the interpreter would do something else. In msg each % stands for a name.
type refusal struct{ msg, hint string }

// What is refused. Every row has a test.
var (
	refuseGeneric       = refusal{"nbrun cannot interpret the generic function %", "write it out for the types that you use"}
	refuseLocalGeneric  = refusal{"nbrun cannot interpret the type %, which a generic function declares", "declare the type outside of the function"}
	refuseUnnamed       = refusal{"nbrun cannot write the type %, which its package does not export", "declare the variable with an exported type, or use the value in one expression"}
	refuseForeign       = refusal{"nbrun cannot write the type %, whose package cells cannot import", "use the value in one expression"}
	refuseReflection    = refusal{"nbrun cannot give a value of the cells' type % to %", "copy what it needs into a map, a slice or a value of a compiled type"}
	refuseSelf          = refusal{"nbrun cannot interpret the type %, which is made of itself", "make it a struct with a field of that type"}
	refuseStuck         = refusal{"nbrun cannot interpret the type %, which contains itself in a %", "let one of the types know the other by a pointer, an index or a name"}
	refuseCycle         = refusal{"nbrun cannot interpret the types % and %, which contain each other and themselves", "let one of them know the other by an index or a name"}
	refuseEmbedded      = refusal{"nbrun cannot interpret a % as a %: its method % is promoted from a compiled type", "write a method that calls it"}
	refuseTuple         = refusal{"nbrun cannot pass several results on where one of a cells' type becomes an interface", "name the results first"}
	refuseReturn        = refusal{"a return would end the cell before its last expression has a value", "put the code into a function"}
	refuseRecover       = refusal{"nbrun cannot interpret recover %", "recover in a func literal that is deferred"}
	refuseUnsafe        = refusal{"nbrun cannot look at % by way of unsafe.Pointer", "use the value itself, or unsafe.StringData"}
	refuseIntrospection = refusal{"nbrun cannot interpret %, which would show the interpreter, not the program", "leave it out"}
	refuseArray         = refusal{"nbrun cannot interpret an array of % elements", "use a slice"}
)
