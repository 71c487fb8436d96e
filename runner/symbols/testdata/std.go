package main

import (
	"cmp"
	"fmt"
	"iter"
	"maps"
	"slices"
	"strings"
)

type person struct {
	name string
	age  int
}

func count(n int) iter.Seq[int] {
	return func(yield func(int) bool) {
		for i := range n {
			if !yield(i) {
				fmt.Print("stop ")
				return
			}
		}
	}
}

func pairs(m map[string]int) iter.Seq2[string, int] {
	return func(yield func(string, int) bool) {
		for _, k := range slices.Sorted(maps.Keys(m)) {
			if !yield(k, m[k]) {
				return
			}
		}
	}
}

func first(seq iter.Seq[int], ok func(int) bool) (int, bool) {
	for v := range seq {
		if ok(v) {
			return v, true
		}
	}
	return 0, false
}

func nested(n int) string {
	defer fmt.Print("deferred ")
outer:
	for i := range count(n) {
		for j := range count(n) {
			switch {
			case j == i+1:
				continue outer
			case i == 3:
				break outer
			case i == 2 && j == 2:
				return fmt.Sprint("found ", i, j)
			}
		}
	}
	return "none"
}

func main() {
	xs := []int{3, 1, 2, 3}
	slices.Sort(xs)
	fmt.Println(xs, slices.Max(xs), slices.Min(xs), slices.Contains(xs, 2), slices.Index(xs, 9), slices.IsSorted(xs))
	i, found := slices.BinarySearch(xs, 3)
	fmt.Println(i, found, slices.Compact(slices.Clone(xs)), slices.Equal(xs, xs[:2]), slices.Insert([]int{1, 4}, 1, 2, 3), slices.Delete([]int{1, 2, 3}, 0, 1))
	slices.Reverse(xs)
	fmt.Println(xs, slices.Concat(xs, []int{7}), slices.Repeat([]string{"a"}, 3))
	ps := []person{{"bob", 30}, {"al", 25}, {"cy", 30}}
	slices.SortFunc(ps, func(a, b person) int {
		return cmp.Or(cmp.Compare(b.age, a.age), strings.Compare(a.name, b.name))
	})
	fmt.Println(ps, slices.ContainsFunc(ps, func(p person) bool { return p.age > 29 }), slices.Contains(ps, person{"al", 25}))
	oldest := slices.MaxFunc(ps, func(a, b person) int { return cmp.Compare(a.age, b.age) })
	fmt.Println(oldest.name, slices.IndexFunc(ps, func(p person) bool { return p.name == "al" }))
	m := map[string]int{"b": 2, "a": 1, "c": 3}
	keys := slices.Sorted(maps.Keys(m))
	fmt.Println(keys, slices.Sorted(maps.Values(m)), len(maps.Clone(m)), maps.Equal(m, m))
	for k, v := range pairs(m) {
		fmt.Print(k, v, " ")
		if v == 2 {
			break
		}
	}
	fmt.Println()
	sum := 0
	for range count(3) {
		sum++
	}
	for v := range count(10) {
		if v%2 == 0 {
			continue
		}
		if v > 6 {
			break
		}
		sum += v
	}
	fmt.Println(sum)
	fmt.Println(first(count(10), func(v int) bool { return v*v > 20 }))
	fmt.Println(first(count(2), func(v int) bool { return false }))
	fmt.Println(nested(5), nested(1))
	for s := range strings.SplitSeq("a,b,c", ",") {
		fmt.Print(s, " ")
	}
	for i, s := range slices.All([]string{"x", "y"}) {
		fmt.Print(i, s, " ")
	}
	var fs []func() int
	for v := range slices.Values(xs) {
		fs = append(fs, func() int { return v })
	}
	fmt.Println(fs[0](), fs[1](), len(fs))
	for c := range slices.Chunk([]int{1, 2, 3, 4, 5}, 2) {
		fmt.Print(c)
	}
	var last int
	for last = range count(4) {
	}
	fmt.Println(last, slices.Collect(count(3)), cmp.Compare(1.5, 2), cmp.Less("b", "a"))
	for {
		done := false
		for v := range count(3) {
			if v == 1 {
				done = true
				break
			}
		}
		if done {
			break
		}
	}
	fmt.Println(maps.Collect(pairs(m)))
}
