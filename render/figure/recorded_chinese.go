package figure

import (
	"regexp"
	"strings"

	"nbrun/iomodels/trace"
)

// What a record says itself is English: titles, notes, what looks saw, what phases rest
// on. Here are the most common of these sentences in Chinese; the others stay as they are.

// saying is such a sentence, and its Chinese.
type saying struct {
	english *regexp.Regexp
	chinese string
}

func sayings(pairs ...string) []saying {
	var list []saying
	for i := 0; i < len(pairs); i += 2 {
		list = append(list, saying{regexp.MustCompile("^(?:" + pairs[i] + ")$"), pairs[i+1]})
	}
	return list
}

// in returns the Chinese of a text.
func in(list []saying, text string) (string, bool) {
	for _, s := range list {
		if m := s.english.FindStringSubmatchIndex(text); m != nil {
			return string(s.english.ExpandString(nil, s.chinese, text, m)), true
		}
	}
	return text, false
}

var titlesInChinese = sayings(
	`Blocking (\w+) on (.*?)`, "阻塞式 $1（$2）",
	`Non-blocking (\w+) on (.*?)`, "非阻塞式 $1（$2）",
	`(select|poll|epoll|SIGIO|signalfd), then (\w+) on (.*?)`, "先 $1，后 $2（$3）",
	`A real-time signal, then (\w+) on (.*?)`, "先实时信号，后 $1（$2）",
	`io_uring (\w+) on (.*?)`, "io_uring $1（$2）",
	`(Linux|POSIX) AIO on (.*?)`, "$1 AIO（$2）",
	`Two clients served in turn by one blocking thread`, "一个阻塞的线程依次服务两个客户",
	`Two clients served by a blocking thread each`, "两个客户各由一个阻塞的线程服务",
)

// what stands behind the name of a model in its title, by the English
var titleEnds = map[string]string{
	"":                                "",
	", data there before the call":    "，数据先到",
	", data there before the request": "，数据先到",
	", interrupted by a signal":       "，被信号打断",
	", restarted after a signal":      "，信号之后重新进入",
	", with a timeout":                "，带超时",
	", asked in a loop":               "，循环询问",
	", asked now and then":            "，间歇询问",
	", by MSG_DONTWAIT":               "，用 MSG_DONTWAIT",
	", waiting for it":                "，等待完成",
	", emulated":                      "，模拟",
	", by the C library":              "，由 C 库实现",
	", since io_uring was refused":    "，因为 io_uring 被拒绝",
	", since io_uring was refused: io_submit sleeps": "，因为 io_uring 被拒绝：io_submit 睡眠",
}

var transportsInChinese = strings.NewReplacer("a unix socket", "Unix 套接字", "a pipe", "管道")

// modelTitle is a trace's title, in the language where it is known in it.
func (z tongue) modelTitle(title string) string {
	if !z.chinese {
		return title
	}
	for end, chinese := range titleEnds {
		if name, ok := strings.CutSuffix(title, end); ok && !strings.ContainsAny(afterOn(name), ",:") {
			if said, ok := in(titlesInChinese, name); ok {
				return transportsInChinese.Replace(said) + chinese
			}
		}
	}
	return title
}

// afterOn is what a title says of the transport and behind that.
func afterOn(title string) string {
	_, rest, _ := strings.Cut(title, " on ")
	return rest
}

// modelName is the name of a model.
func (z tongue) modelName(model string) string {
	said, ok := map[string]string{
		"blocking": "阻塞式", "nonblocking": "非阻塞式", "signal-driven": "信号驱动式", "linux-aio": "Linux AIO",
		"posix-aio": "POSIX AIO", "posix-aio-emulated": "POSIX AIO（模拟）",
	}[model]
	if !ok || !z.chinese {
		return model
	}
	return said
}

var notesInChinese = sayings(
	trace.BeforeRecord+`, data were sent and thrown away until they came with the kernel's time of arrival \((\d+) times?\)`,
	"记录开始之前，发送的数据被丢弃，直到它们带来内核的到达时刻（$1 次）。",
	`the gate was weaker here: /proc/PID/task/TID/syscall could not be read, so the receiver was seen asleep, but not in which call \(proc_pid_syscall\(5\)\)`,
	"这里的闸门较弱：读不到 /proc/PID/task/TID/syscall，只看到接收线程在睡眠，看不到它在哪个调用中（proc_pid_syscall(5)）。",
	`EMULATED as glibc does: Linux has no POSIX AIO in the kernel.*on a socket gets ESPIPE.*which glibc does not offer\.`,
	"模拟 glibc 的做法：Linux 内核没有 POSIX AIO（aio(7)，NOTES），由进程的一个辅助线程执行阻塞调用，这里由本程序包扮演 glibc 的角色。glibc 的辅助线程先调用 pread，"+
		"在套接字上得到 ESPIPE，再调用 read；这里的辅助线程调用 recvmsg，以便显示到达时刻，并用 eventfd 宣布结束，而 glibc 不提供 eventfd。",
)

// inWords is a note of a record as a sentence in the language, where that is another
// than English and has it.
func (z tongue) inWords(note string) (string, bool) {
	if !z.chinese {
		return "", false
	}
	return in(notesInChinese, note)
}

var looksInChinese = map[string]string{
	"buffer": "缓冲区", "completion queue": "完成队列", "thread state": "线程状态", "page cache": "页缓存", "dirty pages": "脏页",
}

// look is what a look was at.
func (z tongue) look(name string) string {
	if said, ok := looksInChinese[name]; ok && z.chinese {
		return said
	}
	if z.chinese {
		return " " + name
	}
	return name
}

var seenInChinese = sayings(
	`read from the channel of signal\.Notify, to which the Go runtime's handler, on the thread that it interrupted, has forwarded it`,
	"从 signal.Notify 的通道中读到：Go 运行时的处理程序在被打断的线程上执行，把它转发到这里",
	`found in the channel of signal\.Notify, to which the Go runtime's handler has forwarded it`, "在 signal.Notify 的通道中看到，由 Go 运行时的处理程序转发",
	`untouched: (\d+) bytes of (\w+)`, "原样：$1 字节都是 $2",
	`holds the data: (\d+) bytes`, "已有数据：$1 字节",
	`(\d+) bytes in the socket`, "套接字中有 $1 字节",
	`(\d+) bytes in the pipe`, "管道中有 $1 字节",
	`S \(asleep\) in system call (\d+)`, "S（睡眠），在 $1 号系统调用中",
	`S \(asleep\) in (\w+)`, "S（睡眠），在 $1 中",
	`R \(running\)`, "R（运行）",
	`(\d+) completions in (\d+) looks after the arrival`, "到达之后看 $2 次，有 $1 个完成",
	`(\d+) of (\d+) pages resident \((\w+)\)`, "$2 页中有 $1 页驻留（$3）",
)

var momentsInChinese = sayings(
	`(\w+) sends`, "$1 发送",
	`(\w+) has its reply`, "$1 收到答复",
)

// moment is the name of a mark that the program made.
func (z tongue) moment(name string) string {
	if z.chinese {
		name, _ = in(momentsInChinese, name)
	}
	return name
}

// looked is what a look saw.
func (z tongue) looked(note string) string {
	if z.chinese {
		note, _ = in(seenInChinese, note)
	}
	return note
}

var reasonsInChinese = sayings(
	`tx-(\w+) stamp`, "内核的发出时刻（tx-$1）",
	`rx-software stamp`, "内核的到达时刻（rx-software）",
	`the thread slept \((\d+) switch(?:es)?\)`, "线程睡眠过（$1 次切换）",
	`the thread slept \((\d+) switch(?:es)?\), and the call does not wait for data`, "线程睡眠过（$1 次切换），而这个调用不等待数据",
	`the kernel puts no time on data in unix stream sockets`, "内核不为 Unix 流套接字中的数据记录时刻",
	`the kernel puts no time on data in pipes`, "内核不为管道中的数据记录时刻",
	`recvfrom carries no kernel stamp`, "recvfrom 不带内核的时刻",
	`the thread slept, and no kernel stamp lies in the call`, "线程睡眠过，而调用中没有内核的时刻",
	`Linux AIO brings no kernel stamp`, "Linux AIO 不带内核的时刻",
	`the kernel's stamp is in the helper's call`, "内核的时刻在辅助线程的调用中",
	`siginfo: signal\.Notify passes on the number of a signal and not what the kernel said with it`,
	"siginfo：signal.Notify 只转告信号的编号，不转告内核随信号给出的内容",
	`the thread did not sleep`, "线程没有睡眠",
	`a look in vain`, "一次没有看到完成的查看",
	`(\d+) rounds counted`, "数出 $1 轮",
	`the looks before and after it`, "在它之前和之后的查看",
)

// why is what a phase rests on, or the reason why there is none.
func (z tongue) why(text string) string {
	if z.chinese {
		text, _ = in(reasonsInChinese, text)
	}
	return text
}
