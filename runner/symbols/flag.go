package symbols

import (
	"flag"
	"reflect"
)

// flagFunctions are what cells get for the functions of package flag that look at
// the types of values.
func flagFunctions() map[string]reflect.Value {
	return map[string]reflect.Value{
		"Var": reflect.ValueOf(func(value flag.Value, name, usage string) { FlagSetVar(flag.CommandLine, value, name, usage) }),
	}
}

// flagValue is a box as package flag gets it. That package calls String on a zero
// flagValue to know whether a default is worth showing.
type flagValue struct{ flag_Value }

func (f flagValue) String() string {
	if f.t == nil {
		return ""
	}
	return f.flag_Value.String()
}

// boolFlagValue is a flagValue that may stand without a value.
type boolFlagValue struct{ flagValue }

func (f boolFlagValue) IsBoolFlag() bool {
	is, _ := calls[func(any) bool](f.t, "IsBoolFlag")
	return is(f.v)
}

// FlagSetVar is (*flag.FlagSet).Var. The default of a flag whose value is the zero
// value of its type is "", which is never shown.
func FlagSetVar(fs *flag.FlagSet, value flag.Value, name, usage string) {
	in, ok := value.(boxed)
	if !ok {
		fs.Var(value, name, usage)
		return
	}
	b := in.open()
	f := flagValue{flag_Value{b}}
	if implements[func(any) bool](b, "IsBoolFlag") {
		value = boolFlagValue{f}
	} else {
		value = f
	}
	fs.Var(value, name, usage)
	zero := reflect.Zero(reflect.TypeOf(b.v))
	if zero.Kind() == reflect.Pointer {
		zero = reflect.New(zero.Type().Elem())
	}
	if added := fs.Lookup(name); added.DefValue == (flagValue{flag_Value{box{b.t, zero.Interface()}}}).String() {
		added.DefValue = ""
	}
}
