package render

import (
	"bytes"
	"encoding/base64"
	"errors"
	"strings"

	"github.com/yuin/goldmark/ast"

	"nbrun/render/notebook"
)

// image writes an image that the prose shows, as part of the page. One that cannot
// be had is said to be missing where it should stand.
func (p *page) image(n *ast.Image) {
	m, alt, name := p.m, p.plain(n), string(n.Destination)
	data, mediaType, err := p.readImage(name)
	if err != nil {
		m.open("span", "class", "broken")
		m.text(p.say("image not shown: %s: %v", name, err))
		if alt != "" {
			m.text(p.say(" (%s)", alt))
		}
		m.shut("span")
		return
	}
	attrs := []string{"alt", alt, "src", "data:" + mediaType + ";base64," + base64.StdEncoding.EncodeToString(data)}
	if len(n.Title) > 0 {
		attrs = append(attrs, "title", string(n.Title))
	}
	m.open("img", attrs...)
}

// readImage returns the bytes of an image that lies beside the notebook, or below it.
func (p *page) readImage(name string) (data []byte, mediaType string, err error) {
	file, ok := notebook.ImageName(name)
	if !ok {
		return nil, "", errors.New(p.say("a page fetches nothing; put the image beside the notebook or below"))
	}
	if data, ok = p.x.Images[file]; !ok {
		return nil, "", errors.New(p.say("there was no such file when the notebook ran, or it had more than %s", p.size(notebook.MaxImage)))
	}
	mediaType = imageType(data)
	if mediaType == "" {
		return nil, "", errors.New(p.say("not an image in PNG, JPEG, GIF, WebP, AVIF or SVG"))
	}
	return data, mediaType, nil
}

// imageType tells an image by its first bytes, "" for what a page shows no image of.
func imageType(data []byte) string {
	head := string(data[:min(len(data), 512)])
	switch {
	case strings.HasPrefix(head, "\x89PNG\r\n\x1a\n"):
		return "image/png"
	case strings.HasPrefix(head, "\xff\xd8\xff"):
		return "image/jpeg"
	case strings.HasPrefix(head, "GIF87a"), strings.HasPrefix(head, "GIF89a"):
		return "image/gif"
	case len(head) > 12 && head[:4] == "RIFF" && head[8:12] == "WEBP":
		return "image/webp"
	case len(head) > 12 && head[4:12] == "ftypavif":
		return "image/avif"
	}
	text := strings.TrimLeft(strings.TrimPrefix(head, "\uFEFF"), " \t\r\n")
	if strings.HasPrefix(text, "<svg") || strings.HasPrefix(text, "<?xml") && bytes.Contains(data, []byte("<svg")) {
		return "image/svg+xml"
	}
	return ""
}
