/**
 * Bundles one file an entry into the server's static files. The same sources give the same bytes on every machine:
 * no hashes in names, no source maps, no absolute paths, esbuild pinned; licence comments go to *.LEGAL.txt beside.
 */
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const out = process.argv[2] ?? join(here, "../src/luber_server/static/luber/js");

await build({
  absWorkingDir: here,
  entryPoints: {
    booth: "src/booth/main.ts",
    "booth-worker": "src/booth/worker.ts",
    trustee: "src/trustee/main.ts",
    credentials: "src/credentials/main.ts",
  },
  outdir: out,
  bundle: true,
  minify: true,
  format: "iife",
  target: ["es2021", "chrome90", "firefox90", "safari15"],
  charset: "utf8",
  legalComments: "linked",
  loader: { ".txt": "text" },
  logLevel: "info",
});
