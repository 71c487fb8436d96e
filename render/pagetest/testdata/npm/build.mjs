// Writes the two checkers that the tests load into a browser, each as one file, and
// the licences of all that is in them.
import { build } from "esbuild";
import { copyFileSync, readFileSync, readdirSync, writeFileSync } from "node:fs";

const { metafile } = await build({
	entryPoints: ["entry.mjs"], outfile: "../htmlvalidate.min.js", metafile: true,
	bundle: true, minify: true, platform: "browser", format: "iife",
});
copyFileSync("node_modules/axe-core/axe.min.js", "../axe.min.js");

const names = new Set(["axe-core"]);
for (const path of Object.keys(metafile.inputs)) {
	const name = path.match(/.*node_modules\/((?:@[^/]+\/)?[^/]+)/)?.[1];
	if (name) names.add(name);
}
let text = "What axe.min.js and htmlvalidate.min.js are made of.\n";
for (const name of [...names].sort()) {
	const folder = `node_modules/${name}`;
	const about = JSON.parse(readFileSync(`${folder}/package.json`));
	text += `\n\n==== ${name} ${about.version}: ${about.license}\n`;
	for (const file of readdirSync(folder).filter(f => /^licen[cs]e/i.test(f)).sort()) {
		text += "\n" + readFileSync(`${folder}/${file}`, "utf8").trim() + "\n";
	}
}
writeFileSync("../LICENSES", text);
