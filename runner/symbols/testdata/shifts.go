package main

import "fmt"

func f[T int | uint8](x T, n uint) T { return x<<n + 1 }

func main() {
	n := 5
	var u8 uint8 = 3
	fmt.Println(n<<(1<<n), n<<1.0, 1<<u8, uint8(1)<<7<<u8, n>>u8, int64(1)<<n, f(uint8(200), 1), f(3, 70))
	var f64 = float64(1 << 3)
	var s = uint(33)
	var i = 1 << s
	var j int32 = 1 << s
	var k = uint64(1 << s)
	var w int64 = 1.0 << 33
	m := 1.0<<s == j
	xs := make([]int, 1<<u8)
	fmt.Println(f64, i, j, k, w, m, len(xs), xs[1<<u8>>1])
	n <<= u8
	n >>= 1 << 1
	fmt.Println(n, -8>>1, -8>>u8, ^n>>70)
}
