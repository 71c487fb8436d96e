package cell

import "slices"

// importable lists the packages that a cell may import. The API data and the
// interpreter's symbols are generated from it; regenerate both when it changes.
var importable = []string{
	"bufio", "bytes", "cmp",
	"container/heap", "container/list", "container/ring",
	"context",
	"crypto/md5", "crypto/rand", "crypto/sha1", "crypto/sha256", "crypto/sha512",
	"encoding/base64", "encoding/binary", "encoding/csv", "encoding/hex", "encoding/json",
	"errors", "flag", "fmt",
	"hash", "hash/adler32", "hash/crc32", "hash/crc64", "hash/fnv", "hash/maphash",
	"html", "io", "io/fs", "io/ioutil", "iter", "log", "maps",
	"math", "math/big", "math/bits", "math/cmplx", "math/rand", "math/rand/v2",
	"net", "net/http", "net/netip", "net/url",
	"os", "os/exec", "os/signal",
	"path", "path/filepath", "reflect", "regexp",
	"runtime", "runtime/debug",
	"slices", "sort", "strconv", "strings",
	"sync", "sync/atomic", "syscall",
	"text/tabwriter", "text/template", "time",
	"unicode", "unicode/utf16", "unicode/utf8", "unsafe",

	UnixPath, "nbrun/iomodels", "nbrun/iomodels/trace", "nbrun/runner/nb",
}

// UnixPath is the import path of the system calls as cells write it. Its types
// and constants are those of the real package; what the interpreter runs is the
// drop-in that records every call.
const UnixPath = "golang.org/x/sys/unix"

// Importable returns the import paths that cells may use, in no given order.
func Importable() []string { return slices.Clone(importable) }
