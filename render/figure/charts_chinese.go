package figure

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"nbrun/iomodels/trace"
)

// tongue is the language that a chart speaks. What a record says itself, such as the
// names of lines and the reasons why something was not measured, stays as it is.
type tongue struct{ chinese bool }

// tongueOf returns that of a language tag: Chinese in simplified letters, or English.
func tongueOf(lang string) tongue {
	tag := strings.ToLower(lang)
	return tongue{tag == "zh" || tag == "zh-cn" || tag == "zh-sg" || strings.HasPrefix(tag, "zh-hans")}
}

func (z tongue) lang() string {
	if z.chinese {
		return "zh-Hans"
	}
	return ""
}

// say returns a text of the chart's own in its language.
func (z tongue) say(english string, args ...any) string {
	text := english
	if said := cmp.Or(chartsInChinese[english], lanesInChinese[english], threadsInChinese[english]); said != "" && z.chinese {
		text = said
	}
	if len(args) == 0 {
		return text
	}
	text = fmt.Sprintf(text, args...)
	if z.chinese && strings.Contains(text, " ") && !slices.ContainsFunc(args, isSpaced) {
		text = betweenHan.ReplaceAllString(text, "$1$2")
	}
	return text
}

// betweenHan is a space that there is for Latin letters, where none came to stand.
var betweenHan = regexp.MustCompile(`(\p{Han}) (\p{Han})`)

// isSpaced reports whether a text has such a space of its own, which is left.
func isSpaced(arg any) bool {
	text, ok := arg.(string)
	return ok && betweenHan.MatchString(text)
}

// tell makes sentences of texts without their full stops.
func (z tongue) tell(texts []string) string {
	stop, space := ".", " "
	if z.chinese {
		stop, space = "。", ""
	}
	var s []string
	for _, text := range texts {
		s = append(s, strings.TrimSuffix(text, ".")+stop)
	}
	return strings.Join(s, space)
}

// list joins what is on one level.
func (z tongue) list(texts []string) string {
	if z.chinese {
		return strings.Join(texts, "，")
	}
	return strings.Join(texts, ", ")
}

// reasons joins what is told of one thing.
func (z tongue) reasons(texts []string) string {
	if z.chinese {
		return strings.Join(texts, "；")
	}
	return strings.Join(texts, "; ")
}

// table is a table with its head in the language.
func (z tongue) table(rows [][]string) [][]string {
	if len(rows) == 0 || !z.chinese {
		return rows
	}
	var head []string
	for _, text := range rows[0] {
		head = append(head, z.say(text))
	}
	return append([][]string{head}, rows[1:]...)
}

// phase is the name of a phase.
func (z tongue) phase(name trace.PhaseName) string { return z.say(string(name)) }

// chartsInChinese has what charts say, by the English.
var chartsInChinese = map[string]string{
	"%s: %s":        "%s：%s",
	"not measured":  "未测量",
	"constant":      "不变",
	"%s (emulated)": "%s（模拟）",
	"%s (helper)":   "%s（辅助线程）",
	"System calls":  "系统调用",
	"watched":       "监视",
	"active":        "就绪",
	"trace":         "运行",
	"phase":         "阶段",
	"times":         "次数",
	"length":        "时长",
	"evidence":      "依据",
	"asleep":        "睡眠",
	"%d to %d":      "%d 至 %d",
	"With %.0f %s":  "%[2]s %.0[1]f 个时",

	// How things grow.
	"median duration of a round, %d active":                       "每轮耗时的中位数，%d 个就绪",
	"median duration of a round, %d watched":                      "每轮耗时的中位数，监视 %d 个",
	"more threads than before":                                    "比之前增加的线程数",
	"more resident memory of the process than before":             "进程比之前增加的驻留内存",
	"descriptors watched":                                         "被监视的描述符数",
	"active descriptors":                                          "就绪的描述符数",
	"descriptors waited for":                                      "所等待的描述符数",
	"duration of a round":                                         "每轮的耗时",
	"duration of a round by active ones":                          "每轮的耗时，按就绪的个数",
	"threads":                                                     "线程",
	"resident memory":                                             "驻留内存",
	"A marker is the median of %s rounds":                         "每个标记是 %s 轮的中位数",
	"A marker is one round":                                       "每个标记是一轮",
	"A call that does nothing takes %s, recording included":       "什么也不做的调用需要 %s，其中含记录的开销",
	"Zero, and less, has no place on the scale and lies below it": "零及以下在刻度上没有位置，画在刻度之下",
	"From %.0f on %s is beyond %s":                                "从 %.0f 个起，%s 超出 %s",
	"%s ends at %.0f: %s":                                         "%s 止于 %.0f：%s",
	"%s ends at %.0f: it was not asked for more":                  "%s 止于 %.0f：没有要求更多",
	"%s is not measured here":                                     "%s 在这里未测量",
	"%s is not measured: %s":                                      "%s 未测量：%s",
	"Not measured beyond %.0f, to %d: %s":                         "%.0f 以上至 %d 未测量：%s",
	"the upright stroke through it goes from what a tenth of them took to what nine tenths did":                        "穿过它的竖线从十分之一的轮次所用的时间到十分之九的轮次所用的时间",
	"Both axes are logarithmic; the grey lines are what stays constant and what grows with the number":                 "两轴都是对数刻度；灰线表示保持不变的和随数目增长的",
	"Points with other numbers of active descriptors, %d, are in the table only":                                       "就绪个数不同的 %d 个点只在表中",
	"From %.0f on %s is beyond %s, a limit of the programming interface that the kernel does not know (* in the data)": "从 %.0f 个起，%s 超出 %s：这是编程接口的限制，内核并不知道它（数据中的 *）",

	// Phases side by side.
	"Phases: %s":              "各阶段：%s",
	"Phases of %d runs":       "%d 次运行的各阶段",
	"no phase was told apart": "没有可以区分的阶段",
	"The axis of time is logarithmic and begins at %s: each power of ten is as long, and a bar twice as long is not twice the time": "时间轴是对数刻度，从 %s 开始：每个十倍一样长，两倍长的条不是两倍的时间",
	"A dashed end is an upper bound":                                    "虚线的末端是上限",
	"Phases of one name are added up: × says how many":                  "同名的阶段加在一起：× 表示有多少个",
	"What took 0 ns by the clock has no bar":                            "按时钟用了 0 ns 的没有条",
	"An empty bar is a call's time that is not split":                   "空白的条是一个调用未加区分的时间",
	"Emulated: a thread of the program plays the part of the mechanism": "模拟：程序的一个线程扮演这一机制",
	"%s: a thread of the program plays the part of the mechanism":       "%s：程序的一个线程扮演这一机制",

	string(trace.PhaseWait):     "等待数据",
	string(trace.PhaseNews):     "等待新消息",
	string(trace.PhaseBuffered): "留在内核的缓冲区",
	string(trace.PhaseQueued):   "在套接字中，尚未复制",
	string(trace.PhaseCopy):     "复制",
	string(trace.PhaseWakeCopy): "递交、唤醒、复制",
	string(trace.PhaseSeen):     "直到看见（复制在其中）",
	string(trace.PhaseWake):     "递交、唤醒",
	string(trace.PhaseOff):      "不在处理器上",
	string(trace.PhaseFault):    "缺页",
	string(trace.PhaseRoom):     "等待缓冲区空间",
	string(trace.PhaseSpin):     "空转",
	string(trace.PhaseWork):     "自己的工作",
	string(trace.PhaseSubmit):   "提交",
	string(trace.PhaseFlight):   "进行中",
	string(trace.PhaseCall):     "在调用中",

	// Blocked time against processor time.
	"Blocked time and processor time":        "阻塞时间与处理器时间",
	"processor time in the calls":            "各调用用去的处理器时间",
	"asleep in the calls":                    "在各调用中睡眠的时间",
	"asleep %s, CPU %s":                      "睡眠 %s，CPU %s",
	"%s is not drawn: %s":                    "%s 没有画出：%s",
	"A measured 0 lies outside of the scale": "测得的 0 在刻度之外",
	"Both axes are logarithmic. Both times are upper bounds: of the sleep, since a thread that was woken may wait for a processor; of the processor's time, since reading the thread's clock counts in it": "两轴都是对数刻度。两个时间都是上限：睡眠时间，因为被唤醒的线程可能还在等处理器；处理器时间，因为读线程时钟的开销算在其中",
	"The program's own work is in neither": "程序自己的工作不在其中",

	// Three questions to runs.
	"Three questions to one run":                  "向一次运行提三个问题",
	"Three questions to %d runs":                  "向 %d 次运行提三个问题",
	"in a call of its own: synchronous":           "在自己的调用中：同步",
	"in none of its own: asynchronous":            "不在自己的调用中：异步",
	"told of nothing":                             "没有通知",
	"told of readiness":                           "就绪通知",
	"told of completion":                          "完成通知",
	"awake":                                       "未睡眠",
	"not known":                                   "未知",
	"whether asleep is not known":                 "是否睡眠未知",
	"%d %% asleep":                                "睡眠 %d %%",
	"the bytes moved in its %s":                   "数据在自己的 %s 中移动",
	"the bytes moved in no call of its own":       "数据不在自己的调用中移动",
	"no bytes came":                               "没有数据到来",
	"%s has no place: %s":                         "%s 没有位置：%s",
	"where the bytes moved":                       "数据在何处移动",
	"told of":                                     "得到的通知",
	"by":                                          "依据",
	"whether the thread slept in %s is not known": "线程是否在 %s 中睡眠未知",
	"complete at the first look after %s; whether that call moved the bytes is not known":                                                                                 "%s 之后第一次查看时已经完成；数据是否由该调用移动未知",
	"Synchronous and asynchronous are meant as Stevens means them, by whether a call of the program's own moved the bytes":                                                "同步与异步按 Stevens 的含义：看数据是否由程序自己的调用移动",
	"Each mark is a run, where its record puts it. Asleep: for at least half of the time that its data took, the program was off the processor in calls that it slept in": "每个标记是一次运行，位置由其记录决定。睡眠：在数据所用的时间里，程序至少有一半因在调用中睡眠而不在处理器上",

	// Pages in the page cache.
	"Pages of a file in the page cache":         "页缓存中的文件页",
	"page %d":                                   "第 %d 页",
	"%d of %d pages":                            "%d / %d 页",
	" (count)":                                  "（计数）",
	"⋮ %d looks not shown":                      "⋮ 省略 %d 次查看",
	"⋮ %s calls not shown":                      "⋮ 省略 %s 次调用",
	"pages in the page cache":                   "在页缓存中的页",
	"how many; which they are was not recorded": "有多少页；未记录是哪些页",
	"none":                                  "无",
	"all":                                   "全部",
	"not recorded":                          "未记录",
	"%d looks are not shown":                "省略 %d 次查看",
	"request %s":                            "请求 %s",
	"Then %s":                               "然后 %s",
	"At %s %s in the page cache (%s)":       "%s 时 %s在页缓存中（%s）",
	"; which, was not recorded":             "；未记录是哪些页",
	"time":                                  "时间",
	"done before":                           "之前的调用",
	"in the page cache":                     "在页缓存中",
	"which":                                 "哪些页",
	"seen by":                               "依据",
	"Times count from a trace's first look": "时间从第一次查看起计",
	"A strip is the file from its first page to its last, as one look at the page cache saw it; between two looks, what was called meanwhile": "每条是文件从第一页到最后一页在一次查看页缓存时的样子；两次查看之间是其间的调用",
	"A part of a strip stands for several pages, and is filled as high as they are resident":                                                  "条的每一部分代表若干页，填充的高度是其中驻留的份额",

	"A recorded call of the server that does nothing takes %s.": "记录服务器一次什么也不做的调用需要 %s。",

	// How much lay in the kernel.
	"Bytes in the kernel: %s":                                     "内核中的字节数：%s",
	"bytes in the kernel, after each call":                        "每次调用之后内核中的字节数",
	"⋮ %d rows not shown":                                         "⋮ 省略 %d 行",
	"→ is where a call begins that others return in the midst of": "→ 表示一个调用的开始，在它进行之中有别的调用返回",
	"in the kernel":                                               "在内核中",
	"perhaps: a call was under way":                               "可能：有调用正在进行",
	"a wait reported":                                             "等待调用报告了就绪",
	"the answer was: not now":                                     "回答：现在没有",
	"%s to %s":                                                    "%s 至 %s",
	"At %s %s, %s: %s bytes":                                      "%s 时 %s，%s：%s 字节",
	"call":                                                        "调用",
	"bytes in the kernel":                                         "内核中的字节数",
	"what calls returned":                                         "各调用的返回值",
	"what a look saw":                                             "一次查看所见",
	"what calls returned, and one under way":                      "各调用的返回值，有一个正在进行",
	"Derived from what calls returned: bytes written less bytes read, after each return":                "由各调用的返回值推出：每次返回之后，写入的字节数减去读出的字节数",
	"Time runs down, a row for each; rows are as high as each other, however long it took":              "时间向下，每次返回一行；不论用了多久，各行一样高",
	"Of a call under way it is not known how much it has moved: the level lies within the dashed frame": "正在进行的调用已经传送了多少并不知道：数量在虚线框之内",
	"SIOCINQ is a look at what the reader's side holds":                                                 "SIOCINQ 是对读取一方所存数据的一次查看",
	"A datagram that the kernel dropped would be counted as if it lay there":                            "被内核丢弃的数据报也会被算作还在其中",
	"It is the buffers of both ends and what is between them":                                           "包括两端的缓冲区以及两者之间的数据",
	"Other buffers that bytes went through, not drawn: %d":                                              "另有 %d 个有数据通过的缓冲区没有画出",
}
