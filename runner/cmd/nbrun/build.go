package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"nbrun/render"
	"nbrun/render/notebook"
	"nbrun/runner"
)

// buildOptions are the options of build.
type buildOptions struct {
	dir   string
	base  string
	fresh bool
	jobs  int
}

func buildCommand(stdout, stderr io.Writer) *cobra.Command {
	var opts buildOptions
	cmd := &cobra.Command{
		Use:   "build FOLDER",
		Short: "Make a book of a folder of notebooks",
		Long: `Build makes a book of the notebooks in a folder: their pages, which lead to each
other, and index.html, which lists them and searches in them. Where the folder has
an index.md, that is the first page; in it a paragraph {contents} has its place
taken by the list, and a paragraph {coverage} by a table of what cells cover. In a
table with a column {coverage} each row says what covers that which its first cell
names, and there must be a check for it.

A notebook is executed when its code, the options that change a run, nbrun or the
machine are not those of its record in the output folder, or when that run failed.
Otherwise the record is reused; the page and the line on stdout say so. What cells
read beside their code (files, the network) is not looked at: --fresh executes all.`,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) != 1 {
				return hinted{fmt.Errorf("build takes one folder, not %d", len(args)), "nbrun build notebooks makes a book of the notebooks there"}
			}
			return build(cmd.Context(), args[0], opts, stdout, stderr)
		},
	}
	cmd.Flags().StringVarP(&opts.dir, "output", "o", "out", "directory for the pages and records")
	cmd.Flags().StringVar(&opts.base, "base-url", "", "address at which the book will lie: for canonical links, cards and sitemap.xml")
	cmd.Flags().BoolVar(&opts.fresh, "fresh", false, "execute all notebooks, whatever records there are")
	cmd.Flags().IntVarP(&opts.jobs, "jobs", "j", 1, "how many notebooks run at a time; measurements disturb each other when it is not 1")
	return cmd
}

// build makes the book of a folder.
func build(ctx context.Context, path string, opts buildOptions, stdout, stderr io.Writer) error {
	base, err := baseURL(opts.base)
	if err != nil {
		return err
	}
	if opts.jobs < 1 {
		return fmt.Errorf("-j %d: at least one notebook runs at a time", opts.jobs)
	}
	if st, err := os.Stat(path); err == nil && !st.IsDir() {
		return hinted{fmt.Errorf("%s: is no folder", path), "nbrun " + path + " runs one notebook"}
	}
	f, err := readFolder(path, opts.dir, stderr)
	if err != nil {
		return err
	}
	f.base = base
	if opts.jobs > 1 {
		fmt.Fprintf(stderr, "nbrun: -j %d: notebooks that run at the same time disturb each other's measurements\n", opts.jobs)
	}
	b := builder{folder: f, opts: opts, stderr: stderr, pages: map[string]map[string]bool{}}
	return b.build(ctx, stdout)
}

// baseURL checks an address and ends it with a slash.
func baseURL(text string) (string, error) {
	if text == "" {
		return "", nil
	}
	u, err := url.Parse(text)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.RawQuery != "" || u.Fragment != "" {
		return "", fmt.Errorf("%q: %w", text, errNoBase)
	}
	return strings.TrimSuffix(text, "/") + "/", nil
}

// builder is a book in the making.
type builder struct {
	*folder
	opts      buildOptions
	stderr    io.Writer
	written   int
	wrong     bool
	uncovered problemList
	list      []render.Chapter           // in the order of works, all languages
	pages     map[string]map[string]bool // the anchors of each page, by its file
}

// build executes what must be, one notebook after another, writes each page as soon
// as it is made, and at last what is about all of them.
func (b *builder) build(ctx context.Context, stdout io.Writer) error {
	var jobs []job
	for i, w := range b.works {
		for _, c := range w {
			jobs = append(jobs, job{chapter: c, place: b.place(i, c)})
		}
	}
	for _, c := range b.home {
		place := render.Place{File: c.link.File, Base: b.base, Site: c.link.Title, Languages: b.home.links()}
		jobs = append(jobs, job{chapter: c, place: place, home: true})
	}
	err := b.run(ctx, jobs, func(j *job) error {
		problemList(j.wrong).print(b.stderr)
		b.wrong = b.wrong || len(j.wrong) > 0
		if j.home {
			page, uncovered, err := render.Index(j.x, j.place, b.book(j.link.Lang))
			if err == nil {
				err = writeChanged(j.to.page, page)
			}
			if err != nil {
				return err
			}
			b.uncovered = append(b.uncovered, uncovered...)
			j.anchors = render.Anchors(page)
		} else {
			b.list = append(b.list, j.summary)
		}
		b.written++
		b.pages[j.link.File] = j.anchors
		_, err := fmt.Fprintf(stdout, "%s (%s)\n", j.to.page, j.how)
		return err
	})
	if errors.Is(err, runner.ErrInterrupted) {
		return stopped{b.written}
	}
	if err != nil {
		return err
	}
	if len(b.home) == 0 {
		if err := b.generateHome(stdout); err != nil {
			return err
		}
	}
	return b.finish(jobs)
}

// book is what the first page in a language tells of the others.
func (b *builder) book(lang string) render.Book {
	book := render.Book{All: b.list}
	for _, w := range b.works {
		file := w.in(lang).link.File
		if i := slices.IndexFunc(b.list, func(c render.Chapter) bool { return c.File == file }); i >= 0 {
			book.List = append(book.List, b.list[i])
		}
	}
	return book
}

// generateHome writes the first page of a folder that has none.
func (b *builder) generateHome(stdout io.Writer) error {
	home := b.homeIn("")
	nb := &notebook.Notebook{Path: homeName + ".md", Meta: notebook.Meta{Title: home.Title, Lang: home.Lang}}
	page, _, err := render.Index(&notebook.Execution{Notebook: nb}, render.Place{File: home.File, Base: b.base, Site: home.Title}, b.book(home.Lang))
	if err != nil {
		return err
	}
	file := filepath.Join(b.opts.dir, home.File)
	if err := writeChanged(file, page); err != nil {
		return err
	}
	b.pages[home.File] = render.Anchors(page)
	_, err = fmt.Fprintf(stdout, "%s (list of the pages)\n", file)
	return err
}

// finish does what needs all pages.
func (b *builder) finish(jobs []job) error {
	b.uncovered.print(b.stderr)
	b.wrong = b.wrong || len(b.uncovered) > 0
	for _, j := range jobs {
		dead := b.deadLinks(j.nb, j.link.File)
		dead.print(b.stderr)
		b.wrong = b.wrong || len(dead) > 0
	}
	if b.base != "" {
		if err := b.sitemap(jobs); err != nil {
			return err
		}
	}
	b.reportStale()
	if b.wrong {
		return errFailed
	}
	return nil
}

// reportStale names pages in the output folder that this build did not make.
func (b *builder) reportStale() {
	files, err := filepath.Glob(filepath.Join(b.opts.dir, "*.html"))
	if err != nil {
		return // the folder's own name is a pattern: nothing can be said
	}
	for _, file := range files {
		if b.pages[filepath.Base(file)] == nil {
			fmt.Fprintf(b.stderr, "nbrun: %s is a page that no notebook of %s makes\n", file, b.path)
		}
	}
}

// stopped is an interruption of a build that had written some pages.
type stopped struct{ pages int }

func (s stopped) Error() string {
	if s.pages == 0 {
		return "interrupted; what stood there before is unchanged"
	}
	pages := "pages are"
	if s.pages == 1 {
		pages = "page is"
	}
	return fmt.Sprintf("interrupted; %d %s new and whole, what else stood there before is unchanged", s.pages, pages)
}

func (s stopped) Unwrap() error { return runner.ErrInterrupted }
