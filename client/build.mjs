/**
 * Bundles one file an entry into the server's static files. The same sources give the same bytes on every machine:
 * no hashes in names, no source maps, no absolute paths, esbuild pinned; licence comments go to *.LEGAL.txt beside.
 * Each bundle carries only those English sentences that its own sources say.
 *
 *   node build.mjs [FOLDER]
 */
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const out = process.argv[2] ?? join(here, "../src/luber_server/static/luber/js");
const entries = {
  booth: "src/booth/main.ts",
  "booth-worker": "src/booth/worker.ts",
  trustee: "src/trustee/main.ts",
  credentials: "src/credentials/main.ts",
};
const english = JSON.parse(readFileSync(join(here, "src/i18n/en.json"), "utf8"));

const common = {
  absWorkingDir: here,
  bundle: true,
  minify: true,
  format: "iife",
  target: ["es2021", "chrome90", "firefox90", "safari15"],
  charset: "utf8",
  legalComments: "linked",
  loader: { ".txt": "text" },
};

/** The sentences between t(" and ") in these sources. */
function said(sources) {
  const sentences = new Set();
  for (const source of sources.filter((name) => name.startsWith("src/") && name.endsWith(".ts"))) {
    for (const [, literal] of readFileSync(join(here, source), "utf8").matchAll(/\bt\(\s*"((?:[^"\\]|\\.)*)"/g)) sentences.add(JSON.parse(`"${literal}"`));
  }
  return sentences;
}

const onlyWhatIsSaid = (sentences) => ({
  name: "only-what-is-said",
  setup(task) {
    task.onLoad({ filter: /i18n\/en\.json$/ }, () => ({
      contents: JSON.stringify(Object.fromEntries(Object.entries(english).filter(([source]) => sentences.has(source)))),
      loader: "json",
    }));
  },
});

for (const [name, source] of Object.entries(entries)) {
  const entry = { [name]: source };
  const { metafile } = await build({ ...common, entryPoints: entry, outdir: out, write: false, metafile: true });
  const sentences = said(Object.keys(metafile.inputs));
  await build({ ...common, entryPoints: entry, outdir: out, plugins: [onlyWhatIsSaid(sentences)], logLevel: "info" });
}
