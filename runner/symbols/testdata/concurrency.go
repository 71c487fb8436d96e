package main

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"
)

func worker(id int, jobs <-chan int, results chan<- int, wg *sync.WaitGroup) {
	defer wg.Done()
	for j := range jobs {
		results <- j * j
	}
	_ = id
}

func produce(ctx context.Context, n int) <-chan int {
	out := make(chan int)
	go func() {
		defer close(out)
		for i := 0; i < n; i++ {
			select {
			case out <- i:
			case <-ctx.Done():
				return
			}
		}
	}()
	return out
}

type safe struct {
	mu sync.Mutex
	m  map[string]int
}

func (s *safe) add(k string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.m[k]++
}

func main() {
	jobs, results := make(chan int, 10), make(chan int, 10)
	var wg sync.WaitGroup
	for w := 1; w <= 3; w++ {
		wg.Add(1)
		go worker(w, jobs, results, &wg)
	}
	for i := range 5 {
		jobs <- i
	}
	close(jobs)
	wg.Wait()
	close(results)
	sum := 0
	for r := range results {
		sum += r
	}
	fmt.Println(sum)
	ctx, cancel := context.WithCancel(context.Background())
	n := 0
	for v := range produce(ctx, 100) {
		n += v
		if v == 10 {
			cancel()
			break
		}
	}
	fmt.Println(n, ctx.Err(), errors.Is(ctx.Err(), context.Canceled))
	s := safe{m: map[string]int{}}
	var once sync.Once
	var count atomic.Int64
	var group sync.WaitGroup
	for i := 0; i < 10; i++ {
		group.Add(1)
		go func() {
			defer group.Done()
			s.add("k")
			once.Do(func() { s.add("once") })
			count.Add(int64(i))
		}()
	}
	group.Wait()
	fmt.Println(s.m["k"], s.m["once"], count.Load())
	timer := time.After(time.Hour)
	quit := make(chan struct{})
	close(quit)
	select {
	case <-timer:
		fmt.Println("timer")
	case <-quit:
		fmt.Println("quit")
	}
	select {
	case v, ok := <-quit:
		fmt.Println(v, ok)
	default:
		fmt.Println("default")
	}
	var mu sync.RWMutex
	mu.RLock()
	mu.RUnlock()
	res := make([]int, 5)
	var wg2 sync.WaitGroup
	for i := range res {
		wg2.Add(1)
		go func(k int) {
			defer wg2.Done()
			res[k] = k + i
		}(i)
	}
	wg2.Wait()
	fmt.Println(res)
	cctx, stop := context.WithTimeout(context.Background(), time.Hour)
	defer stop()
	_, ok := cctx.Deadline()
	fmt.Println(ok, cctx.Value("x"))
	var cond = sync.NewCond(&sync.Mutex{})
	ready := false
	go func() {
		cond.L.Lock()
		ready = true
		cond.L.Unlock()
		cond.Broadcast()
	}()
	cond.L.Lock()
	for !ready {
		cond.Wait()
	}
	cond.L.Unlock()
	fmt.Println(ready)
	const many = 5000
	var all sync.WaitGroup
	hits := make([]int, many)
	for i := range many {
		all.Add(1)
		go func() {
			hits[i]++
			all.Done()
		}()
	}
	all.Wait()
	wrong := 0
	for _, h := range hits {
		if h != 1 {
			wrong++
		}
	}
	fmt.Println("wrong:", wrong)
	var lines []chan int
	byName := map[string]chan int{}
	shared := make(chan int)
	sums := make(chan int)
	for i := range 20 {
		line := make(chan int)
		lines = append(lines, line)
		byName[fmt.Sprint(i)] = line
		go func() {
			sum := 0
			for range 100 {
				select {
				case v := <-shared:
					sum -= v
				case v := <-line:
					sum += v
				}
			}
			sums <- sum
		}()
	}
	for i := range 100 {
		for _, line := range lines {
			line <- i
		}
	}
	total := 0
	for _, line := range byName {
		select {
		case v := <-sums:
			total += v
		case line <- 1:
			fmt.Println("nobody should listen")
		}
	}
	fmt.Println(total, len(byName))
	for i, c := range [2]chan int{nil, shared} {
		fmt.Println(i, c == nil)
	}
	var some chan int
	for _, some = range map[bool]chan int{true: shared} {
	}
	fmt.Println(some == shared)
}
