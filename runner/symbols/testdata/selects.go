package main

import "fmt"

type box struct{ n int }

func drain(c chan int) (sum int) {
	for {
		select {
		case v, ok := <-c:
			if !ok {
				return sum
			}
			sum += v
		}
	}
}

func main() {
	c := make(chan int, 3)
	c <- 1
	c <- 2
	c <- 3
	for i := 0; i < 3; i++ {
		select {
		case v := <-c:
			fmt.Println("got", v)
			continue
		}
		break
	}
	c <- 1
	for i := range 2 {
		select {
		case v := <-c:
			fmt.Println(v)
			if v == 1 {
				break
			}
			fmt.Println("never")
		default:
			fmt.Println("default", i)
		}
	}
	c <- 1
	c <- 2
	for {
		select {
		case v := <-c:
			fmt.Println(v)
			if v == 1 {
				continue
			}
			fmt.Println("two")
		}
		break
	}
	var b box
	var ok bool
	c <- 9
	select {
	case b.n, ok = <-c:
	}
	fmt.Println(b.n, ok)
	small := make(chan int32, 1)
	select {
	case small <- 5:
		fmt.Println("sent")
	default:
	}
	fmt.Println(<-small)
	var later []func() int
	c <- 4
	c <- 5
	for range 2 {
		select {
		case v := <-c:
			later = append(later, func() int { v++; return v })
		}
	}
	fmt.Println(later[0](), later[0](), later[1]())
	c <- 6
	close(c)
	fmt.Println(drain(c))
outer:
	for {
		select {
		case _, ok := <-c:
			if !ok {
				break outer
			}
		}
	}
	select {
	case <-c:
		fmt.Println("closed")
	default:
		fmt.Println("never")
	}
}
