/** Pilih: every question with its answers as cards, and blank as a choice of its own where the election has it. */
import { h, rich, show } from "../page/dom.ts";
import { actions, errorSummary, lead, mainButton, note, steps } from "../page/parts.ts";
import { t } from "../page/text.ts";
import type { Booth } from "./booth.ts";
import type { ShownQuestion } from "./data.ts";
import { count, full, type Mark, markAnswer, markBlank, onlyOne, problem, rule } from "./marks.ts";
import { face, reading } from "./paslon.ts";
import { stepWords } from "./steps.ts";

export function showChoose(booth: Booth): void {
  const { questions } = booth.presentation;
  const alone = questions.length === 1;
  const fieldsets = questions.map((question, i) => drawQuestion(booth, question, i, alone));
  const errors = h("div", {});
  const next = (): void => {
    const problems = questions.flatMap((question, i) => {
      const text = problem(question, booth.marks[i]!);
      return text === null ? [] : [{ text: alone ? text : `${question.question}: ${text}`, to: idOf(i) }];
    });
    if (problems.length === 0) return booth.go("review");
    const summary = errorSummary(problems);
    errors.replaceChildren(summary);
    summary.focus();
  };
  const heading = alone ? questions[0]!.question : t("Pilih di setiap bagian");
  show(
    booth.main,
    heading,
    steps(stepWords(), 1),
    errors,
    lead(t("Ketuk kartunya. Pilihan[mu| Anda] belum terkirim sampai [kamu|Anda] menekan **Kirim suara** di halaman berikut.")),
    ...fieldsets,
    actions(mainButton(t("Lanjut: periksa pilihan"), next)),
    note("info", t("Rahasia."), t("Suara[mu| Anda] dikunci di ponsel ini sebelum dikirim. Panitia dan server tidak dapat membukanya.")),
  );
}

const idOf = (question: number): string => `soal-${question + 1}`;

function drawQuestion(booth: Booth, question: ShownQuestion, index: number, alone: boolean): HTMLElement {
  const single = onlyOne(question);
  const withPhotos = question.kind === "paslon" || question.answers.some((answer) => answer.photos.length > 0);
  const mark = (): Mark => booth.marks[index]!;
  const status = h("p", { class: "muted", role: "status" });
  const type = single ? "radio" : "checkbox";
  const box = (value: string, changed: (on: boolean) => void): HTMLInputElement =>
    h("input", { type, name: idOf(index), value, onchange: (event) => { changed((event.target as HTMLInputElement).checked); refresh(); } });

  const boxes = question.answers.map((answer, i) =>
    box(String(answer.number), (on) => { booth.marks[index] = markAnswer(question, mark(), i, on); }),
  );
  const blank = question.blank ? box("kosong", (on) => { booth.marks[index] = markBlank(on); }) : null;

  const refresh = (): void => {
    boxes.forEach((input, i) => {
      input.checked = mark().answers.has(i);
      input.disabled = !single && !input.checked && full(question, mark());
    });
    if (blank !== null) blank.checked = mark().blank;
    status.textContent = single ? "" : count(question, mark());
  };

  const cards = question.answers.map((answer, i) => {
    const label = h("label", { class: withPhotos ? "paslon" : "paslon line" }, boxes[i], ...face(answer, booth.photos, withPhotos), h("span", { class: "tick" }));
    return [label, reading(answer)];
  });
  const blankCard = blank && h(
    "label",
    { class: "paslon line" },
    blank,
    h("span", { class: "no", "aria-hidden": "true" }, "–"),
    h("span", { class: "who" }, h("span", { class: "names" }, booth.presentation.blankLabel || t("Suara kosong")), h("span", { class: "details" }, t("Ikut memilih, tetapi tidak memilih siapa pun. Dihitung dan diumumkan tersendiri."))),
    h("span", { class: "tick" }),
  );
  refresh();
  return h(
    "fieldset",
    { class: "ballot", id: idOf(index) },
    h("legend", { class: alone ? "vh" : "large" }, question.question),
    h("p", {}, ...rich(`${rule(question)}${question.blank ? " " + t("Atau tidak memilih siapa pun.") : ""}`)),
    !single && question.answers.length > 4 && status,
    ...cards,
    blankCard,
    !single && question.answers.length <= 4 && status,
  );
}
