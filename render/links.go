package render

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
)

// linkPages makes links to other notebooks of the folder lead to their pages:
// aio.md#rings becomes aio.html#rings. A link that leaves the folder, or has a
// scheme, stays as it is.
func linkPages(tree ast.Node) {
	for _, n := range nodes(tree) {
		link, ok := n.(*ast.Link)
		if !ok || bytes.ContainsAny(link.Destination, "/:?") {
			continue
		}
		name, fragment, found := bytes.Cut(link.Destination, []byte("#"))
		base, isNotebook := bytes.CutSuffix(name, []byte(".md"))
		if !isNotebook || len(base) == 0 {
			continue
		}
		link.Destination = append(bytes.Clone(base), ".html"...)
		if found {
			link.Destination = append(append(link.Destination, '#'), fragment...)
		}
	}
}
