// What is wrong with the source of a page, as the WHATWG's standard and the advice
// for accessible pages that html-validate holds have it.
import { HtmlValidate, StaticConfigLoader } from "html-validate/browser";

const config = {
	root: true,
	extends: ["html-validate:recommended"],
	rules: {
		"valid-id": ["error", { relaxed: true }], // the standard's rule: not empty, no space
		"aria-label-misuse": ["error", { allowAnyNamable: true }],
		"no-trailing-whitespace": "off", // of the author's text
		"long-title": "off",
	},
};

globalThis.htmlProblems = source => {
	const report = new HtmlValidate(new StaticConfigLoader(config)).validateStringSync(source, "page.html");
	return report.results.flatMap(r => r.messages).map(m => `${m.line}:${m.column}: ${m.message} (${m.ruleId})`);
};
