package main

import "fmt"

type T struct{ n int }

func (t T) Print()   { fmt.Print("T", t.n, " ") }
func (t *T) PPrint() { fmt.Print("*T", t.n, " ") }

func deferred() {
	for i := 0; i < 3; i++ {
		defer fmt.Print("d", i, " ")
	}
	for _, s := range []string{"a", "b"} {
		defer func() { fmt.Print(s, " ") }()
		defer func(x string) { fmt.Print(x+x, " ") }(s)
	}
	x := 1
	defer fmt.Print("x", x, " ")
	x = 2
	t := T{1}
	defer t.Print()
	defer t.PPrint()
	t = T{2}
	f := func() { fmt.Print("old ") }
	defer f()
	f = func() { fmt.Print("new ") }
}

func recovered(n int) (result string) {
	defer func() {
		if r := recover(); r != nil {
			result = fmt.Sprint("recovered ", r)
		}
	}()
	if n == 0 {
		panic("zero")
	}
	return "fine"
}

func main() {
	var fs []func()
	for i := 0; i < 3; i++ {
		fs = append(fs, func() { i += 10; fmt.Print(i, " ") })
	}
	for _, f := range fs {
		f()
		f()
	}
	fmt.Println()
	var ps []*int
	for i := 0; i < 3; i++ {
		ps = append(ps, &i)
		if i == 1 {
			i++
			continue
		}
	}
	for _, p := range ps {
		fmt.Print(*p, " ")
	}
	fmt.Println()
	fs = nil
	for i := range 3 {
		fs = append(fs, func() { fmt.Print(i, " ") })
	}
	for k, v := range []string{"x", "y"} {
		fs = append(fs, func() { fmt.Print(k, v, " ") })
	}
	for _, f := range fs {
		f()
	}
	fmt.Println()
outer:
	for i := 0; i < 3; i++ {
		for j := 0; j < 3; j++ {
			if j == 1 {
				continue outer
			}
			if i == 2 {
				break outer
			}
			fmt.Print(i, j, " ")
		}
	}
	fmt.Println()
	ch := make(chan int)
	done := make(chan bool)
	go func() {
		for i := range 5 {
			ch <- i
		}
		close(ch)
	}()
	n := 0
loop:
	for {
		select {
		case v, ok := <-ch:
			if !ok {
				break loop
			}
			if v == 3 {
				continue loop
			}
			n += v
		}
	}
	fmt.Println(n)
	go func() { done <- true }()
	var got bool
	select {
	case got = <-done:
	}
	fmt.Println(got)
	for i := 0; i < 4; i++ {
		switch i {
		case 1:
			continue
		case 3:
			break
		default:
			fmt.Print("sw", i, " ")
		}
	}
	fmt.Println()
	deferred()
	fmt.Println()
	fmt.Println(recovered(0), recovered(1))
	arr := [3]int{1, 2, 3}
	for i, v := range arr {
		arr[2] = 10
		if i == 2 {
			fmt.Println(v)
		}
	}
	for i, v := range &arr {
		fmt.Print(i, v, " ")
	}
	var idx int
	for idx = range arr {
	}
	fmt.Println(idx)
	for idx = range 5 {
	}
	fmt.Println(idx)
	total := 0
	for i, j := 0, 10; i < j; i, j = i+1, j-1 {
		total += j - i
	}
	fmt.Println(total)
	var u uint8
	for u = range uint8(3) {
	}
	fmt.Println(u)
	q := []int{5, 3, 1, 4}
	for i := 1; i < len(q); i++ {
		for j := i; j > 0 && q[j-1] > q[j]; j-- {
			q[j-1], q[j] = q[j], q[j-1]
		}
	}
	fmt.Println(q)
}
