package trace_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"nbrun/iomodels/trace"
)

func TestPhasesOfDisks(t *testing.T) {
	for _, tt := range []struct {
		name, events, of string
		want             []string
	}{
		{
			"a read that waits for what another has begun to read",
			`1 reader.0 0.000010000 pread64(3 </f>, 0x1, 4096, 0) = 4096 <0.000100000> {raw=0x3,0x1,0x1000,0x0 cpu=30µs vcsw=1}`,
			"pread64", []string{
				"off the processor ≤ 70.0 µs: off-CPU time; the thread slept (1 voluntary context switch) and no block was read on its behalf",
				"copy ≤ 30.0 µs: off-CPU time; the thread slept (1 voluntary context switch) and no block was read on its behalf",
			},
		}, {
			"a fast disk: the thread did not sleep",
			`1 reader.0 0.000010000 pread64(3 </f>, 0x1, 4096, 0) = 4096 <0.000100000> {raw=0x3,0x1,0x1000,0x0 cpu=90µs vcsw=0 inblock=8}`,
			"pread64", []string{
				"off the processor ≤ 10.0 µs: off-CPU time; 8 blocks of 512 bytes read from the device",
				"copy ≤ 90.0 µs: off-CPU time; 8 blocks of 512 bytes read from the device",
			},
		}, {
			"not in the page cache, without waiting",
			`1 reader.0 0.000010000 preadv2(3 </f>, [4096 bytes], 1, 0, 0, RWF_NOWAIT) = -1 EAGAIN (resource temporarily unavailable) <0.000001000> {raw=0x3,0x1,0x1,0x0,0x0,0x8 cpu=1µs vcsw=0 inblock=8}`,
			"preadv2", []string{"spin 1.00 µs: EAGAIN"},
		}, {
			"an advice that has the kernel read",
			`1 reader.0 0.000010000 fadvise64(3 </f>, 0, 4096, FADV_WILLNEED) = 0 <0.000001000> {raw=0x3,0x0,0x1000,0x3 cpu=1µs vcsw=0 inblock=8}
1 reader.1 0.000020000 fadvise64(3 </f>, 0, 0, FADV_DONTNEED) = 0 <0.000001000> {raw=0x3,0x0,0x0,0x4 cpu=1µs vcsw=0}`,
			"fadvise64", []string{"submit 1.00 µs: the thread did not sleep"},
		}, {
			"a write to the page cache, and to the disk",
			`1 reader.0 0.000010000 pwrite64(3 </f>, "a", 1, 0) = 1 <0.000001000> {raw=0x3,0x1,0x1,0x0 cpu=1µs vcsw=0 oublock=8}
1 reader.1 0.000020000 fsync(3 </f>) = 0 <0.000100000> {raw=0x3 cpu=40µs vcsw=3}
1 reader.2 0.000130000 fsync(3 </f>) = 0 <0.000001000> {raw=0x3 cpu=1µs vcsw=0}`,
			"pwrite64 fsync", []string{
				"off the processor ≤ 60.0 µs: off-CPU time; the thread slept (3 voluntary context switches) until the data were on the disk",
				"in the call 40.0 µs: off-CPU time; the thread slept (3 voluntary context switches) until the data were on the disk",
				"in the call 1.00 µs: the thread did not sleep",
			},
		}, {
			"a write with O_DSYNC",
			`1 reader.0 0.000001000 openat(AT_FDCWD, "/f", O_RDWR|O_DSYNC, 0) = 3 <0.000001000> {raw=0x1,0x1,0x1,0x0 cpu=1µs vcsw=0}
1 reader.1 0.000010000 pwrite64(3 </f>, "a", 1, 0) = 1 <0.000100000> {raw=0x3,0x1,0x1,0x0 cpu=40µs vcsw=1 ivcsw=1 oublock=8}`,
			"pwrite64", []string{
				"off the processor ≤ 60.0 µs: off-CPU time; the thread slept (1 voluntary context switch) until the data were on the disk; another thread was given the processor once",
				"in the call 40.0 µs: off-CPU time; the thread slept (1 voluntary context switch) until the data were on the disk; another thread was given the processor once",
			},
		}, {
			"accesses to memory",
			`1 reader.0 0.000010000 -- work touch[page 0] <0.000100000> {raw=0x1 cpu=40µs vcsw=1 majflt=1 inblock=8 work=1}
1 reader.1 0.000110000 -- work touch[page 0] <0.000000100> {raw=0x1 cpu=900ns vcsw=0 work=1}
1 reader.2 0.000120000 -- work touch[page 1] <0.000001000> {raw=0x1 cpu=2µs vcsw=0 minflt=1 work=1}
1 reader.3 0.000130000 -- work touch[page 2] <0.000010000> {raw=0x1 cpu=2µs vcsw=1 minflt=1 work=1}
1 reader.4 0.000140000 -- work touch[page 3] <0.000001000> {raw=0x1 cpu=1µs work=1 why="rusage: traced"}
1 reader.5 0.000150000 -- work touch <0.000001000> {work=9}`,
			"touch", []string{
				"off the processor ≤ 60.0 µs: off-CPU time; 8 blocks of 512 bytes read from the device by a page fault",
				"page fault ≤ 40.0 µs: off-CPU time; 8 blocks of 512 bytes read from the device by a page fault",
				"own work 100 ns: no page was missing",
				"page fault ≤ 1.00 µs: 1 minor and 0 major faults; nothing was read",
				"off the processor ≤ 8.00 µs: off-CPU time; the thread slept (1 voluntary context switch) in a page fault, and no block was read on its behalf",
				"page fault ≤ 2.00 µs: off-CPU time; the thread slept (1 voluntary context switch) in a page fault, and no block was read on its behalf",
				"own work 1.00 µs: traced",
				"own work 1.00 µs: 9 rounds counted",
			},
		},
	} {
		if got := phasesOf(t, tt.events, strings.Fields(tt.of)...); !slices.Equal(got, tt.want) {
			t.Errorf("%s:\n got %s\nwant %s", tt.name, strings.Join(got, "\n     "), strings.Join(tt.want, "\n     "))
		}
	}
}

// Accesses to memory that were measured are what a program does that reads a mapped
// file, and no work of its own.
func TestAccessesAreTheOperation(t *testing.T) {
	tr, err := trace.ParseText([]byte(`nbrun trace 1
lane "reader" app tid 1 level 3
call mmap 9
call munmap 11

1 reader.0 0.000010000 mmap(NULL, 4096, PROT_READ, MAP_SHARED, 3 </f>, 0) = 1 <0.000001000> {raw=0x0,0x1000,0x1,0x1,0x3,0x0 cpu=1µs vcsw=0}
1 reader.1 0.000020000 -- work touch[page 0] <0.000100000> {raw=0x1 cpu=40µs vcsw=1 majflt=1 inblock=8 work=1}
1 reader.2 0.000130000 munmap(0x1, 4096) = 0 <0.000001000> {raw=0x1,0x1000 cpu=1µs vcsw=0}
`))
	if err != nil {
		t.Fatal(err)
	}
	if err := tr.Check(); err != nil {
		t.Fatal(err)
	}
	if wall, cpu, asleep := tr.Wall(), tr.CPU(), tr.Asleep(); wall != 100*time.Microsecond || cpu != 40*time.Microsecond || asleep != 60*time.Microsecond {
		t.Errorf("wall %s, CPU %s, asleep %s; want 100µs, 40µs, 60µs", wall, cpu, asleep)
	}
	if tr.Has("WorkDone") {
		t.Errorf("%d rounds of own work, of none", tr.WorkDone())
	}
}
