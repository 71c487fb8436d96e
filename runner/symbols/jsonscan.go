package symbols

import "strings"

// space is what may stand between all parts of JSON.
const space = " \t\r\n"

func (d *jsonDecoder) space() {
	for d.at < len(d.data) && strings.IndexByte(space, d.data[d.at]) >= 0 {
		d.at++
	}
}

// skip moves behind the value that begins here, and returns it.
func (d *jsonDecoder) skip() []byte {
	start, depth := d.at, 0
	for {
		switch c := d.data[d.at]; c {
		case '"':
			d.skipString()
		case '[', '{':
			depth++
			d.at++
		case ']', '}':
			depth--
			d.at++
		case ',', ':', ' ', '\t', '\r', '\n':
			d.at++
		default:
			for d.at < len(d.data) && strings.IndexByte(space+",:]}", d.data[d.at]) < 0 {
				d.at++
			}
		}
		if depth == 0 {
			return d.data[start:d.at]
		}
	}
}

func (d *jsonDecoder) skipString() {
	for d.at++; d.data[d.at] != '"'; d.at++ {
		if d.data[d.at] == '\\' {
			d.at++
		}
	}
	d.at++
}

// more moves to the next element; false when there is none, which ends with end.
func (d *jsonDecoder) more(end byte) bool {
	d.space()
	if d.data[d.at] == ',' {
		d.at++
		d.space()
	}
	if d.data[d.at] == end {
		d.at++
		return false
	}
	return true
}
