package main

import (
	"fmt"
	"os"
	"github.com/traefik/yaegi/interp"
)

func main() {
	for i, src := range []string{
		`func main() { a := make(chan int); for k, c := range map[string]chan int{"a": a} { println(k, c == a) } }`,
		`func main() { a := make(chan int); for k, c := range [2]chan int{a, a} { println(k, c == a) } }`,
		`func main() { a := make(chan int); for k := range []chan int{a, a} { println(k) } }`,
		`type T struct { c chan int }; func main() { a := make(chan int); for k, c := range []T{{a}} { println(k, c.c == a) } }`,
		`func main() { a := make(chan int); var p *[2]chan int = &[2]chan int{a, a}; for k, c := range (*p)[:] { println(k, c == a) } }`,
		`func main() { a := make(chan chan int, 1); a <- make(chan int); close(a); for c := range a { println(c != nil) } }`,
		`func main() { a := make(chan int); x := []chan int{a, a}; for k := 0; k < len(x); k++ { c := x[k]; println(k, c == a) } }`,
		`func main() { a := make(chan<- int); println(a != nil) }`,
		`func main() { a := (chan<- int)(make(chan int)); println(a != nil) }`,
		`func m(c chan<- int) {}; func main() { m(make(chan<- int)) }`,
	} {
		in := interp.New(interp.Options{Unrestricted: true, Stderr: os.Stderr})
		_, err := in.Eval("package main\n" + src)
		fmt.Println(i, err)
	}
}
