/** Bundles test/twin.ts into the folder given, for tests in Python: node test/bundle-twin.mjs FOLDER */
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
await build({
  entryPoints: [join(here, "twin.ts")],
  outfile: join(process.argv[2], "twin.mjs"),
  bundle: true,
  format: "esm",
  platform: "node",
  target: "node20",
  loader: { ".txt": "text" },
  logLevel: "warning",
});
