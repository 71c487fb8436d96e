package figure

import "strings"

// titlesInChinese has the titles of the models' runs: what they do, without what stands
// behind that in titleEnds.
var titlesInChinese = sayings(
	`Blocking (\w+) on (on)`, "阻塞式 $1（$2）",
	`Non-blocking (\w+) on (on)`, "非阻塞式 $1（$2）",
	`(select|poll|epoll|SIGIO|signalfd), then (\w+) on (on)`, "先 $1，后 $2（$3）",
	`A real-time signal, then (\w+) on (on)`, "先实时信号，后 $1（$2）",
	`select with a timeout, then (\w+) on (on)`, "先带超时的 select，后 $1（$2）",
	`select with a descriptor above 1023, then (\w+) on (on)`, "先用 select 等待大于 1023 的描述符，后 $1（$2）",
	`SIGIO to a process without a handler, then (\w+) on (on)`, "先向没有处理程序的进程递交 SIGIO，后 $1（$2）",
	`O_NONBLOCK set through a duplicate, (\w+) on (on)`, "经由描述符的副本设置 O_NONBLOCK，$1（$2）",
	`poll, and another thread receives, on (on)`, "poll 之后由另一个线程接收（$1）",
	`epoll on (on)`, "epoll（$1）",
	`Three senders to one thread, by (\w+) on (on)`, "三个发送者，一个线程，用 $1（$2）",
	`io_uring (\w+) on (on)`, "io_uring $1（$2）",
	`io_uring receive and reply on (on)`, "io_uring 接收并答复（$1）",
	`io_uring with two reads in flight, of (on) and of a pipe`, "io_uring 同时进行的两个读取：$1 与管道",
	`io_uring accept`, "io_uring accept",
	`io_uring timeout`, "io_uring 定时",
	`io_uring read and write`, "io_uring 读与写",
	`(Linux|POSIX) AIO on (on)`, "$1 AIO（$2）",
	`Linux AIO poll on (on)`, "Linux AIO poll（$1）",

	// Of files.
	`Blocking pread of a (warm|cold) file`, "阻塞式 pread，$1",
	`Blocking pread with O_DIRECT`, "阻塞式 pread，带 O_DIRECT",
	`Non-blocking preadv2 of a (warm|cold) file`, "非阻塞式 preadv2，$1",
	`(io_uring|Linux AIO|POSIX AIO) read of a (warm|cold) file`, "$1 读取，$2",
	`(io_uring|Linux AIO) read with O_DIRECT`, "$1 读取，带 O_DIRECT",
	`pwrite and fsync`, "pwrite 与 fsync",
	`pwrite with O_DSYNC`, "pwrite，带 O_DSYNC",
	`POSIX_FADV_WILLNEED, then pread`, "先 POSIX_FADV_WILLNEED，后 pread",
	`One page of a cold file, with and without readahead`, "冷文件的一页，有预读与无预读",
	`Touching a mapped cold file`, "访问映射到内存的冷文件",
	`A file opened with O_NONBLOCK`, "以 O_NONBLOCK 打开的文件",
	`SIGIO asked of a file, then a blocking pread`, "向文件要求 SIGIO，然后阻塞式 pread",

	// Of parts, ends and signals.
	`A message read in pieces from (on)`, "分几次读出的消息（$1）",
	`A message in pieces, waited for by MSG_WAITALL on (on)`, "分几次到来的消息，用 MSG_WAITALL 等齐（$1）",
	`Three writes read as one from (on)`, "三次写入，一次读出（$1）",
	`A message too large to be written at once, on (on)`, "一次写不完的消息（$1）",
	`A writer made to wait by a slow reader, on (on)`, "写入者等待慢的读取者（$1）",
	`A write that returns before anybody reads, on (on)`, "有人读取之前就返回的写入（$1）",
	`A write that a signal cuts short, on (on)`, "被信号截短的写入（$1）",
	`A write without a reader, on (on)`, "没有读取者的写入（$1）",
	`A send without a reader and without a signal, on (on)`, "没有读取者、也不要信号的发送（$1）",
	`The end of a stream, seen on (on)`, "看到流的结束（$1）",
	`A connection that is reset, on (on)`, "被重置的连接（$1）",
	`Calls that a signal ends, and one that it does not, on (on)`, "信号使之结束的各调用，与不因信号结束的一个（$1）",
	`SIGIO for five sends, on (on)`, "五次发送的 SIGIO（$1）",
	`A real-time signal for each of five sends, on (on)`, "五次发送，各有一个实时信号（$1）",
	`More real-time signals than there is room for, on (on)`, "实时信号多得放不下（$1）",
	`A UDP datagram that is larger than the buffer`, "比缓冲区大的 UDP 数据报",
	`A UDP datagram that is measured before it is received`, "先问长度再接收的 UDP 数据报",
	`Datagrams sent to a full UDP socket`, "发往已满的 UDP 套接字的数据报",

	// Of connections, and of many threads.
	`Non-blocking connect on TCP, taken and refused`, "非阻塞式 connect（TCP），被接受与被拒绝",
	`What a TCP connection tells by signals`, "TCP 连接用信号通知什么",
	`Two clients served in turn by one blocking thread`, "一个阻塞的线程依次服务两个客户",
	`Two clients served by a blocking thread each`, "两个客户各由一个阻塞的线程服务",
	`Goroutines that wait in Go's net, and threads that wait in raw reads`, "在 Go 的 net 中等待的 goroutine，与在直接的 read 中等待的线程",
	`A web request for a file on the disk`, "Web 请求：文件在磁盘上",
	`A web request for a file in the page cache`, "Web 请求：文件在页缓存中",
	`A web request answered by sendfile`, "Web 请求：用 sendfile 应答",
	`A web request to a server asleep in accept4`, "Web 请求：服务器睡眠于 accept4",
	`Learning which of many descriptors are ready`, "得知许多描述符中哪些就绪",
)

// titleEnds has what stands behind that, after a comma or a colon.
var titleEnds = []struct{ english, chinese string }{
	{", data there before the call", "，数据先到"},
	{", data there before the request", "，数据先到"},
	{", interrupted by a signal", "，被信号打断"},
	{", restarted after a signal", "，信号之后重新进入"},
	{", with a timeout", "，带超时"},
	{", with a linked timeout", "，带链接的超时"},
	{", asked in a loop", "，循环询问"},
	{", asked now and then", "，间歇询问"},
	{", by MSG_DONTWAIT", "，用 MSG_DONTWAIT"},
	{", level-triggered", "，水平触发"},
	{", edge-triggered, drained", "，边缘触发，读到空为止"},
	{", edge-triggered", "，边缘触发"},
	{", one-shot", "，一次性"},
	{", watching a closed descriptor", "，监视已关闭的描述符"},
	{", waiting for it", "，等待完成"},
	{", cancelled", "，被取消"},
	{", told by an eventfd", "，由 eventfd 通知"},
	{", announced by an eventfd", "，由 eventfd 通知"},
	{", with DEFER_TASKRUN", "，带 DEFER_TASKRUN"},
	{", with SQPOLL", "，带 SQPOLL"},
	{", with IOSQE_ASYNC", "，带 IOSQE_ASYNC"},
	{", with registered buffer and file", "，使用注册过的缓冲区和文件"},
	{", a request for each", "，每个连接一个请求"},
	{", multishot", "，一个请求多次完成"},
	{", linked, and the read is short", "，链接在一起，而读得不足"},
	{", not linked", "，不链接"},
	{", linked", "，链接在一起"},
	{", then a helper's pread", "，然后由辅助线程 pread"},
	{", emulated", "，模拟"},
	{", by the C library", "，由 C 库实现"},
	{", since the kernel has neither io_uring nor Linux AIO here", "，因为这里的内核既没有 io_uring 也没有 Linux AIO"},
	{", since io_uring was refused", "，因为 io_uring 被拒绝"},
	{", since io_uring was refused: io_submit sleeps", "，因为 io_uring 被拒绝：io_submit 睡眠"},
}

var (
	transportsInChinese = strings.NewReplacer("a unix socket", "Unix 套接字", "a pipe", "管道")
	filesInChinese      = strings.NewReplacer("，warm", "，热文件", "，cold", "，冷文件")
)

// modelTitle is a trace's title, in the language where it is known in it.
func (z tongue) modelTitle(title string) string {
	if said, ok := titleInChinese(title); ok && z.chinese {
		return said
	}
	return title
}

// titleInChinese takes what stands behind a title away until the rest is known.
func titleInChinese(title string) (string, bool) {
	if said, ok := in(titlesInChinese, title); ok {
		return filesInChinese.Replace(transportsInChinese.Replace(said)), true
	}
	for _, end := range titleEnds {
		if rest, ok := strings.CutSuffix(title, end.english); ok {
			if said, ok := titleInChinese(rest); ok {
				return said + end.chinese, true
			}
		}
	}
	return title, false
}

// modelName is the name of a model.
func (z tongue) modelName(model string) string {
	said, ok := map[string]string{
		"blocking": "阻塞式", "nonblocking": "非阻塞式", "signal-driven": "信号驱动式", "linux-aio": "Linux AIO",
		"posix-aio": "POSIX AIO", "posix-aio-emulated": "POSIX AIO（模拟）", "write": "写入", "go-net": "Go 的 net",
	}[model]
	if !ok || !z.chinese {
		return model
	}
	return said
}

// lanesNamed has the names that the models give their threads.
var lanesNamed = map[string]string{
	"receiver": "接收线程", "sender": "发送方", "watcher": "观察线程", "program": "程序", "peer": "对端",
	"helper": "辅助线程", "server": "服务器", "client": "客户", "clients": "客户", "reader": "读取者",
	"caller": "调用者", "signals": "信号", "thief": "抢先者", "waiter": "等待者", "setup": "准备",
	"sleeper": "睡眠者", "clock": "计时", "cell": "单元格", "pool thread": "线程池",
}

// lane is the name of a thread: that which a model gave it, with the letter or number
// that tells it from its like.
func (z tongue) lane(name string) string {
	if !z.chinese {
		return name
	}
	if said, ok := lanesNamed[name]; ok {
		return said
	}
	cut := strings.IndexAny(name, " -")
	if cut < 0 || lanesNamed[name[:cut]] == "" {
		return name
	}
	return lanesNamed[name[:cut]] + " " + name[cut+1:]
}
