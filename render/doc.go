// Package render turns an Execution into a page: one HTML file that needs nothing
// else, neither network nor JavaScript.
//
// A page is a pure function of its Execution (and of the images that lie beside
// the notebook): the same record gives the same bytes. Nothing that a cell
// printed, a value holds or an author wrote reaches the page as markup: prose goes
// through goldmark and an allow-list of tags, all else through the escapes of the
// markup type.
package render
