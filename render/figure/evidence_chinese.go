package figure

import "regexp"

// evidenceInChinese has what the steps of a web request rest on, part by part. What a
// look saw is one of them, and why something is not known another.
var evidenceInChinese = sayings(
	`connect returned before (\w+) was called`, "connect 返回早于 $1 的调用",
	`connect returned`, "connect 已返回",
	`the server was in (\w+)`, "服务器在 $1 中",
	`([\w ×]+) took the last of (\d+) bytes`, "$1 收下 $2 字节中的最后一个",
	`([\w ×]+) of (\d+) bytes`, "$1 共 $2 字节",
	`the kernel stamped when it handed them to the packet scheduler and to the device`, "内核记录了交给分组调度器和设备的时刻",
	`what the card and its driver do shows in no call of the program`, "网卡及其驱动程序所做的，程序的任何调用都看不到",
	`the loopback interface has no network card: the sending call runs the receiving side too`, "环回接口没有网卡：接收一侧也由发送的调用执行",
	`the loopback interface has no network card: the sending call runs the receiving side too, and the (\S+) stamp lies within the client's (\w+)`,
	"环回接口没有网卡：接收一侧也由发送的调用执行，而内核的时刻（$1）在客户端的 $2 之内",
	`(\S+) stamp of the arrival \(± (.+)\)`, "内核的到达时刻（$1，± $2）",
	`the thread slept in (\w+) \((\d+) voluntary context switch(?:es)?\) and came back`, "线程在 $1 中睡眠过（$2 次主动切换），然后返回",
	`nobody had to be woken: the thread did not sleep in (\w+)`, "不必唤醒任何线程：线程没有在 $1 中睡眠",
	`that (\w+) returned`, "$1 已返回",
	`([\w ×]+) returned (\d+) bytes`, "$1 返回 $2 字节",
	`([\w ×]+) brought (\d+) bytes`, "$1 带来 $2 字节",
	`its kernel acknowledged the last byte \(tx-ack\)`, "它的内核确认了最后一个字节（tx-ack）",
	`no stamps of what was sent`, "没有发出的时刻",
	`the client received it`, "客户端收到了",
	`stamps of the last byte: handed to the packet scheduler \(tx-sched\), and to the device \(tx-software\)`, "最后一个字节的时刻：交给分组调度器（tx-sched），交给设备（tx-software）",
	`stamps of the last byte: handed to the packet scheduler \(tx-sched\), and to the device \(tx-software\), which is lo and no card`,
	"最后一个字节的时刻：交给分组调度器（tx-sched），交给设备（tx-software），设备是 lo，不是网卡",
	`what the client did was not recorded`, "没有记录客户端的行为",
	`(\w+), then (\w+)`, "先 $1，后 $2",
	`(\d+) bytes were asked of a device for the thread in ([\w ×]+) \(ru_inblock: (\d+) blocks of 512\)`, "为线程在 $2 中向设备要了 $1 字节（ru_inblock：$3 个 512 字节的块）",
	`(\d+) bytes were asked of a device for the thread in ([\w ×]+) \(read_bytes in (\S+)\)`, "为线程在 $2 中向设备要了 $1 字节（$3 中的 read_bytes）",
	`nothing was asked of a device for the thread in ([\w ×]+) \(ru_inblock: (\d+) blocks of 512\)`, "没有为线程在 $1 中向设备要任何数据（ru_inblock：$2 个 512 字节的块）",
	`nothing was asked of a device for the thread in ([\w ×]+) \(read_bytes in (\S+)\)`, "没有为线程在 $1 中向设备要任何数据（$2 中的 read_bytes）",
	`the (\d+) bytes that were asked for came`, "所要的 $1 字节到来了",
	`what the device did shows in no call`, "设备所做的，任何调用都看不到",
	`(\d+) of (\d+) pages were in the page cache before`, "此前 $2 页中有 $1 页在页缓存中",
	`in the page cache: (\d+) of (\d+) pages before, (\d+) of \d+ pages after`, "页缓存中，$2 页里此前有 $1 页，此后有 $3 页",
	`(\d+) of (\d+) pages were there before`, "此前 $2 页中已有 $1 页",
	`(\d+) of (\d+) pages before, (\d+) of \d+ pages after`, "$2 页里此前有 $1 页，此后有 $3 页",
	`the thread slept in (\w+), and was woken there`, "线程在 $1 中睡眠，并在那里被唤醒",
	`they were there before, as no device was asked for them`, "它们早已在那里，因为没有向设备要",
	`([\w ×]+) returned them`, "$1 返回了它们",
	`the page cache was not seen`, "没有查看页缓存",
	`sendfile took (\d+) bytes, and no call of the server reads the file`, "sendfile 取走 $1 字节，服务器没有调用读取文件",
	`with at most (.+) of the processor`, "处理器时间最多 $1",
)

// evidenceOf stand before what a look saw, or why something is not known.
var evidenceOf = heads(
	`TCP_INFO of the listener between them: `, "其间监听套接字的 TCP_INFO：",
	`when it had returned: `, "返回之后：",
	`no stamp: `, "没有时刻：",
	`not measured: `, "未测量：",
)

// severalTimes is how English says that a call was made again and again.
var severalTimes = regexp.MustCompile(`(\w+), (\d+) times,`)

// evidence is what a step rests on.
func (z tongue) evidence(text string) string {
	if said, ok := evidenceWords(text); ok && z.chinese {
		return said
	}
	return text
}

func evidenceWords(text string) (string, bool) {
	text = severalTimes.ReplaceAllString(text, "$1 × $2")
	return partsInChinese(text, evidenceOf, evidenceInChinese, seenInChinese, reasonsInChinese)
}
