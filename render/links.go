package render

import (
	"bytes"
	"html"
	"net/url"
	"path"
	"strings"

	"github.com/yuin/goldmark/ast"

	"nbrun/render/notebook"
)

// linkPages makes links to other notebooks of the folder lead to their pages:
// aio.md#rings becomes aio.html#rings. A link that leaves the folder, or has a
// scheme, stays as it is.
func linkPages(tree ast.Node) {
	for _, n := range nodes(tree) {
		link, ok := n.(*ast.Link)
		if !ok {
			continue
		}
		destination := bytes.TrimPrefix(link.Destination, []byte("./"))
		if bytes.ContainsAny(destination, "/:?") {
			continue
		}
		name, fragment, found := bytes.Cut(destination, []byte("#"))
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

// Reference is a link of the prose to a file that is named by where it lies, or to a
// place in the page itself.
type Reference struct {
	Pos    notebook.Position
	Text   string // as the author wrote it
	File   string // the file, seen from the page's folder; "" for the page itself
	Anchor string // in that file; "" for its begin
}

// References are those of a notebook, in the order of the text.
func References(nb *notebook.Notebook) []Reference {
	var list []Reference
	tree := nb.Tree()
	written := map[*ast.Link]string{}
	for _, n := range nodes(tree) {
		if link, ok := n.(*ast.Link); ok {
			written[link] = string(link.Destination)
		}
	}
	linkPages(tree)
	for _, n := range nodes(tree) {
		link, ok := n.(*ast.Link)
		if !ok {
			continue
		}
		u, err := url.Parse(string(link.Destination))
		if err != nil || u.Scheme != "" || u.Host != "" || u.RawQuery != "" || strings.HasPrefix(u.Path, "/") {
			continue
		}
		ref := Reference{Pos: nb.Position(linkStart(link)), Text: written[link], Anchor: u.Fragment}
		if u.Path != "" {
			ref.File = path.Clean(u.Path)
		}
		list = append(list, ref)
	}
	return list
}

// linkStart is where a link begins in the source. The parser's own word for one with
// a label is the label.
func linkStart(link *ast.Link) int {
	start := max(0, link.Pos())
	if text, ok := link.FirstChild().(*ast.Text); ok {
		start = min(start, max(0, text.Segment.Start-1))
	}
	return start
}

// Anchors are the ids of a page that [Page] or [Index] wrote: where links can lead.
func Anchors(page []byte) map[string]bool {
	ids := map[string]bool{}
	for rest := page; ; {
		// Quotes in texts are escaped: this is an attribute.
		_, after, found := bytes.Cut(rest, []byte(` id="`))
		if !found {
			return ids
		}
		value, after, _ := bytes.Cut(after, []byte(`"`))
		ids[html.UnescapeString(string(value))] = true
		rest = after
	}
}
