package main

import "fmt"

type word string

func main() {
	for i, r := range "\xffx\xe4\xb8" {
		fmt.Println(i, r)
	}
	for i := range "a\xffb" {
		fmt.Println(i)
	}
	for range "世界" {
		fmt.Println("again")
	}
	for _, r := range word("h世") {
		fmt.Println(string(r))
	}
	var i int
	var r rune
	s := "xyz"
	for i, r = range s {
		s = "changed"
		if r == 'y' {
			continue
		}
		fmt.Println(i, r)
	}
	fmt.Println(i, r, s)
	var fs []func() int
	for i, r := range "ab" {
		fs = append(fs, func() int { i += int(r); return i })
	}
	fmt.Println(fs[0](), fs[0](), fs[1]())
outer:
	for i := range "abc" {
		for _, r := range "xy" {
			if r == 'y' {
				continue outer
			}
			if i == 2 {
				break outer
			}
			fmt.Println(i, string(r))
		}
	}
}
