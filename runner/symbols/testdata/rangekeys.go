package main

import "fmt"

func main() {
	xs := []int{10, 20, 30, 40}
	for i := range xs {
		fmt.Print(i, " ")
		i--
	}
	for i, v := range xs {
		v *= 2
		i += 2
		fmt.Print(i, v, " ")
	}
	fmt.Println(xs)
	for i, v := range [3]int{1, 2, 3} {
		i++
		v++
		fmt.Print(i, v, " ")
	}
	for k, v := range map[string]int{"a": 1} {
		k += "x"
		v++
		fmt.Print(k, v, " ")
	}
	for i, r := range "héy" {
		i += 5
		r++
		fmt.Print(i, r, " ")
	}
	for i := range 3 {
		i += 5
		fmt.Print(i, " ")
	}
	type P struct{ a int }
	ps := []P{{1}, {2}}
	for i, p := range ps {
		p.a = 9
		i++
		fmt.Print(p, i, " ")
	}
	fmt.Println(ps)
	for i, i2 := 0, 0; i < 3; i++ {
		i2 = i
		i++
		fmt.Print(i, i2, " ")
	}
}
