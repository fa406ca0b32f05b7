/** Bundles every test/*.test.ts with esbuild and hands them to Node's own test runner. */
import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const out = join(here, "../node_modules/.cache/luber-test");
const wanted = process.argv.slice(2);
const tests = readdirSync(here).filter((name) => name.endsWith(".test.ts") && (wanted.length === 0 || wanted.some((w) => name.startsWith(w))));

rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
await build({
  entryPoints: tests.map((name) => join(here, name)),
  bundle: true,
  format: "esm",
  platform: "node",
  target: "node20",
  outdir: out,
  outExtension: { ".js": ".mjs" },
  loader: { ".txt": "text" },
  sourcemap: "inline",
  logLevel: "warning",
});
const files = readdirSync(out).filter((name) => name.endsWith(".mjs")).map((name) => join(out, name));
const { status } = spawnSync(process.execPath, ["--enable-source-maps", "--test", "--test-reporter=spec", ...files], {
  stdio: "inherit",
  env: { ...process.env, LUBER_CLIENT: join(here, ".."), LUBER_VECTORS: process.env.LUBER_VECTORS ?? join(here, "../../tests/vectors") },
});
process.exit(status ?? 1);
