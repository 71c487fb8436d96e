package cell

// goVersion is the language that cells are written in.
const goVersion = "go1.26"
