package main

import (
	"crypto/rand"
	"encoding/binary"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"runtime"
	"strings"
	"time"
)

func main() {
	args := os.Args
	os.Args = []string{"a"}
	os.Args[0] += "b"
	os.Args = append(os.Args, "c")
	fmt.Println(os.Args, len(os.Args), args == nil)
	p := &os.Args
	*p = nil
	fmt.Println(os.Args == nil)
	n := 0
	os.Args, n = []string{"w"}, 3
	for _, a := range os.Args {
		fmt.Println(a, n)
	}
	flag.Usage = func() { fmt.Println("usage") }
	flag.Usage()
	u := flag.Usage
	u()
	local := time.Local
	time.Local = time.UTC
	fmt.Println(time.Local == time.UTC, time.Unix(0, 0).Format(time.RFC3339))
	time.Local = local
	runtime.MemProfileRate = 5
	runtime.MemProfileRate++
	x := runtime.MemProfileRate + 1
	fmt.Println(x, runtime.MemProfileRate == 6)
	rate := &runtime.MemProfileRate
	*rate = 9
	fmt.Println(runtime.MemProfileRate)
	reader := rand.Reader
	rand.Reader = strings.NewReader("random")
	b := make([]byte, 6)
	k, err := rand.Reader.Read(b)
	fmt.Println(k, err, string(b))
	rand.Reader = reader
	fmt.Println(binary.LittleEndian.Uint16([]byte{1, 2}), binary.BigEndian)
	stdout := os.Stdout
	r, w, _ := os.Pipe()
	os.Stdout = w
	fmt.Println("into the pipe")
	os.Stdout = stdout
	w.Close()
	text, err := io.ReadAll(r)
	fmt.Printf("%q %v\n", text, err)
	fmt.Fprintln(os.Stdout, errors.Is(io.EOF, io.EOF), err == io.EOF)
	f := os.Stdout.WriteString
	f("by a method value\n")
	var e error = io.EOF
	switch e {
	case io.ErrUnexpectedEOF:
	case io.EOF:
		fmt.Println(e)
	}
	defer os.Stdout.WriteString("deferred\n")
	defer fmt.Fprintln(os.Stdout, "the last first")
}
