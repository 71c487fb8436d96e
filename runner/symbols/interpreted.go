package symbols

// What packages that print or compare values by themselves ask of a box: package
// nb, and the worker for the value of a cell.

// Interpreted returns the value in the box, in the interpreter's form.
func (b box) Interpreted() any { return b.v }

// Sprintf prints the value with a format of one verb.
func (b box) Sprintf(format string) string { return Sprintf(format, Any(b)) }
