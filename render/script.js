"use strict";
// All of this is convenience: the page says everything without it.

// Marks and rows have the name of their event, if not so then in what they link to or
// are linked by: #row.NAME.
for (const x of document.querySelectorAll("a.mark, tr[id^='row.']")) x.dataset.event ??= (x.id || x.getAttribute("href")).replace(/^#?row\./, "");

// A mark in a figure and the row of its event point at each other, as long as one of
// them has the pointer or the focus.
const pointed = {};
const link = (by, target) => {
	pointed[by] = target?.closest?.("[data-event]")?.dataset.event;
	for (const x of document.querySelectorAll(".linked")) x.classList.remove("linked");
	for (const name of Object.values(pointed)) {
		if (name) for (const x of document.querySelectorAll(`[data-event="${name}"]`)) x.classList.add("linked");
	}
};
document.addEventListener("mouseover", e => link("pointer", e.target));
document.addEventListener("mouseout", e => link("pointer", e.relatedTarget));
document.addEventListener("focusin", e => link("focus", e.target));
document.addEventListener("focusout", e => link("focus", e.relatedTarget));

// Of a figure's marks one is a tab stop; the arrow keys, Home and End lead to the
// others. (The document listens: some browsers give the focus to a drawing that does.)
const marksOf = x => [...x.closest("svg").querySelectorAll(".mark")];
const stop = (marks, one) => { for (const x of marks) x.setAttribute("tabindex", x === one ? "0" : "-1"); };
for (const svg of document.querySelectorAll("svg.figure")) {
	const marks = [...svg.querySelectorAll(".mark")];
	stop(marks, marks[0]);
}
document.addEventListener("focusin", e => { if (e.target.matches("svg .mark")) stop(marksOf(e.target), e.target); });
document.addEventListener("keydown", e => {
	if (!e.target.matches?.("svg .mark") || e.ctrlKey || e.altKey || e.metaKey) return;
	const marks = marksOf(e.target), at = marks.indexOf(e.target), last = marks.length - 1;
	const next = { ArrowDown: at + 1, ArrowRight: at + 1, ArrowUp: at - 1, ArrowLeft: at - 1, Home: 0, End: last }[e.key];
	if (next === undefined) return;
	e.preventDefault();
	marks[Math.min(Math.max(next, 0), last)].focus();
});

// What a link leads to is unfolded: not every browser does so, and none unfolds a box
// that is itself what the link names.
const unfold = x => { for (; x; x = x.parentElement) if (x.tagName === "DETAILS") x.open = true; };
const named = hash => {
	try { return document.getElementById(decodeURIComponent(hash.slice(1))); } catch { return null; }
};
document.addEventListener("click", e => unfold(named(e.target.closest("a[href^='#']")?.hash ?? "")));
const start = named(location.hash), shown = start?.checkVisibility?.(); // which browsers before 2024 may lack
unfold(start);
if (!shown) start?.scrollIntoView();

// What a note says is told where it is asked for, too.
for (const x of document.querySelectorAll("a.footnote-ref")) x.title = named(x.hash)?.innerText.replace(/\s*↩.*/s, "") ?? "";

// A mark leads to its row, wherever that is folded away, and the focus with it. Escape
// leads back, from a row that was clicked on too.
let from;
const enter = row => {
	unfold(row);
	row.setAttribute("tabindex", "-1");
	row.focus({ preventScroll: true });
};
document.addEventListener("click", e => {
	const mark = e.target.closest("a.mark"), row = e.target.closest("tr[data-event]");
	if (mark) {
		from = mark;
		const to = named(mark.getAttribute("href"));
		enter(to);
		to.scrollIntoView({ block: "center" });
		e.preventDefault();
	} else if (row && !e.target.closest("a, button, summary") && getSelection().isCollapsed) {
		enter(row);
	}
});
document.addEventListener("keydown", e => {
	const row = e.key === "Escape" && e.target.closest?.("tr[data-event]");
	if (!row) return;
	const name = row.dataset.event;
	const marks = [...document.querySelectorAll(`svg .mark[data-event="${name}"]`)].filter(x => x.checkVisibility());
	(marks.find(x => x === from) ?? marks[0])?.focus();
});

// A button to copy each piece of code, where the browser has a clipboard to give.
if (navigator.clipboard) {
	const { copy = "Copy", copied = "Copied", notCopied = "Not copied" } = document.body.dataset;
	for (const listing of document.querySelectorAll(".listing")) {
		const button = document.createElement("button");
		button.type = "button";
		button.className = "copy";
		button.textContent = copy;
		button.ariaLive = "polite";
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

// A box that has nothing to scroll is no tab stop.
const boxes = new ResizeObserver(seen => {
	for (const { target: x } of seen) {
		if (x.scrollWidth > x.clientWidth || x.scrollHeight > x.clientHeight) x.setAttribute("tabindex", "0");
		else x.removeAttribute("tabindex");
	}
});
for (const x of document.querySelectorAll(":is(.code, .scroll, .canvas)[tabindex]")) boxes.observe(x);

// In the contents, the section that is being read is marked.
const entries = [...document.querySelectorAll(".toc.aside a")];
const sections = entries.map(a => named(a.hash));
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
