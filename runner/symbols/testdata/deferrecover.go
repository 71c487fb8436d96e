package main

import "fmt"

func noRecover() {
	defer func() { fmt.Println("outer", recover()) }()
	func() {
		defer recover()
		panic(1)
	}()
}

func last() {
	defer recover()
}

func yes() {
	defer last()
	panic(2)
}

func literal() {
	defer func() { defer recover() }()
	panic(3)
}

func newer() {
	defer func() { fmt.Println("newer", recover()) }()
	defer func() {
		defer func() { fmt.Println("inner", recover()) }()
		defer recover()
		panic(5)
	}()
	panic(4)
}

type T struct{}

func (T) m() { defer recover() }

func method() {
	defer T{}.m()
	panic(6)
}

func sub() { last() }

func notDirect() {
	defer func() { fmt.Println("not direct", recover()) }()
	defer sub()
	panic(7)
}

func main() {
	noRecover()
	yes()
	literal()
	newer()
	method()
	notDirect()
	go recover()
	fmt.Println("end")
}
