package main

import (
	"errors"
	"fmt"
	"runtime"
)

func try(name string, f func()) {
	defer func() {
		r := recover()
		_, ok := r.(error)
		fmt.Printf("%s: %v %v\n", name, r, ok)
	}()
	f()
}

func helper() any { return recover() }
func deep()       { func() { fmt.Println("deep", recover()) }() }
func direct()     { fmt.Println("direct", recover()) }

type R struct{ name string }

func (r R) Rec()   { fmt.Println("R.Rec", r.name, recover()) }
func (r *R) PRec() { fmt.Println("R.PRec", r.name, recover()) }

func named() (n int, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("wrapped: %v", r)
			n++
		}
	}()
	n = 5
	panic("named")
}

func repanic() {
	defer func() {
		r := recover()
		fmt.Println("first", r)
		panic(fmt.Sprint("again ", r))
	}()
	panic("one")
}

func nested() {
	defer func() {
		defer func() { fmt.Println("inner", recover()) }()
		panic("second")
	}()
	defer func() { fmt.Println("outer", recover()) }()
	panic("first")
}

func replaced() {
	defer func() { fmt.Println("got", recover()); fmt.Println("got2", recover()) }()
	defer func() { panic("B") }()
	panic("A")
}

func loop() {
	for i := range 3 {
		func() {
			defer func() { fmt.Println(i, recover()) }()
			if i == 1 {
				panic(i)
			}
		}()
	}
}

func main() {
	try("nil", func() { panic(nil) })
	func() {
		defer func() {
			r := recover()
			var p *runtime.PanicNilError
			e, ok := r.(error)
			fmt.Println(r, ok, errors.As(e, &p))
			_, ok = r.(*runtime.PanicNilError)
			fmt.Println(ok)
		}()
		var e error
		panic(e)
	}()
	try("helper", func() { defer func() { fmt.Println("helper says", helper()) }(); panic("h") })
	try("deep", func() { defer deep(); panic("d") })
	try("direct", func() { defer direct(); panic("dd") })
	try("R", func() { defer R{"x"}.Rec(); panic("r") })
	try("PR", func() { defer (&R{"x"}).PRec(); panic("pr") })
	try("funcvalue", func() { f := direct; defer f(); panic("fv") })
	try("litvalue", func() { f := func() { fmt.Println("lit", recover()) }; defer f(); panic("lv") })
	try("deferrecover", func() { defer recover(); panic("dr") })
	try("defer func call recover via closure", func() { defer func() { func() { recover() }() }(); panic("cl") })
	fmt.Println(named())
	try("repanic", repanic)
	try("nested", nested)
	try("replaced", replaced)
	loop()
	try("no panic", func() { fmt.Println(recover()) })
	try("panic in defer", func() { defer func() { panic("in defer") }() })
	try("int", func() { panic(3) })
	try("err", func() { panic(errors.New("e")) })
	try("fmt", func() { panic(fmt.Sprintf("%d", 3)) })
	func() {
		defer fmt.Println("after")
		defer func() { recover() }()
		defer func() { fmt.Println("x") }()
		panic("z")
	}()
	recovered := func() (r any) { defer func() { r = recover() }(); panic("val") }()
	fmt.Println(recovered)
	try("goexit", func() {
		done := make(chan bool)
		go func() {
			defer close(done)
			defer func() { fmt.Println("recover in goexit", recover()) }()
			func() {
				defer fmt.Println("inner")
				runtime.Goexit()
			}()
			fmt.Println("not reached")
		}()
		<-done
		again := make(chan bool)
		go func() {
			defer close(again)
			defer func() { fmt.Println("recover in goexit 2", recover()) }()
			defer func() { panic("in goexit") }()
			runtime.Goexit()
		}()
		<-again
	})
}
