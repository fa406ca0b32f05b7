/**
 * What people read. The source language is Bahasa Indonesia; `i18n/en.json` is the second catalogue.
 *
 * A sentence that speaks to its reader carries both ways of doing so: `pilihan[mu| Anda]` is *pilihanmu* in a school
 * and *pilihan Anda* elsewhere. `{name}` stands for a value, `**word**` for a word with weight.
 */
import english from "../i18n/en.json";

export type Voice = "kamu" | "anda";
type Values = Readonly<Record<string, string | number>>;

const catalogue: Readonly<Record<string, string>> = english;
let voice: Voice = "kamu";

export function speakTo(reader: Voice): void {
  voice = reader;
}

function inEnglish(): boolean {
  return document.documentElement.lang.startsWith("en");
}

/** One sentence in the page's language and voice. */
export function t(source: string, values: Values = {}): string {
  const line = inEnglish() ? (catalogue[source] ?? source) : source;
  return line
    .replace(/\[([^|\]]*)\|([^\]]*)\]/g, (_, kamu: string, anda: string) => (voice === "anda" ? anda : kamu))
    .replace(/\{(\w+)\}/g, (whole, name: string) => (name in values ? spoken(values[name]!) : whole));
}

/** 1.234.567 in Indonesian, 1,234,567 in English. Asterisks of a value (`m***@…`) give no word weight. */
function spoken(value: string | number): string {
  return typeof value === "number" ? value.toLocaleString(inEnglish() ? "en" : "id") : value.replace(/\*(?=\*)/g, "*\u2060");
}

const ZONES: Readonly<Record<string, string>> = { "Asia/Jakarta": "WIB", "Asia/Pontianak": "WIB", "Asia/Makassar": "WITA", "Asia/Jayapura": "WIT" };

/** *Senin, 6 Desember 2027 pukul 08.00 WIB* from an ISO moment and a zone; a text that is no moment stays as it is. */
export function moment(iso: string | null, zone = "Asia/Jakarta"): string {
  const at = new Date(iso ?? "");
  if (Number.isNaN(at.getTime())) return iso ?? "";
  const language = inEnglish() ? "en-GB" : "id-ID";
  const day = at.toLocaleDateString(language, { timeZone: zone, weekday: "long", day: "numeric", month: "long", year: "numeric" });
  const clock = at.toLocaleTimeString("en-GB", { timeZone: zone, hour: "2-digit", minute: "2-digit" });
  return t("{day} pukul {clock} {zone}", { day, clock: inEnglish() ? clock : clock.replace(":", "."), zone: ZONES[zone] ?? zone });
}
