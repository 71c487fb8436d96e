package figure

import (
	"strings"

	"nbrun/iomodels/trace"
)

// webWords are the words of a web-request figure in one language.
type webWords struct {
	title      string            // of the schematic edition
	titles     [3]string         // of a cold file, of a cached one, of one that was sent without being read
	stamp      string            // of the schematic edition
	columns    [4]string         // heads
	thread     string            // before the number of a thread
	box        string            // around what is about the file
	what       map[string]string // by the number of a step
	operations [3]operationWords
	phases     map[trace.PhaseName]string
	by         [3]string // by provenance: what a disc's outline means
	from       [3]string // by provenance: before a source
	fills      map[Ink]string
	struck     string // what a text that is struck through means
	hit        string // before the source of a step that the page cache spared
	caption    string
	sketch     string    // the caption of the schematic edition
	step       string    // before the number of a step, in a sentence
	absent     string    // of a step that did not happen, in a sentence
	separators [4]string // in a sentence: before a time, before a provenance, before a text, at the end
	to         string    // between two times, in a sentence
	head       []string  // of the table
	sources    *strings.Replacer
}

// operationWords name what some steps make together: of all of it, when there was no
// waiting, and when there was no copying either.
type operationWords struct{ all, noWait, neither, unsure string }

// webWordsOf returns the words of the language of that tag, English for one that has none.
func webWordsOf(lang string) *webWords {
	if tongueOf(lang).chinese {
		return &webChinese
	}
	return &webEnglish
}

// known says what a step is known from, and how.
func (w *webWords) known(s *webStep) string {
	source := w.sources.Replace(s.source)
	if s.absent && s.n == "5" && s.by == Measured {
		source = w.hit + source
	}
	return w.from[s.by] + source
}

var webEnglish = webWords{
	title:   "A web request in eleven steps",
	titles:  [3]string{"A web request for a file on the disk", "A web request for a file in the page cache", "A web request answered by sendfile"},
	stamp:   "SCHEMATIC",
	columns: [4]string{"CLIENT", "NETWORK, NIC", "KERNEL", "WEB SERVER"},
	thread:  "thread ",
	box:     "disk + page cache",
	what: map[string]string{
		"0": "connect: the two kernels shake hands", "1": "the request is sent", "2": "the packet is handed to the kernel",
		"3": "the socket is found, the server woken", "3b": "recv copies the request out of the socket", "4": "the file is asked for",
		"5": "the disk's driver is asked to read", "6": "the disk is read", "7": "it comes into the page cache; nobody is notified",
		"8": "it is copied to the server's buffer", "9": "an answer is made and a call sends it", "10": "the answer is transmitted",
		"11": "the client's own call copies it out",
	},
	operations: [3]operationWords{
		{"network operation: wait + copy", "", "", ""},
		{"disk operation: wait + copy", "disk operation: copy, no wait", "disk operation: no wait, no copy to the server", "disk operation: copy; a wait for the disk was not measured"},
		{"send operation: copy, then wait", "send operation: copy", "send operation: no copy from a buffer of the server", ""},
	},
	by:     [3]string{"measured", "inferred", "schematic"},
	from:   [3]string{"", "inferred from ", "schematic; "},
	fills:  map[Ink]string{Wait: "waiting for data", Idle: "off the processor", Copy: "delivery, wake-up, copy"},
	struck: "grey, struck through: did not happen in this run",
	hit:    "page cache hit: ",
	caption: "The steps are numbered from 1 to 11, 0 and 3b are what such lists leave out. Each begins at its disc. " +
		"Times count from the client's send and say within what a step happened; heights say nothing of them, and steps overlap.",
	sketch: "Schematic: it is of no run, and nothing in it was measured. The steps are numbered from 1 to 11, " +
		"0 and 3b are what such lists leave out. When the page cache has the file, steps 5 to 7 do not happen.",
	step:       "Step ",
	absent:     "did not happen",
	separators: [4]string{", ", ", ", ": ", "."},
	to:         " to ",
	head:       []string{"step", "what", "within", "known", "from", "evidence"},
	sources:    strings.NewReplacer(),
}

var webChinese = webWords{
	title:   "Web 请求的十一步",
	titles:  [3]string{"Web 请求：文件在磁盘上", "Web 请求：文件在页缓存中", "Web 请求：用 sendfile 应答"},
	stamp:   "示意",
	columns: [4]string{"客户端", "网络、网卡", "内核", "Web 服务器"},
	thread:  "线程 ",
	box:     "磁盘 + 页缓存",
	what: map[string]string{
		"0": "connect：两个内核完成握手", "1": "发送请求", "2": "数据包交给内核", "3": "找到套接字，唤醒服务器",
		"3b": "recv 把请求从套接字复制出来", "4": "请求文件", "5": "请磁盘驱动程序读取", "6": "读磁盘",
		"7": "数据进入页缓存；不通知任何进程", "8": "复制到服务器的缓冲区", "9": "生成响应，由一个调用发送", "10": "发送响应",
		"11": "客户端自己的调用把响应复制出来",
	},
	operations: [3]operationWords{
		{"网络操作：等待 + 复制", "", "", ""},
		{"磁盘操作：等待 + 复制", "磁盘操作：复制，无等待", "磁盘操作：无等待，不复制到服务器", "磁盘操作：复制；是否等待磁盘未测量"},
		{"发送操作：先复制，后等待", "发送操作：复制", "发送操作：不从服务器的缓冲区复制", ""},
	},
	phases: map[trace.PhaseName]string{
		trace.PhaseWait: "等待数据", trace.PhaseWakeCopy: "递交、唤醒、复制", trace.PhaseCopy: "复制",
		trace.PhaseOff: "不在处理器上", trace.PhaseRoom: "等待缓冲区空间",
	},
	by:     [3]string{"实测", "推断", "示意"},
	from:   [3]string{"", "推断自 ", "示意；"},
	fills:  map[Ink]string{Wait: "等待数据", Idle: "不在处理器上", Copy: "递交、唤醒、复制"},
	struck: "灰色、删除线：本次运行中没有发生",
	hit:    "页缓存命中：",
	caption: "步骤编号为 1 到 11；0 和 3b 是这类列表通常略去的。每一步从它的圆圈开始。" +
		"时间从客户端发送起计，表示该步骤发生在其间；高度不表示时间，步骤会重叠。",
	sketch: "示意图：不属于任何一次运行，图中没有实测数据。步骤编号为 1 到 11；0 和 3b 是这类列表通常略去的。" +
		"文件已在页缓存中时，第 5 至 7 步不发生。",
	step:       "步骤 ",
	absent:     "没有发生",
	separators: [4]string{"，", "，", "：", "。"},
	to:         " 至 ",
	head:       []string{"步骤", "内容", "时间", "依据", "来源", "证据"},
	sources: strings.NewReplacer("loopback: no NIC in this run", "环回：本次运行没有网卡", " bytes read ", " 字节读取", " stamps", " 时间戳", " stamp", " 时间戳",
		" bytes (", " 字节 (", "no call reads the file", "没有调用读取文件", " before ", " 先于 ", " pages", " 页", " before", "，此前", "not measured", "未测量", ", then ", "，然后 ", " of ", " / ", ", ", "、"),
}
