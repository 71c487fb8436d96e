package main

import "fmt"

func onlyInit() {
	n := 0
	for b := 0; ; {
		b++
		if n++; n > 5 {
			fmt.Println(b)
			break
		}
	}
	for b, f := 0, func() int { return n }; ; {
		b += f()
		if n++; n > 9 {
			fmt.Println(b)
			return
		}
	}
}

func main() {
	onlyInit()
	var fs []func() int
	for i := 0; func() bool { fs = append(fs, func() int { return i }); return i < 3 }(); i++ {
		if i == 1 {
			continue
		}
		i := i * 10
		fs = append(fs, func() int { return i })
	}
	for _, f := range fs {
		fmt.Print(f(), " ")
	}
	fmt.Println()
	var ps []*int
L:
	for i, p := 0, new(int); i < 10; i, p = i+1, &i {
		ps = append(ps, p)
		for {
			if i == 5 {
				break L
			}
			continue L
		}
	}
	for _, p := range ps {
		fmt.Print(*p, " ")
	}
	fmt.Println()
}
