// Gen writes the API data of package cell: for each package that cells may
// import, and for what those declarations mention, the exported declarations as
// Go source without bodies, one a line, in the form that api.go describes.
//
// Usage: go run ./_gen DIR
package main

import (
	"log"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

func main() {
	log.SetFlags(0)
	log.SetPrefix("gen: ")
	dir := os.Args[1]
	archs := []string{"amd64", "arm64"}
	data := make(map[string]map[string][]string) // by architecture and path
	for _, arch := range archs {
		d, err := describe(arch)
		if err != nil {
			log.Fatal(err)
		}
		data[arch] = d
	}
	if err := os.RemoveAll(dir); err != nil {
		log.Fatal(err)
	}
	for path := range maps.Keys(data[archs[0]]) {
		common := slices.Clone(data[archs[0]][path])
		for _, arch := range archs[1:] {
			common = slices.DeleteFunc(common, func(l string) bool { return !slices.Contains(data[arch][path], l) })
		}
		write(filepath.Join(dir, "common", path+".txt"), common)
		shared := make(map[string]bool, len(common))
		for _, l := range common {
			shared[l] = true
		}
		for _, arch := range archs {
			own := slices.DeleteFunc(slices.Clone(data[arch][path]), func(l string) bool { return shared[l] })
			if len(own) > 0 {
				write(filepath.Join(dir, arch, path+".txt"), own)
			}
		}
	}
}

func write(file string, lines []string) {
	if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
		log.Fatal(err)
	}
	slices.Sort(lines)
	if err := os.WriteFile(file, []byte(strings.Join(lines, "\n")+"\n"), 0o666); err != nil {
		log.Fatal(err)
	}
}
