package cell

// replacedMethods are methods of compiled types that look at the types of what
// they are given, with the functions that take their places: these know what is in
// a box.
var replacedMethods = map[string]string{
	"encoding/json.Decoder.Decode": "DecoderDecode",
	"encoding/json.Encoder.Encode": "EncoderEncode",
	"flag.FlagSet.Var":             "FlagSetVar",
	"log.Logger.Fatal":             "LoggerFatal",
	"log.Logger.Fatalf":            "LoggerFatalf",
	"log.Logger.Fatalln":           "LoggerFatalln",
	"log.Logger.Panic":             "LoggerPanic",
	"log.Logger.Panicf":            "LoggerPanicf",
	"log.Logger.Panicln":           "LoggerPanicln",
	"log.Logger.Print":             "LoggerPrint",
	"log.Logger.Printf":            "LoggerPrintf",
	"log.Logger.Println":           "LoggerPrintln",
}
