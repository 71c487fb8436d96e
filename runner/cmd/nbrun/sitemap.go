package main

import (
	"bytes"
	"encoding/xml"
	"path/filepath"

	"nbrun/render"
)

// sitemap is the list of a site's pages for search engines: sitemaps.org, version 0.9.
type sitemap struct {
	XMLName xml.Name   `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 urlset"`
	XHTML   string     `xml:"xmlns:xhtml,attr"`
	URLs    []location `xml:"url"`
}

// location is a page, and the same in other languages.
type location struct {
	Loc       string      `xml:"loc"`
	Alternate []alternate `xml:"xhtml:link"`
}

type alternate struct {
	Rel  string `xml:"rel,attr"`
	Lang string `xml:"hreflang,attr"`
	Href string `xml:"href,attr"`
}

// sitemap writes sitemap.xml. It has no dates: the pages say when they were recorded,
// and nobody knows when their prose last changed.
func (b *builder) sitemap(jobs []job) error {
	list := sitemap{XHTML: "http://www.w3.org/1999/xhtml"}
	home := render.Place{File: homeName + ".html", Base: b.base}
	if len(b.home) == 0 {
		list.URLs = append(list.URLs, location{Loc: home.Address(home.File)})
	}
	for _, j := range jobs {
		l := location{Loc: j.place.Address(j.link.File)}
		for _, other := range j.place.Languages {
			l.Alternate = append(l.Alternate, alternate{"alternate", other.Lang, j.place.Address(other.File)})
		}
		list.URLs = append(list.URLs, l)
	}
	data, err := xml.MarshalIndent(list, "", "\t")
	if err != nil {
		return err
	}
	file := bytes.Join([][]byte{[]byte(xml.Header), data, []byte("\n")}, nil)
	return writeChanged(filepath.Join(b.opts.dir, "sitemap.xml"), file)
}
