# Everything that the README tells to do. Needs Go; the tests install what else
# they need when they may (Debian, as root).

.PHONY: notebooks build test setup lint soak fuzz bench pages generate clean

# The tutorial as a book in out/: a notebook is run when what it executes has changed.
notebooks:
	go run ./runner/cmd/nbrun build notebooks

build:
	go build -o out/bin/nbrun ./runner/cmd/nbrun

# One pass of everything.
test: setup lint
	go test ./...
	go test -race -short ./iomodels/... ./runner ./runner/symbols

setup:
	sh .ci/setup

lint:
	@test -z "$$(gofmt -l iomodels render runner)" || { gofmt -d iomodels render runner; exit 1; }
	go vet ./...
	GOOS=darwin go vet ./iomodels/trace ./render/... ./runner ./runner/cell ./runner/cmd/nbrun

# Repetition and load: what is right once must be right under busy loops, on one
# processor, with the race detector. A failure here is a bug, not bad luck.
soak:
	sh .ci/soak

# Ten minutes of each fuzz test; findings stay in testdata.
FUZZTIME ?= 10m
fuzz:
	sh .ci/fuzz $(FUZZTIME)

bench:
	go test -run '^$$' -bench . -benchmem ./...

# Fifty pages made from their records, beside Hugo on the same Markdown.
pages:
	.ci/pages

generate:
	go generate ./...

clean:
	rm -rf out/*
