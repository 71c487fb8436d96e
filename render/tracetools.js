// The rows of a trace can be filtered and copied, and say what their words mean.
const words = { thread: "Thread", descriptor: "Descriptor", call: "Call", all: "all", filter: "Rows of this trace", count: "N of M rows", strace: "Copy as strace text", copied: "Copied", notCopied: "Not copied", ...document.body.dataset };
for (const row of document.querySelectorAll(".events tbody > tr")) {
	const heads = row.closest("table").rows[0].cells;
	for (const cell of row.cells) cell.className = heads[cell.cellIndex].className;
}
for (const x of document.querySelectorAll(".events a[href^='#.term.']")) x.title = named(x.hash)?.nextElementSibling.textContent ?? "";
for (const box of document.querySelectorAll(".rows")) {
	const rows = [...box.querySelectorAll("tr[data-event]")];
	const threads = [...box.querySelectorAll("[data-thread]")];
	const laneOf = row => row.dataset.event.split(".")[1];
	const names = {}, errors = {};
	for (const row of rows) {
		// A name is written in full once, then shortened; so is what an error means.
		for (const i of row.querySelectorAll(".call i")) {
			const number = (/\d+ $/.exec(i.previousSibling?.textContent) ?? [""])[0];
			if (!i.textContent.includes("…")) names[number] = i.textContent;
			i.dataset.name = number + (names[number] || i.textContent);
		}
		const meaning = row.querySelector(".ret b ~ small");
		if (meaning) errors[row.querySelector(".ret b").textContent] = meaning.title || meaning.textContent.trim();
	}
	// The line that made a call is marked while the reader is at the call's row.
	for (const [on, ...events] of [[true, "mouseover", "focusin"], [false, "mouseout", "focusout"]]) {
		for (const event of events) box.addEventListener(event, e => {
			const link = e.target.closest("tr")?.querySelector(".line a");
			if (link) document.getElementById(link.hash.slice(1))?.classList.toggle("linked", on);
		});
	}
	const text = (row, part) => { const x = row.querySelector(part); return x ? x.textContent : ""; };
	const filters = [
		[words.thread, row => [laneOf(row)], lane => threads[lane] ? `${threads[lane].textContent} (${threads[lane].dataset.thread})` : lane],
		[words.descriptor, row => [...row.querySelectorAll(".call i")].map(i => i.dataset.name), name => name],
		[words.call, row => [text(row, ".call b")], name => name],
	];
	const bar = document.createElement("div");
	bar.className = "filter tools";
	bar.setAttribute("role", "group");
	bar.setAttribute("aria-label", words.filter);
	const count = document.createElement("output");
	const choices = [];
	const show = () => {
		let n = 0;
		for (const row of rows) {
			row.hidden = !choices.every(([select, of]) => !select.value || of(row).includes(select.value));
			if (!row.hidden) n++;
		}
		const all = n === rows.length && choices.every(([select]) => !select.value);
		if (!all) for (const rest of box.querySelectorAll(".rest")) rest.open = true;
		count.textContent = all ? "" : words.count.replace("N", n).replace("M", rows.length);
	};
	for (const [name, of, label] of rows.length > 5 ? filters : []) {
		const values = [...new Set(rows.flatMap(of))];
		if (values.length < 2) continue;
		const select = document.createElement("select");
		select.add(new Option(words.all, ""));
		for (const v of values) select.add(new Option(label(v), v));
		select.addEventListener("change", show);
		const box = document.createElement("label");
		box.append(name, select);
		bar.append(box);
		choices.push([select, of]);
	}
	bar.append(count);

	// What is shown, as strace -f -T would write it; what is no system call is a comment.
	const units = { ns: 1e-9, "µs": 1e-6, ms: 1e-3, s: 1 };
	const seconds = (s, unit, digits) => (s.replace(/,/g, "").replace("−", "-") * units[unit]).toFixed(digits);
	const line = row => {
		const unit = row.closest(".us") ? "µs" : "ms";
		const at = seconds(text(row, ".time"), unit, unit === "µs" ? 7 : 6);
		const [short, long] = [...row.querySelectorAll("code")].map(code => [...code.childNodes].reduce((s, x) =>
			x.dataset && x.dataset.name ? s.replace(/\d+ $/, "") + x.dataset.name : s + x.textContent, ""));
		const call = long ? short.slice(0, -1) + long.slice(1) : short;
		const errno = row.querySelector(".ret b");
		const ret = errno ? `= -1 ${errno.textContent} (${errors[errno.textContent]})` : text(row, ".ret").replace(/,/g, "");
		const took = text(row, ".took").match(/([\d.]+) (ns|µs|ms|s)/);
		const notes = [...row.querySelectorAll(".call small")].map(x => x.textContent).join("; ");
		const thread = threads[laneOf(row)];
		const start = `${thread ? thread.dataset.thread : laneOf(row)} ${at} `;
		const kind = text(row, ".kind");
		if (row.matches(".signal")) return `${start}--- ${call}${notes && ` {${notes}}`} ---`;
		if (kind) return `# ${start}${kind}: ${call} ${ret} ${notes}`.trimEnd();
		const times = text(row, ".times");
		if (times) return `# ${start}${call} ${ret} ${times}`;
		const duration = took ? ` <${seconds(took[1], took[2], 9).replace(/0{1,3}$/, "")}>` : "";
		return `${start}${call.padEnd(40)} ${ret}${duration}`;
	};
	const strace = () => {
		const lines = ["# from a page of nbrun: times count from the first row, durations have three digits"];
		for (const x of box.querySelectorAll("tr[data-event], .omitted")) {
			if (x.matches("tr")) {
				if (!x.hidden) lines.push(line(x));
			} else lines.push("# " + x.textContent);
		}
		return lines.join("\n") + "\n";
	};
	if (navigator.clipboard) {
		const button = document.createElement("button");
		button.type = "button";
		button.textContent = words.strace;
		button.ariaLive = "polite";
		button.addEventListener("click", async () => {
			try {
				await navigator.clipboard.writeText(strace());
				button.textContent = words.copied;
			} catch {
				button.textContent = words.notCopied;
			}
			setTimeout(() => { button.textContent = words.strace; }, 1500);
		});
		bar.append(button);
	}
	box.querySelector("table").before(bar);
}
