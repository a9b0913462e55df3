// Writes the front end into the Python package: node build.mjs [FOLDER]
import { build } from "esbuild";
import { copyFile, mkdir, readFile, readdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const out = process.argv[2] ?? join(here, "..", "src", "bedfellows", "web", "static");
await mkdir(out, { recursive: true });

const made = await build({
  absWorkingDir: here,
  entryPoints: { app: "src/main.tsx", style: "src/style.css" },
  bundle: true,
  minify: true,
  format: "iife",
  target: ["chrome110", "firefox110", "safari16"],
  jsx: "automatic",
  jsxImportSource: "preact",
  legalComments: "none",
  charset: "utf8",
  metafile: true,
  outdir: out,
});
for (const name of ["index.html", "icon.svg"]) await copyFile(join(here, "src", name), join(out, name));
await copyFile(join(here, "node_modules", "world-atlas", "countries-50m.json"), join(out, "countries.json"));

const used = new Set(["world-atlas"]);
for (const input of Object.keys(made.metafile.inputs)) {
  const found = /^node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(input);
  if (found) used.add(found[1]);
}
let notice = "The window is built with these packages. Country borders: Natural Earth, public domain.\n";
for (const name of [...used].sort()) {
  const folder = join(here, "node_modules", name);
  const about = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
  const file = (await readdir(folder)).find((one) => /^licen[cs]e/i.test(one));
  notice += `\n${"-".repeat(72)}\n${name} ${about.version} (${about.license})\n\n`;
  notice += file ? (await readFile(join(folder, file), "utf8")).trim() + "\n" : "";
}
await writeFile(join(out, "licences.txt"), notice);
