package notebook

import (
	"go/scanner"
	"go/token"
	"regexp"
	"slices"
	"strings"
)

// optionMark begins a line of options at the head of a cell.
const optionMark = "//|"

// optionKeys are the keys of cell options, in the order in which Options has them.
var optionKeys = []string{"label", "eval", "echo", "output", "include", "error", "code-fold", "lst-cap",
	"fig-cap", "fig-alt", "timeout", "views", "trace", "source", "covers", "tags"}

var (
	optionLine = regexp.MustCompile(`^([A-Za-z][\w.-]*)[ \t]*:(?:[ \t]+|$)`)
	nearOption = regexp.MustCompile(`^(?:#[ \t]*\||//[ \t]+\|)[ \t]*([A-Za-z][\w.-]*)[ \t]*:`)
	labelForm  = regexp.MustCompile(`^[\pL\pN_][\pL\pN_.:-]*$`)
)

// tags maps the tags of Jupyter's world to what they mean here.
var tags = map[string]func(*Options){
	"raises-exception": func(o *Options) { o.Error = RuntimeError },
	"skip-execution":   func(o *Options) { o.NoEval = true },
	"hide-input":       func(o *Options) { o.NoEcho = true },
	"hide-output":      func(o *Options) { o.NoOutput = true },
}

// parseOptions reads the option lines at the head of a cell's code and moves the
// start of its Body behind them. labels holds where each label so far was given.
func parseOptions(p *problems, n *CellNode, cell *Cell, labels map[string]Position) {
	src := p.nb.Source
	seen := map[string]bool{}
	at := n.Code.Start
	for at < n.Code.End {
		end := min(lineEnd(src, at), n.Code.End)
		line := string(src[at:end])
		text := strings.TrimLeft(line, " \t")
		if !strings.HasPrefix(text, optionMark) {
			if m := nearOption.FindStringSubmatch(text); m != nil && (text[0] == '#' || slices.Contains(optionKeys, m[1])) {
				p.add(at+len(line)-len(text), n.Index, "", "an option is written //| key: value")
			}
			break
		}
		start := at + len(line) - len(text) + len(optionMark)
		parseOption(p, n.Index, Span{start, end}, &cell.Options, seen, labels)
		at = end
	}
	cell.Body.Start = at
	reportLate(p, n.Index, cell.Body)
}

// parseOption reads one option, which stands behind its mark in s.
func parseOption(p *problems, cell int, s Span, o *Options, seen map[string]bool, labels map[string]Position) {
	rest := p.nb.Text(s)
	text := strings.TrimLeft(rest, " \t")
	at := s.Start + len(rest) - len(text)
	text = strings.TrimRight(text, " \t\r\n")
	m := optionLine.FindStringSubmatch(text)
	if m == nil {
		p.add(at, cell, "", "an option is written //| key: value")
		return
	}
	key := m[1]
	if seen[key] {
		p.add(at, cell, "", "option %q is given twice", key)
		return
	}
	seen[key] = true
	if !slices.Contains(optionKeys, key) {
		p.add(at, cell, DidYouMean(key, optionKeys), "unknown option %q", key)
		return
	}
	v := optionValue{yamlText{p: p, start: at + len(m[0]), cell: cell}, key, text[len(m[0]):]}
	if v.raw == "" {
		p.add(at, cell, "", "option %q has no value", key)
		return
	}
	if key == "label" {
		o.Label = v.label(labels)
		return
	}
	o.set(key, v)
}

// set stores the value of one option.
func (o *Options) set(key string, v optionValue) {
	switch key {
	case "eval":
		o.NoEval = v.off() || o.NoEval
	case "echo":
		o.NoEcho = v.off() || o.NoEcho
	case "output":
		o.NoOutput = v.off() || o.NoOutput
	case "include":
		off := v.off()
		o.NoEcho, o.NoOutput = o.NoEcho || off, o.NoOutput || off
	case "error":
		if mode := v.choice("false", "true", "compile"); mode != "false" {
			o.Error = ErrorMode(mode)
		}
	case "code-fold":
		o.CodeFold = v.on()
	case "lst-cap":
		o.ListingCap = v.caption()
	case "fig-cap":
		o.FigureCap = v.caption()
	case "fig-alt":
		o.FigureAlt = v.caption()
	case "timeout":
		if n := v.node(); n != nil {
			o.Timeout = v.duration(v.keyNode(), n)
		}
	case "views":
		o.Views = v.choices(viewNames())
	case "trace":
		if mode := v.choice("auto", "full", "false"); mode != "auto" {
			o.Trace = TraceMode(mode)
		}
	case "source":
		o.Sources = v.references()
	case "covers":
		o.Covers = v.references()
	case "tags":
		for _, tag := range v.choices([]string{"raises-exception", "skip-execution", "hide-input", "hide-output"}) {
			tags[tag](o)
		}
	}
}

// reportLate finds option lines behind the first line of code, where they would
// be plain comments and silently do nothing.
func reportLate(p *problems, cell int, body Span) {
	code := p.nb.Source[body.Start:body.End]
	file := token.NewFileSet().AddFile("", -1, len(code))
	var s scanner.Scanner
	s.Init(file, code, func(token.Position, string) {}, scanner.ScanComments) // Go's own errors are the front end's to tell
	for {
		pos, tok, text := s.Scan()
		if tok == token.EOF {
			return
		}
		if tok == token.COMMENT && strings.HasPrefix(text, optionMark) {
			p.add(body.Start+file.Offset(pos), cell, "", "options stand at the head of a cell, before its first line of code")
		}
	}
}
