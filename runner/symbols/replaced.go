package symbols

import (
	"encoding/json"
	"flag"
	"log"
	"maps"
	"os"
	"reflect"
)

// replaced returns the functions of a package that are others in cells, since
// they look at the types of values that come in boxes.
func replaced(path string) map[string]reflect.Value {
	switch path {
	case "encoding/json":
		return jsonFunctions()
	case "flag":
		return flagFunctions()
	case "fmt":
		all := fmtFunctions()
		maps.Copy(all, scanFunctions())
		return all
	case "log":
		return logFunctions()
	case "reflect":
		return reflectFunctions()
	}
	return nil
}

// replacedMethods are the methods that are others in cells, with the receiver as
// the first argument. Lowered code calls them by name.
var replacedMethods = map[methodKey]reflect.Value{
	{reflect.TypeFor[*json.Decoder](), "Decode"}: reflect.ValueOf(DecoderDecode),
	{reflect.TypeFor[*json.Encoder](), "Encode"}: reflect.ValueOf(EncoderEncode),
	{reflect.TypeFor[*flag.FlagSet](), "Var"}:    reflect.ValueOf(FlagSetVar),
	{reflect.TypeFor[*log.Logger](), "Fatal"}:    reflect.ValueOf(loggerFatal(os.Exit)),
	{reflect.TypeFor[*log.Logger](), "Fatalf"}:   reflect.ValueOf(loggerFatalf(os.Exit)),
	{reflect.TypeFor[*log.Logger](), "Fatalln"}:  reflect.ValueOf(loggerFatalln(os.Exit)),
	{reflect.TypeFor[*log.Logger](), "Panic"}:    reflect.ValueOf(LoggerPanic),
	{reflect.TypeFor[*log.Logger](), "Panicf"}:   reflect.ValueOf(LoggerPanicf),
	{reflect.TypeFor[*log.Logger](), "Panicln"}:  reflect.ValueOf(LoggerPanicln),
	{reflect.TypeFor[*log.Logger](), "Print"}:    reflect.ValueOf(LoggerPrint),
	{reflect.TypeFor[*log.Logger](), "Printf"}:   reflect.ValueOf(LoggerPrintf),
	{reflect.TypeFor[*log.Logger](), "Println"}:  reflect.ValueOf(LoggerPrintln),
}
