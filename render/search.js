"use strict";
// Search in the texts of a book's pages, which the page holds.
{
	const form = document.getElementById(".search"), input = form.querySelector("input");
	const status = form.querySelector("[role=status]"), list = form.querySelector("ol");
	const pages = JSON.parse(document.getElementById(".texts").textContent);
	const most = 20;

	// What was asked, as patterns: words are found by how they begin; Chinese, which has
	// no spaces, by each two letters that follow each other.
	const cjk = "\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}";
	const pattern = text => text.replace(/[\\^$.*+?()[\]{}|\/]/g, "\\$&");
	const terms = query => {
		const found = new Set();
		for (const [run] of query.normalize("NFKC").matchAll(new RegExp(`[${cjk}]+|[^\\s${cjk}]+`, "gu"))) {
			const letters = [...run];
			if (!new RegExp(`[${cjk}]`, "u").test(run)) {
				if (/[\p{L}\p{N}]/u.test(run)) found.add("(?<![\\p{Script=Latin}\\p{Script=Cyrillic}\\p{Script=Greek}\\p{N}_])" + pattern(run));
			} else if (letters.length < 3) {
				found.add(run);
			} else {
				for (let i = 0; i + 1 < letters.length; i++) found.add(letters[i] + letters[i + 1]);
			}
		}
		return [...found].map(source => new RegExp(source, "giu"));
	};
	const times = (text, term) => (text.match(term) || []).length;

	// How well a section answers, 0 when a term is neither in it nor in its page's title.
	const rank = (page, [, title, text], wanted) => {
		let sum = 0, own = false;
		for (const term of wanted) {
			const here = 10 * times(title, term) + Math.min(times(text, term), 5);
			if (!here && !times(page.s[0][1], term)) return 0;
			own ||= here > 0;
			sum += here;
		}
		return own ? sum : 0;
	};

	// A piece of the text around the first term, with all terms marked.
	const excerpt = (text, wanted) => {
		const first = Math.min(...wanted.map(term => { const at = text.search(term); return at < 0 ? Infinity : at; }));
		let from = first === Infinity ? 0 : Math.max(0, first - 60);
		if (from > 0) from = text.indexOf(" ", from) < first && text.indexOf(" ", from) >= 0 ? text.indexOf(" ", from) + 1 : from;
		const to = from + (new RegExp(`[${cjk}]{8}`, "u").test(text.slice(from, from + 90)) ? 90 : 180);
		let part = text.slice(from, to).replace(/[\uD800-\uDBFF]$|^[\uDC00-\uDFFF]/g, "");
		if (to < text.length) part = part.replace(/[\w'-]{1,20}$/, "").trimEnd();
		const marked = new RegExp(wanted.map(term => term.source).join("|"), "giu"), out = [];
		let last = 0;
		for (const hit of part.matchAll(marked)) {
			const mark = document.createElement("mark");
			mark.textContent = hit[0];
			out.push(part.slice(last, hit.index), mark);
			last = hit.index + hit[0].length;
		}
		out.push(part.slice(last));
		return [from > 0 ? "…" : "", ...out, to < text.length ? "…" : ""];
	};

	const entry = (page, [anchor, title, text], wanted) => {
		const item = document.createElement("li"), link = document.createElement("a"), about = document.createElement("p");
		if (page.l) item.lang = page.l;
		link.href = page.f + (anchor && "#" + encodeURIComponent(anchor));
		link.textContent = page.s[0][1] + (anchor && " › " + title);
		about.append(...excerpt(text, wanted));
		item.append(link, about);
		return item;
	};

	const answer = () => {
		const wanted = terms(input.value), hits = [];
		if (wanted.length) for (const page of pages) for (const section of page.s) {
			const sum = rank(page, section, wanted);
			if (sum) hits.push([sum, page, section]);
		}
		hits.sort((a, b) => b[0] - a[0]);
		list.replaceChildren(...hits.slice(0, most).map(([, page, section]) => entry(page, section, wanted)));
		const n = hits.length, say = form.dataset;
		status.textContent = !wanted.length ? "" : !n ? say.none : n === 1 ? say.one : (n > most ? say.more : say.many).replace("#", n);
		// The question stays in the address, for the way back.
		history.replaceState(null, "", input.value ? "#q=" + encodeURIComponent(input.value) : location.pathname + location.search);
	};
	form.addEventListener("submit", e => { e.preventDefault(); const first = list.querySelector("a"); if (first) first.focus(); });
	input.addEventListener("input", answer);
	form.hidden = false;
	if (location.hash.startsWith("#q=")) {
		try { input.value = decodeURIComponent(location.hash.slice(3)); } catch { input.value = ""; }
		answer();
	}
}
