/** Cards on A4, ten a sheet with cut marks: QR, typed code, class, how to vote. No name stands on them. */
import { h } from "../page/dom.ts";
import { qrSvg } from "../page/qr.ts";
import { t } from "../page/text.ts";
import type { Card } from "./secretfile.ts";
import type { AuthorityState } from "./state.ts";

const A_SHEET = 10;
export const SHEETS = "lembar";

export function sheets(state: AuthorityState, classes: readonly { label: string; cards: readonly Card[] }[]): HTMLElement {
  const all = classes.flatMap(({ cards }) => {
    const pages: HTMLElement[] = [];
    for (let from = 0; from < cards.length; from += A_SHEET) {
      pages.push(h("section", { class: "sheet" }, h("div", { class: "cards-print" }, ...cards.slice(from, from + A_SHEET).map((card) => drawCard(state, card)))));
    }
    return pages;
  });
  return h("div", { class: "print-only", id: SHEETS }, ...all);
}

function drawCard({ election }: AuthorityState, card: Card): HTMLElement {
  return h(
    "div",
    { class: "card-print" },
    h(
      "div",
      {},
      h("strong", {}, election.title),
      h("div", {}, election.organisation),
      h("div", {}, t("Kelas {label}", { label: card.group })),
      election.mock === true && h("strong", {}, t("SIMULASI")),
      h("ol", {}, h("li", {}, t("Pindai QR ini, atau buka {address}", { address: shortAddress(election.booth_url) })), h("li", {}, t("Ketik kode di bawah bila diminta, lalu pilih.")), h("li", {}, t("Simpan empat kata tanda terima."))),
    ),
    h("div", { class: "qr" }, qrSvg(`${election.booth_url}#${card.credential}`, t("QR kartu"))),
    h("div", { class: "code" }, card.credential),
  );
}

function shortAddress(url: string): string {
  return url.replace(/^https?:\/\//, "");
}
