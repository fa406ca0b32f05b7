/** What people read: every sentence stands in the second catalogue, with the same values; and the voices. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import english from "../src/i18n/en.json";
import { moment, speakTo, t } from "../src/page/text.ts";

const SOURCES = join(process.env.LUBER_CLIENT!, "src");
const said = new Set<string>();
for (const name of readdirSync(SOURCES, { recursive: true, encoding: "utf8" })) {
  if (!name.endsWith(".ts")) continue;
  for (const [, literal] of readFileSync(join(SOURCES, name), "utf8").matchAll(/\bt\(\s*"((?:[^"\\]|\\.)*)"/g)) said.add(JSON.parse(`"${literal}"`) as string);
}
const values = (line: string): string[] => [...line.matchAll(/\{(\w+)\}/g)].map((found) => found[1]!).sort();

test("the English catalogue holds exactly what is said", () => {
  assert.deepEqual(Object.keys(english).sort(), [...said].sort());
});

test("a translation has the same values and the same weight", () => {
  for (const [source, line] of Object.entries(english as Record<string, string>)) {
    assert.deepEqual(values(line), values(source), source);
    assert.equal(line.split("**").length, source.split("**").length, source);
    assert.doesNotMatch(line, /\[[^|\]]*\|/, source);
  }
});

test("kamu in schools, Anda elsewhere, English where the page is English", () => {
  const page = { documentElement: { lang: "id" } };
  Object.assign(globalThis, { document: page });
  const sentence = "Ketuk kartunya. Pilihan[mu| Anda] belum terkirim sampai [kamu|Anda] menekan **Kirim suara** di halaman berikut.";
  speakTo("kamu");
  assert.match(t(sentence), /Pilihanmu belum terkirim sampai kamu menekan/);
  speakTo("anda");
  assert.match(t(sentence), /Pilihan Anda belum terkirim sampai Anda menekan/);
  assert.equal(t("{n} dari {max} dipilih", { n: 1234, max: 5000 }), "1.234 dari 5.000 dipilih");
  assert.equal(moment("2027-12-06T08:00:00+07:00", "Asia/Makassar"), "Senin, 6 Desember 2027 pukul 09.00 WITA");
  assert.equal(moment(null), "");
  assert.doesNotMatch(t("Foto {name}", { name: "m***@contoh.id" }), /\*\*/);
  page.documentElement.lang = "en";
  assert.equal(t("{n} dari {max} dipilih", { n: 1234, max: 5000 }), "1,234 of 5,000 chosen");
  assert.match(moment("2027-12-06T08:00:00+07:00"), /^Monday,? 6 December 2027 at 08:00 WIB$/);
});
