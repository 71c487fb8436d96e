package render

import (
	"fmt"
	"regexp"
	"strings"
)

// rows writes a table in a box of its own, which scrolls when it is too wide. The
// first row is the head; there is one.
func (m *markup) rows(rows [][]string, name string) {
	m.openScroll(name)
	right := numbers(rows)
	m.open("table", skipEmpty("class", rightColumns(right))...)
	m.open("thead")
	m.open("tr")
	align := func(column int) (attrs []string) {
		if right[column] && column >= styledColumns {
			return []string{"class", "right"}
		}
		return nil
	}
	for i, cell := range rows[0] {
		m.el("th", cell, append(align(i), "scope", "col")...)
	}
	m.shut("tr", "thead")
	m.line()
	m.open("tbody")
	for _, row := range rows[1:] {
		m.open("tr")
		for i, cell := range row {
			m.el("td", cell, align(i)...)
		}
		m.shut("tr")
		m.line()
	}
	m.shut("tbody", "table", "div")
	m.line()
}

// styledColumns is of how many columns a class of the table says whether they stand to
// the right; cells further on say so themselves.
const styledColumns = 12

// rightColumns are the classes of a table whose columns of numbers stand to the right.
func rightColumns(right map[int]bool) string {
	var classes []string
	for i := range styledColumns {
		if right[i] {
			classes = append(classes, fmt.Sprintf("r%d", i+1))
		}
	}
	return strings.Join(classes, " ")
}

// columnStyle is the rule for these classes.
func columnStyle() string {
	var selectors []string
	for i := range styledColumns {
		selectors = append(selectors, fmt.Sprintf(".r%d>*>*>:nth-child(%[1]d)", i+1))
	}
	return strings.Join(selectors, ",") + "{text-align:right}\n"
}

// numbers says which columns hold nothing but numbers and dashes for what there is
// not, and some number.
func numbers(rows [][]string) map[int]bool {
	columns := map[int]bool{}
	for _, row := range rows[1:] {
		for i, cell := range row {
			before, seen := columns[i]
			if cell != "" && cell != "–" {
				columns[i] = numeric(cell) && (before || !seen)
			}
		}
	}
	return columns
}

// numeric reports whether a cell of a table is a number, with a unit or without, or goes
// from one number to another.
func numeric(s string) bool { return numbersOnly.MatchString(s) }

// amount is a number: it may have a sign, a sign of relation, separators of thousands, a
// unit of one word, and a mark that leads to a note.
const (
	blank  = `[ \x{a0}\x{2009}\x{202f}]?`
	amount = `(?:[≤≥<>≈±×~]` + blank + `)?[-+−]?\d(?:[.,'’_ \x{a0}\x{2009}\x{202f}]?\d)*(?:[eE][-+]?\d+)?` + blank + `(?:[%‰×]|[\pL/]{1,8})?(?: \*)?`
)

var numbersOnly = regexp.MustCompile(`^` + amount + `(?: → ` + amount + `)?$`)
