package main

import (
	"errors"
	"fmt"
	"slices"
)

func backward() int {
	i := 0
loop:
	i++
	if i < 3 {
		goto loop
	}
	return i
}

func forward(x int) {
	if x > 0 {
		goto skip
	}
	fmt.Println("not skipped")
skip:
	fmt.Println("forward", x)
}

func out() (s string) {
	for i := range 3 {
		for j := 0; j < 3; j++ {
			switch {
			case i == 1:
				if j == 1 {
					goto done
				}
			}
			s += fmt.Sprint(i, j, " ")
		}
	}
	s += "never"
done:
	return s + "out"
}

func ranges() int {
	n := 0
again:
	for _, v := range []int{1, 2, 3} {
		n += v
		if n > 10 {
			goto end
		}
		if v == 2 {
			goto again
		}
	}
	n = -1
end:
	return n
}

func fresh() {
	var fs []func() int
	var ps []*int
	i := 0
next:
	x := i * 10
	var y int
	var z any = i
	v, ok := map[int]int{0: 7, 1: 8}[i]
	fs = append(fs, func() int { x++; y++; return x + y }, func() int { return z.(int) }, func() int {
		if ok {
			return v
		}
		return -1
	})
	ps = append(ps, &x, &y)
	i++
	if i < 3 {
		goto next
	}
	for _, f := range fs {
		fmt.Print(f(), f(), " ")
	}
	for _, p := range ps {
		fmt.Print(*p, " ")
	}
	fmt.Println()
}

func inCase(n int) string {
	s := ""
	switch {
	case n > 0:
	again:
		n--
		s += fmt.Sprint(n)
		if n > 0 {
			goto again
		}
		fallthrough
	case n == -1:
		s += "-"
	default:
		goto end
	}
	s += "after"
end:
	return s
}

func caseLabel(v int) (out string) {
	switch v {
	case 1:
	each:
		for i := range 3 {
			switch i {
			case 1:
				break each
			}
			out += fmt.Sprint(i)
		}
	case 2:
	outer:
		for i := range 3 {
			for j := range 3 {
				if j == 1 {
					continue outer
				}
				out += fmt.Sprint(i, j, " ")
			}
		}
		fallthrough
	default:
		out += "!"
	}
	switch x := any(v).(type) {
	case int:
	typed:
		for {
			out += fmt.Sprint(x)
			break typed
		}
	}
	c := make(chan int, 1)
	select {
	case c <- 1:
	sel:
		for {
			select {
			case v := <-c:
				out += fmt.Sprint("got", v)
				if v == 1 {
					c <- 2
					continue sel
				}
				break sel
			}
		}
	}
	return
}

func spaghetti() (s string) {
	goto a
c:
	s += "c"
	return
b:
	s += "b"
	goto c
a:
	s += "a"
	goto b
}

func names(i int) int {
i:
	for i < 10 {
		for {
			i++
			if i%2 == 0 {
				continue i
			}
			if i > 6 {
				break i
			}
		}
	}
fmt:
	if i < 12 {
		i++
		goto fmt
	}
	return i
}

func deferred() (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("recovered %v", r)
		}
	}()
	n := 0
retry:
	n++
	defer fmt.Print("deferred ", n, "; ")
	if n < 3 {
		goto retry
	}
	if n == 3 {
		goto fail
	}
	return nil
fail:
	panic(errors.New("failed"))
}

func iter(limit int) (s string) {
	n := 0
again:
	n++
	for v := range slices.Values([]int{1, 2, 3}) {
		if v == 2 && n < limit {
			goto again
		}
		if n == 3 {
			goto end
		}
		k := 0
	inner:
		k++
		if k < 2 {
			goto inner
		}
		for w := range slices.Values([]int{10, 20}) {
			if w == 20 && v == 3 {
				goto end
			}
			s += fmt.Sprint(n, v, w, k, " ")
		}
	}
	s += "never "
end:
	return s + "end"
}

func literals() {
	n := 0
loop:
	func() {
		i := 0
	loop:
		i++
		n++
		if i < 2 {
			goto loop
		}
	}()
	if n < 5 {
		goto loop
	}
	fmt.Println(n)
}

func blocks() (s string) {
	i := 0
	{
	top:
		j := i
		{
			k := j * 2
			s += fmt.Sprint(i, j, k, " ")
			i++
			if i < 3 {
				goto top
			}
			if i == 3 {
				goto bottom
			}
		}
		s += "never"
	bottom:
	}
	if i == 3 {
		goto end
	} else if i == 4 {
		s += "never"
	} else {
		goto end
	}
end:
	return s
}

func parse(tokens []string) (out []string) {
	i := 0
	var tok string
start:
	if i >= len(tokens) {
		goto done
	}
	tok = tokens[i]
	i++
	switch tok {
	case "(":
		goto open
	case ")":
		goto shut
	}
	out = append(out, tok)
	goto start
open:
	out = append(out, "<")
	goto start
shut:
	out = append(out, ">")
	goto start
done:
	return out
}

func shadows() {
	for i := 0; i < 4; i++ {
		f := func() int { return i }
		i := i * 100
		if i == 100 {
			continue
		}
		fmt.Print(f(), i, " ")
	}
	for i := range 3 {
		f := func() int { return i }
		i := i * 100
		fmt.Print(f(), i, " ")
	}
	for i := range slices.Values([]int{1, 2}) {
		f := func() int { return i }
		i := i * 100
		fmt.Print(f(), i, " ")
	}
	for i := 0; func() bool { return i < 3 }(); i++ {
		f := func() int { return i }
		i := i * 10
		if i == 10 {
			continue
		}
		fmt.Print(f(), i, " ")
	}
	fmt.Println()
}

func main() {
	fmt.Println(backward())
	forward(1)
	forward(0)
	fmt.Println(out())
	fmt.Println(ranges())
	fresh()
	fmt.Println(inCase(3), inCase(0), inCase(-1))
	fmt.Println(caseLabel(1), caseLabel(2), caseLabel(3))
	fmt.Println(spaghetti())
	fmt.Println(names(1))
	fmt.Println(deferred())
	fmt.Println(iter(1), iter(2), iter(5))
	literals()
	fmt.Println(blocks())
	fmt.Println(parse([]string{"a", "(", "b", ")"}))
	shadows()
	n := 0
top:
	n++
	switch {
	case n < 3:
		goto top
	}
	fmt.Println(n)
}
