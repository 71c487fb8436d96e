package main

import (
	"errors"
	"fmt"
	"io"
	"os"
)

type NotFound struct{ Name string }

func (e *NotFound) Error() string { return "not found: " + e.Name }

type Denied struct{ Name string }

func (e *Denied) Error() string { return "denied: " + e.Name }

type Code int

func (c Code) Error() string { return fmt.Sprintf("code %d", int(c)) }

type Wrapped struct {
	Op  string
	Err error
}

func (w *Wrapped) Error() string { return w.Op + ": " + w.Err.Error() }
func (w *Wrapped) Unwrap() error { return w.Err }

var ErrBase = errors.New("base")

func find(n int) error {
	switch n {
	case 0:
		return &NotFound{"zero"}
	case 1:
		return &Denied{"one"}
	case 2:
		return Code(2)
	case 3:
		return fmt.Errorf("wrapped: %w", &NotFound{"three"})
	case 4:
		return &Wrapped{"op", ErrBase}
	case 5:
		return &Wrapped{"read", io.EOF}
	case 6:
		return ErrBase
	}
	return nil
}

func nilError() error {
	var e *NotFound
	return e
}

func pair(n int) (int, error) { return n, find(n) }

func main() {
	for n := range 8 {
		err := find(n)
		fmt.Println(n, err, err == nil)
		var nf *NotFound
		if errors.As(err, &nf) {
			fmt.Println("  as NotFound", nf.Name)
		}
		var code Code
		fmt.Println("  ", errors.As(err, &code), int(code), errors.Is(err, ErrBase), errors.Is(err, io.EOF), errors.Is(err, Code(2)))
		switch e := err.(type) {
		case nil:
			fmt.Println("  nil")
		case *Denied:
			fmt.Println("  Denied", e.Name)
		case *NotFound, Code:
			fmt.Println("  NotFound or Code", e)
		case *Wrapped:
			fmt.Println("  Wrapped", e.Op, e.Err)
		default:
			fmt.Println("  default", e)
		}
		d, ok := err.(*Denied)
		fmt.Println("  ", ok, d == nil)
	}
	fmt.Println(nilError() == nil)
	e1, e2 := find(2), find(2)
	fmt.Println(e1 == e2, find(0) == find(0), errors.Is(e1, e2))
	fmt.Printf("%v|%s|%q|%d\n", e1, e1, e1, Code(5))
	n, err := pair(1)
	fmt.Println(n, err)
	_, err = os.Open("/does/not/exist")
	var pe *os.PathError
	fmt.Println(errors.As(err, &pe), pe.Op, errors.Is(err, os.ErrNotExist))
	joined := errors.Join(find(0), find(4))
	fmt.Println(errors.Is(joined, ErrBase))
	var nf *NotFound
	fmt.Println(errors.As(joined, &nf), joined)
	m := map[error]int{find(2): 7, ErrBase: 8}
	fmt.Println(m[Code(2)], m[ErrBase], m[io.EOF])
	func() {
		defer func() {
			r := recover()
			e, ok := r.(error)
			fmt.Println(e, ok)
			_, ok = r.(*Denied)
			fmt.Println(ok)
		}()
		panic(&Denied{"panic"})
	}()
	errs := []error{&NotFound{"a"}, Code(1)}
	fmt.Println(errs, len(errs))
	ch := make(chan error, 1)
	ch <- Code(9)
	fmt.Println(<-ch)
}
