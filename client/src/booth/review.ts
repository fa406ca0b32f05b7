/** Periksa: the choice once more, with its photograph. Nothing has left the phone yet. */
import { type Child, h, show } from "../page/dom.ts";
import { actions, lead, mainButton, note, quietButton, steps } from "../page/parts.ts";
import { moment, t } from "../page/text.ts";
import type { Booth } from "./booth.ts";
import type { ShownQuestion } from "./data.ts";
import type { Mark } from "./marks.ts";
import { face } from "./paslon.ts";
import { stepWords } from "./steps.ts";

export function showReview(booth: Booth): void {
  const { data, presentation } = booth;
  const { questions } = presentation;
  const send = mainButton(t("Kirim suara"), () => booth.go(data.secondFactor !== null && booth.permit === null ? "permit" : "send"));
  show(
    booth.main,
    t("Periksa pilihan[mu| Anda]"),
    steps(stepWords(), 2),
    lead(t("Belum terkirim. Kalau sudah benar, tekan **Kirim suara**.")),
    ...questions.map((question, i) => chosen(booth, question, booth.marks[i]!, questions.length > 1)),
    actions(send, quietButton(t("Ubah pilihan"), () => history.back())),
    note(
      "plain",
      data.revote ? t("Masih dapat diubah.") : t("Hanya sekali."),
      data.revote
        ? t("Sampai {closes} [kamu|Anda] boleh memilih lagi dengan kartu yang sama; yang terakhir yang dihitung.", { closes: moment(data.closes, data.zone) })
        : t("Setelah dikirim, pilihan tidak dapat diubah lagi."),
    ),
    data.mock && note("wait", t("SIMULASI."), t("Suara ini tidak dihitung.")),
  );
}

function chosen(booth: Booth, question: ShownQuestion, mark: Mark, several: boolean): Child {
  const withPhotos = question.kind === "paslon" || question.answers.some((answer) => answer.photos.length > 0);
  const marked = question.answers.filter((_, i) => mark.answers.has(i));
  const cards = mark.blank
    ? [plain(booth.presentation.blankLabel || t("Suara kosong"))]
    : marked.length === 0
      ? [plain(t("Tidak memilih siapa pun"))]
      : marked.map((answer) => h("div", { class: withPhotos ? "paslon" : "paslon line" }, ...face(answer, booth.photos, withPhotos)));
  return h("section", { class: "stack" }, several && h("h2", {}, question.question), ...cards);
}

function plain(words: string): HTMLElement {
  return h("div", { class: "paslon line" }, h("span", { class: "no", "aria-hidden": "true" }, "–"), h("span", { class: "who" }, h("span", { class: "names" }, words)));
}
