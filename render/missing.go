package render

import (
	"github.com/yuin/goldmark/ast"

	"nbrun/render/notebook"
)

// MissingImage is an image that the prose asks for and the page cannot show.
type MissingImage struct {
	Pos    notebook.Position
	Name   string // as the author wrote it
	File   string // seen from the notebook's folder; "" when it is not there or below
	Format bool   // the file was there, and is no image in a format that pages show
}

// MissingImages are those of a notebook that was run, in the order of the text.
func MissingImages(x *notebook.Execution) (list []MissingImage) {
	for _, n := range nodes(x.Notebook.Tree()) {
		image, ok := n.(*ast.Image)
		if !ok {
			continue
		}
		m := MissingImage{Pos: x.Notebook.Position(imageStart(image)), Name: string(image.Destination)}
		if m.File, ok = notebook.ImageName(m.Name); ok {
			data, there := x.Images[m.File]
			if m.Format = there && imageType(data) == ""; there && !m.Format {
				continue
			}
		} else {
			m.File = ""
		}
		list = append(list, m)
	}
	return list
}

// imageStart is where an image begins in the source.
func imageStart(image *ast.Image) int {
	start := max(0, image.Pos())
	if text, ok := image.FirstChild().(*ast.Text); ok {
		start = min(start, max(0, text.Segment.Start-len("![")))
	}
	return start
}
