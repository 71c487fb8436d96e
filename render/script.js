"use strict";
// All of this is convenience: the page says everything without it.

// A mark in a figure and the row of its event point at each other.
const of = target => target.closest && target.closest("[data-event]");
const set = (name, on) => {
	for (const x of document.querySelectorAll(`[data-event="${name}"]`)) x.classList.toggle("linked", on);
};
for (const [begin, end] of [["mouseover", "mouseout"], ["focusin", "focusout"]]) {
	document.addEventListener(begin, e => { const x = of(e.target); if (x) set(x.dataset.event, true); });
	document.addEventListener(end, e => { const x = of(e.target); if (x) set(x.dataset.event, false); });
}

// Of a figure's marks one takes the focus; the arrow keys move it to the others.
for (const svg of document.querySelectorAll("svg")) {
	const marks = [...svg.querySelectorAll("[tabindex]")];
	svg.addEventListener("keydown", e => {
		const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[e.key];
		const next = step && marks[marks.indexOf(e.target) + step];
		if (!next) return;
		e.preventDefault();
		e.target.setAttribute("tabindex", "-1");
		next.setAttribute("tabindex", "0");
		next.focus();
	});
}

// A button to copy each piece of code, where the browser has a clipboard to give.
if (navigator.clipboard) {
	const { copy = "Copy", copied = "Copied", notCopied = "Not copied" } = document.body.dataset;
	for (const listing of document.querySelectorAll(".listing")) {
		const button = document.createElement("button");
		button.type = "button";
		button.className = "copy";
		button.textContent = copy;
		button.addEventListener("click", async () => {
			try {
				await navigator.clipboard.writeText(listing.querySelector("code").textContent + "\n");
				button.textContent = copied;
			} catch {
				button.textContent = notCopied;
			}
			setTimeout(() => { button.textContent = copy; }, 1500);
		});
		listing.append(button);
	}
}

// In the contents, the section that is being read is marked.
const entries = [...document.querySelectorAll(".toc.aside a")];
const sections = entries.map(a => document.getElementById(decodeURIComponent(a.hash.slice(1))));
let current;
const follow = () => {
	const above = sections.filter(x => x && x.getBoundingClientRect().top < innerHeight / 4);
	const ended = scrollY > 0 && scrollY + innerHeight > document.documentElement.scrollHeight - 2;
	const next = entries[ended ? entries.length - 1 : sections.indexOf(above.at(-1))];
	if (next === current) return;
	current?.removeAttribute("aria-current");
	next?.setAttribute("aria-current", "true");
	current = next;
	if (!next) return;
	const box = next.closest(".toc"), frame = box.getBoundingClientRect(), at = next.getBoundingClientRect();
	if (at.top < frame.top || at.bottom > frame.bottom) box.scrollTop += at.top - frame.top - frame.height / 2;
};
if (entries.length) {
	let waiting = false;
	addEventListener("scroll", () => {
		if (waiting) return;
		waiting = true;
		requestAnimationFrame(() => { waiting = false; follow(); });
	}, { passive: true });
	addEventListener("resize", follow);
	follow();
}
