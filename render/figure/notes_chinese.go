package figure

import (
	"regexp"

	"nbrun/iomodels/trace"
)

// heads are beginnings of sentences behind which another one stands.
func heads(pairs ...string) []saying {
	var list []saying
	for i := 0; i < len(pairs); i += 2 {
		list = append(list, saying{regexp.MustCompile("^" + pairs[i]), pairs[i+1]})
	}
	return list
}

// notesInChinese has the notes of traces.
var notesInChinese = sayings(
	trace.BeforeRecord+`, data were sent and thrown away until they came with the kernel's time of arrival \((\d+) times?\)`,
	"记录开始之前，发送的数据被丢弃，直到它们带来内核的到达时刻（$1 次）。",
	`the gate was weaker here: /proc/PID/task/TID/syscall could not be read, so the receiver was seen asleep, but not in which call \(proc_pid_syscall\(5\)\)`,
	"这里的闸门较弱：读不到 /proc/PID/task/TID/syscall，只看到接收线程在睡眠，看不到它在哪个调用中（proc_pid_syscall(5)）。",
	`EMULATED as glibc does: Linux has no POSIX AIO in the kernel.*on a socket gets ESPIPE.*which glibc does not offer\.`,
	"模拟 glibc 的做法：Linux 内核没有 POSIX AIO（aio(7)，NOTES），由进程的一个辅助线程执行阻塞调用，这里由本程序包扮演 glibc 的角色。glibc 的辅助线程先调用 pread，"+
		"在套接字上得到 ESPIPE，再调用 read；这里的辅助线程调用 recvmsg，以便显示到达时刻，并用 eventfd 宣布结束，而 glibc 不提供 eventfd。",
	`EMULATED as glibc does: Linux has no POSIX AIO in the kernel.*which glibc does not offer\.`,
	"模拟 glibc 的做法：Linux 内核没有 POSIX AIO（aio(7)，NOTES），由进程的一个辅助线程执行阻塞的 pread，这里由本程序包扮演 glibc 的角色，"+
		"并用 eventfd 宣布结束，而 glibc 不提供 eventfd。",
	`F_SETFL was asked for O_ASYNC and O_NONBLOCK and said 0; F_GETFL then has O_ASYNC: (\w+), O_NONBLOCK: (\w+)`,
	"请求 F_SETFL 设置 O_ASYNC 和 O_NONBLOCK，它返回 0；此后 F_GETFL 中 O_ASYNC 为 $1，O_NONBLOCK 为 $2。",
	`Linux AIO was not asynchronous here: io_submit returned only after the sender had begun to send`,
	"Linux AIO 在这里不是异步的：发送方开始发送之后 io_submit 才返回。",
	`a worker thread of the kernel read this warm file, though nothing had to be waited for: the file system \((.+)\) does not let the kernel try without waiting, as it says of RWF_NOWAIT too \(readv\(2\)\)`,
	"虽然没有什么需要等待，这个热文件仍由内核的工作线程读取：文件系统（$1）不让内核不等待地尝试，对 RWF_NOWAIT 也是这样回答（readv(2)）。",
	`aio_read is that of (.+), called by a C program compiled for this run; the program's system calls are not recorded, its times are its own, on the same clock`,
	"aio_read 来自 $1，由为本次运行编译的 C 程序调用；该程序的系统调用没有记录，时刻由它自己按同一时钟测得。",
	`Loopback is not a network`, "环回不是网络。",
	`Go's runtime handled SIGIO and forwarded it on a channel`, "Go 运行时处理了 SIGIO，并经通道转发。",
	`As glibc's aio_read does it: a thread of the program makes the blocking call`, "像 glibc 的 aio_read 那样：由程序的一个线程执行阻塞的调用。",
	`in SIOCOUTQ and TCP_INFO the end of the stream \(FIN\) counts as one byte`, "在 SIOCOUTQ 和 TCP_INFO 中，流的结束（FIN）算作一个字节。",
	`the calls of package net and of the Go runtime are not recorded: strace -f shows them`, "net 包和 Go 运行时的调用没有记录：strace -f 可以显示它们。",
	`the kernel gives no arrival times here: setsockopt SO_TIMESTAMPING: (.+)`, "这里的内核不给出到达时刻：setsockopt SO_TIMESTAMPING：$1。",
	`the kernel puts no arrival times on data here, though it took SO_TIMESTAMPING`, "这里的内核接受了 SO_TIMESTAMPING，却不为数据记录到达时刻。",
	`the loopback interface has no network card: the device that it hands packets to is lo, which hands them back at once`,
	"环回接口没有网卡：它把数据包交给的设备是 lo，lo 立即把它们交回。",
	`this file system \((.+)\) takes a read with O_DIRECT at offset 1, and gave (\d+) bytes, by way of the page cache`,
	"这个文件系统（$1）接受了从偏移 1 处开始的 O_DIRECT 读取，经由页缓存给出了 $2 字节。",
	`this file system \((.+)\) takes a read with O_DIRECT at offset 1, and gave (\d+) bytes; the page cache, which had no page of the file before, has (\d+) after it`,
	"这个文件系统（$1）接受了从偏移 1 处开始的 O_DIRECT 读取，给出了 $2 字节；页缓存中此前没有该文件的页，此后有 $3 页。",
	`no page was newer than the disk when pwrite had returned: the kernel had written them already, as it does in the call itself where a file system is mounted with the option sync \(mount\(8\)\)`,
	"pwrite 返回时没有比磁盘更新的页：内核已经写出了它们，文件系统以 sync 选项挂载时它在调用之内就这样做（mount(8)）。",
	`this file system \((.+)\) has no single page to read: after POSIX_FADV_RANDOM too, (\d+) came for one`,
	"这个文件系统（$1）不能只读一页：在 POSIX_FADV_RANDOM 之后，要一页也读来 $2 页。",
	`the kernel does not say how many datagrams it has dropped: no SO_RXQ_OVFL came with the last`, "内核没有说丢弃了多少数据报：最后一个没有带来 SO_RXQ_OVFL。",
	`the kernel gives no times of what is received and sent here, so what would rest on them is inferred: setsockopt SO_TIMESTAMPING: (.+)`,
	"这里的内核不给出接收和发送的时刻，本应依据它们的都是推断：setsockopt SO_TIMESTAMPING：$1。",
	`the kernel gave no time of the acknowledgement of the last byte sent on (.+) within (.+)`, "在 $2 之内，内核没有给出 $1 上所发最后一个字节得到确认的时刻。",
	`(\w+) \((.+), event (\d+)\): its data are stamped (.+) after (\w+) \((.+), event (\d+)\) had returned`,
	"$1（$2，第 $3 个事件）：其数据的到达时刻比 $5（$6，第 $7 个事件）的返回晚 $4。",
)

// notesOf stand before notes.
var notesOf = heads(
	`sender (\w+): `, "发送方 $1：",
	`on another connection, `, "在另一个连接上，",
)

var looksInChinese = map[string]string{
	"buffer": "缓冲区", "completion queue": "完成队列", "submission queue": "提交队列", "thread state": "线程状态", "page cache": "页缓存", "dirty pages": "脏页",
	"copy": "副本", "dropped": "丢弃的数据报", "flags of the file": "文件的标志", "kernel threads": "内核线程", "pages": "各页", "reply": "答复",
	"threads": "线程", "epolls": " epoll 的个数", "edge-triggered": "边缘触发", "goroutines in Read": "在 Read 中的 goroutine", "deadline": "期限",
}

// seenInChinese has what looks saw and what is said of signals.
var seenInChinese = sayings(
	`read from the channel of signal\.Notify, to which the Go runtime's handler, on the thread that it interrupted, has forwarded it`,
	"从 signal.Notify 的通道中读到：Go 运行时的处理程序在被打断的线程上执行，把它转发到这里",
	`found in the channel of signal\.Notify, to which the Go runtime's handler has forwarded it`, "在 signal.Notify 的通道中看到，由 Go 运行时的处理程序转发",
	`untouched: (\d+) bytes of (\w+)`, "原样：$1 字节都是 $2",
	`holds the data: (\d+) bytes`, "已有数据：$1 字节",
	`in between`, "介于两者之间",
	`(\d+) bytes`, "$1 字节",
	`(\d+) bytes in the socket`, "套接字中有 $1 字节",
	`(\d+) bytes in the pipe`, "管道中有 $1 字节",
	`(\d+) bytes in the socket, not acknowledged`, "套接字中有 $1 字节未得到确认",
	`(\d+) bytes acknowledged, (\d+) not yet sent`, "$1 字节得到确认，$2 字节尚未发出",
	`(\d+) bytes that the peer has not acknowledged`, "对端尚未确认的字节：$1",
	`(\d+) bytes that the peer's kernel has not acknowledged \(tcp\(7\)\)`, "对端内核尚未确认的字节：$1（tcp(7)）",
	`(\d+) bytes to be read`, "可读 $1 字节",
	`(\d+) bytes of the sender's buffer in use: the data that the peer has not read, with what the kernel keeps beside them`,
	"发送方的缓冲区已用 $1 字节：对端尚未读取的数据，以及内核与之一同保存的内容",
	`(\d+) bytes of the kernel's memory hold what has come`, "到来的数据占用内核 $1 字节内存",
	`the receive queue takes (\d+) bytes of memory`, "接收队列占用 $1 字节内存",
	`(\d+) datagrams were received, and (\d+) dropped for want of room, as the kernel counts`, "按内核的计数，收到 $1 个数据报，因没有空间丢弃 $2 个",
	`connections made and not yet accepted: (\d+)`, "已建立、尚未接受的连接：$1",
	`S \(sleeping\), in (\w+)`, "S（睡眠），在 $1 中",
	`S \(asleep\) in system call (\d+)`, "S（睡眠），在 $1 号系统调用中",
	`S \(asleep\) in (\w+)`, "S（睡眠），在 $1 中",
	`S \(asleep\)`, "S（睡眠）",
	`D \(asleep, uninterruptibly\) in system call (\d+)`, "D（不可中断的睡眠），在 $1 号系统调用中",
	`D \(asleep, uninterruptibly\) in (\w+)`, "D（不可中断的睡眠），在 $1 中",
	`D \(asleep, uninterruptibly\)`, "D（不可中断的睡眠）",
	`R \(running\)`, "R（运行）",
	`its kernel thread is awake: no call is needed`, "它的内核线程醒着：不需要调用",
	`its kernel thread sleeps \(IORING_SQ_NEED_WAKEUP\): a call has to wake it`, "它的内核线程在睡眠（IORING_SQ_NEED_WAKEUP）：需要一个调用来唤醒",
	`none of the name (\S+)`, "没有名为 $1 的线程",
	`none whose name begins with (\S+)`, "没有名称以 $1 开头的线程",
	`(\d+) completions in (\d+) looks after the arrival`, "到达之后看 $2 次，有 $1 个完成",
	`(\d+) of (\d+) untouched`, "$2 中有 $1 原样",
	`(\d+) of (\d+) pages resident \((\w+)\)`, "$2 页中有 $1 页驻留（$3）",
	`(\d+) of (\d+) pages resident \((\w+)\): pages ([\d, -]+)`, "$2 页中有 $1 页驻留（$3）：第 $4 页",
	`(\d+) of (\d+) pages resident \((\w+)\), in look (\d+)`, "$2 页中有 $1 页驻留（$3），第 $4 次查看",
	`(\d+) of (\d+), and (\d+) on their way to the disk \(cachestat\)`, "$2 页中有 $1 页，另有 $3 页正在写往磁盘（cachestat）",
	`not known`, "未知",
	`not known: (.+)`, "未知：$1",
	`(\w+) in the buffer, (\w+) in the file`, "缓冲区 $1，文件 $2",
	`O_NONBLOCK set, O_ASYNC set, says F_GETFL`, "F_GETFL：O_NONBLOCK 已设置，O_ASYNC 已设置",
	`O_NONBLOCK set, O_ASYNC not set, says F_GETFL`, "F_GETFL：O_NONBLOCK 已设置，O_ASYNC 未设置",
	`O_NONBLOCK not set, O_ASYNC set, says F_GETFL`, "F_GETFL：O_NONBLOCK 未设置，O_ASYNC 已设置",
	`O_NONBLOCK not set, O_ASYNC not set, says F_GETFL`, "F_GETFL：O_NONBLOCK 未设置，O_ASYNC 未设置",
	`takes it`, "接受",
	`panics: (.+)`, "panic：$1",
	`(\d+) of the process: (.+)`, "进程有 $1 个：$2",
	`(\d+) threads \((\S+)\)`, "$1 个线程（$2）",
	`(\d+) of (\d+) wait \(runtime\.Stack\)`, "$2 个中有 $1 个在等待（runtime.Stack）",
	`(\d+) of (\d+) reads ended with "i/o timeout"`, "$2 次读取中有 $1 次以 “i/o timeout” 结束",
	`the socket's own timeout: (.+)`, "套接字自己的超时：$1",
	`(\d+) among the descriptors of the process \((\S+)\)`, "进程的描述符中有 $1 个（$2）",
	`none of (\d+) is a member of an epoll \((\S+)\)`, "$1 个都不在 epoll 中（$2）",
	`(\d+) of (\d+) with (\S+) \((\S+)\)`, "$2 个中有 $1 个带 $3（$4）",
)

var accessesInChinese = sayings(
	`touch page (\d+)`, "访问第 $1 页",
	`touch pages (\d+) to (\d+)`, "访问第 $1 至 $2 页",
)

var momentsInChinese = sayings(
	`peer sends`, "对端发送",
	`peer ends`, "对端结束",
	`peer resets`, "对端重置",
	`connects`, "建立连接",
	`writes`, "写入",
	`round`, "一轮",
	`(\w+) sends`, "$1 发送",
	`(\w+) is received`, "$1 被收到",
	`(\w+) has its reply`, "$1 收到答复",
	`O_NONBLOCK seen through the original: true`, "从原描述符看到 O_NONBLOCK 已设置",
	`O_NONBLOCK seen through the original: false`, "从原描述符看到 O_NONBLOCK 未设置",
)
