package render

import (
	"regexp"
	"testing"

	"nbrun/render/notebook"
)

var (
	drawnForm = regexp.MustCompile(`(?s)<svg xmlns.*?</svg>`)
	tableRow  = regexp.MustCompile(`<tr (?:class="[^"]*" )?(?:id|data-event)=.*?</tr>`)
	shapeMark = regexp.MustCompile(`<(rect|polyline|polygon|circle|text)\b[^>]*>`)
)

// What repeats in rows and drawings is short, so that pages do not grow by what their
// readers cannot see. The bounds, in bytes, are about a tenth above what stored records
// need.
func TestPageSize(t *testing.T) {
	const mostRow, mostShape = 560, 60
	for _, name := range []string{"blocking", "nonblocking", "poll", "io_uring"} {
		x := traced(stored(t, name))
		x.Results[0].Outputs = append(x.Results[0].Outputs, notebook.Output{Kind: notebook.Figure, Name: "two-lane", Traces: []int{0}})
		page := write(t, x)
		mean := func(what string, list []string, most int) {
			total := 0
			for _, s := range list {
				total += len(s)
			}
			if len(list) == 0 || total > most*len(list) {
				t.Errorf("%s: %d %s have %d bytes, want at most %d each", name, len(list), what, total, most)
			}
			t.Logf("%s: %d %s of %d bytes", name, len(list), what, total/max(1, len(list)))
		}
		mean("rows", tableRow.FindAllString(page, -1), mostRow)
		var shapes []string
		for _, svg := range drawnForm.FindAllString(page, -1) {
			shapes = append(shapes, shapeMark.FindAllString(svg, -1)...)
		}
		mean("shapes", shapes, mostShape)
	}
}
