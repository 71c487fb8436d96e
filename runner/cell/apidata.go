package cell

import (
	"bytes"
	"errors"
	"go/types"
	"io/fs"
	"strings"
)

// Alias returns the name under which the API data and lowered code refer to the
// package with this path: an identifier that no package declares.
func Alias(path string) string {
	return strings.Map(func(r rune) rune {
		if 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9' {
			return r
		}
		return '_'
	}, path) + "_"
}

// apiPackage is one package: its data and what was taken of them.
type apiPackage struct {
	path, name string
	data       [2][]byte // of this architecture, common
	taken      map[string]bool
	imports    map[string]bool
	source     bytes.Buffer
	types      *types.Package // once it is checked
}

func (a *api) open(path string) (*apiPackage, error) {
	if p := a.packages[path]; p != nil {
		return p, nil
	}
	p := &apiPackage{path: path, taken: make(map[string]bool), imports: make(map[string]bool)}
	var err error
	if p.data[0], err = fs.ReadFile(apiOfArch, "api/"+apiArch+"/"+path+".txt"); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	if p.data[1], err = fs.ReadFile(apiCommon, "api/common/"+path+".txt"); errors.Is(err, fs.ErrNotExist) {
		return nil, errNoPackage
	} else if err != nil {
		return nil, err
	}
	first, _, _ := bytes.Cut(p.data[1], []byte("\n"))
	p.name = string(first[bytes.LastIndexByte(first, '\t')+1:])
	a.packages[path] = p
	return p, nil
}

// packageName returns the name that the package with this path declares.
func (a *api) packageName(path string) (string, error) {
	if path == "unsafe" {
		return "unsafe", nil
	}
	p, err := a.open(path)
	if err != nil {
		return "", err
	}
	return p.name, nil
}

// names yields the names of the package's objects.
func (p *apiPackage) names() func(yield func(string) bool) {
	return func(yield func(string) bool) {
		for _, data := range p.data {
			for line := range bytes.Lines(data) {
				name, _, _ := bytes.Cut(line, []byte("\t"))
				if name[0] != '!' && bytes.IndexByte(name, '.') < 0 && !yield(string(name)) {
					return
				}
			}
		}
	}
}

// find returns the line of name.
func (p *apiPackage) find(name string) (line []byte, found bool) {
	key := []byte(name + "\t")
	for _, data := range p.data {
		if line, _, _ := bytes.Cut(from(data, key), []byte("\n")); bytes.HasPrefix(line, key) {
			return line, true
		}
	}
	return nil, false
}

// from returns what follows the lines of data that are less than key.
func from(data, key []byte) []byte {
	lo, hi := 0, len(data)
	for lo < hi { // the lines that start before lo are less than key, those from hi on are not
		mid := lo + (hi-lo)/2
		start := bytes.LastIndexByte(data[lo:mid], '\n') + 1 + lo
		end := bytes.IndexByte(data[mid:], '\n') + 1 + mid
		if bytes.Compare(data[start:end], key) < 0 {
			lo = end
		} else {
			hi = start
		}
	}
	return data[lo:]
}

// errNoPackage means that there is no data for a path.
var errNoPackage = errors.New("no such package")

// require says that the cells mention path.name. When there is no such name those
// that differ only in case are taken: Go's messages offer them.
func (a *api) require(path, name string) error {
	if path == "unsafe" {
		return nil
	}
	p, err := a.open(path)
	if err != nil {
		return err
	}
	if _, found := p.find(name); found {
		a.queue = append(a.queue, apiName{path, name})
		return nil
	}
	for n := range p.names() {
		if strings.EqualFold(n, name) {
			a.queue = append(a.queue, apiName{path, n})
		}
	}
	return nil
}
