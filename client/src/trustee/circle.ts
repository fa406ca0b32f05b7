/** Who holds a key, and who still has to do what. */
import { canonical, fingerprint as digest } from "../core/canon.ts";
import { h } from "../page/dom.ts";
import { chip, fingerprint, know, paragraph } from "../page/parts.ts";
import { t } from "../page/text.ts";
import type { Step, TrusteeState } from "./state.ts";

function doing(step: Step): string {
  const words: Record<Step, string> = {
    key: t("membuat kunci"),
    certificate: t("membuat kunci"),
    wait_certificates: t("menunggu yang lain"),
    polynomial: t("membagi kunci"),
    wait_polynomials: t("menunggu yang lain"),
    verification_key: t("menyusun kunci"),
    rehearse: t("menguji berkas kunci"),
    wait_others: t("siap"),
    ready: t("siap"),
    decrypt: t("membuka hasil"),
    done: t("selesai"),
  };
  return words[step];
}

/** Once the box is closed, whoever is not done has to open; until then each does the own next step. */
export function circle(state: TrusteeState): HTMLElement {
  const opening = state.step === "decrypt" || state.step === "done";
  const items = state.others.map((member) =>
    h(
      "li",
      {},
      h("span", { class: "what" }, member.name, member.owner === state.me.owner && ` (${t("Anda")})`),
      chip(member.done ? "done" : "todo", member.done ? t("Selesai") : t("Perlu {what}", { what: doing(opening ? "decrypt" : member.step) })),
    ),
  );
  return h("section", { id: "pemegang" }, h("h2", {}, t("Semua pemegang kunci")), h("ol", { class: "tasks" }, ...items));
}

/** The certificates' common fingerprint: a server that shows each trustee other people is found by reading it out. */
export function commonFingerprint(state: TrusteeState): HTMLElement | null {
  if (state.certs === null || state.certs.length === 0) return null;
  return know(
    t("Cocokkan dengan pemegang kunci lain"),
    paragraph(t("Bacakan sidik jari ini lewat telepon atau berhadapan. Kalau sama pada semua orang, server menunjukkan pemegang kunci yang sama kepada semuanya.")),
    fingerprint(digest(canonical(state.certs)), t("Sidik jari bersama")),
  );
}

export function stationWords(state: TrusteeState): string[] {
  return state.me.kind === "threshold"
    ? [t("Kunci"), t("Bersama"), t("Uji"), t("Siap"), t("Buka")]
    : [t("Kunci"), t("Uji"), t("Siap"), t("Buka")];
}

export function station(state: TrusteeState): number {
  const threshold = state.me.kind === "threshold" ? 1 : 0;
  const places: Record<Step, number> = {
    key: 0, certificate: 0, wait_certificates: 1, polynomial: 1, wait_polynomials: 1, verification_key: 1,
    rehearse: 1 + threshold, wait_others: 2 + threshold, ready: 2 + threshold, decrypt: 3 + threshold, done: 4 + threshold,
  };
  return places[state.step];
}
