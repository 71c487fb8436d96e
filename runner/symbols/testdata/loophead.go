package main

import "fmt"

func main() {
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
