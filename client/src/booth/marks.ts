/** What is marked on the ballot, question by question, and whether the rule allows it. Pure. */
import type { Choice } from "../core/answer.ts";
import type { ShownQuestion } from "./data.ts";
import { t } from "../page/text.ts";

export interface Mark {
  readonly blank: boolean;
  /** Indices of the marked answers. */
  readonly answers: ReadonlySet<number>;
}

export const UNMARKED: Mark = { blank: false, answers: new Set() };

/** One mark, and it must be made: then a new mark replaces the old one. */
export function onlyOne(question: ShownQuestion): boolean {
  return question.max === 1 && (question.min === 1 || question.blank);
}

export function markAnswer(question: ShownQuestion, mark: Mark, answer: number, on: boolean): Mark {
  if (onlyOne(question)) return { blank: false, answers: new Set(on ? [answer] : []) };
  const answers = new Set(mark.answers);
  if (on) answers.add(answer);
  else answers.delete(answer);
  return { blank: false, answers };
}

export function markBlank(on: boolean): Mark {
  return { blank: on, answers: new Set() };
}

export function full(question: ShownQuestion, mark: Mark): boolean {
  return mark.answers.size >= question.max;
}

/** What is still wrong with it, as a sentence; null where it can be cast. */
export function problem(question: ShownQuestion, mark: Mark): string | null {
  const n = mark.answers.size;
  if (mark.blank || (n >= question.min && n <= question.max)) return null;
  if (n > question.max) return t("Terlalu banyak: {n} dipilih, paling banyak {max}.", { n, max: question.max });
  if (question.max === 1) return t("Belum ada yang dipilih.");
  if (n === 0) return t("Belum ada yang dipilih. {rule}", { rule: rule(question) });
  return t("Baru {n} dipilih. {rule}", { n, rule: rule(question) });
}

/** The rule in words. */
export function rule({ min, max }: ShownQuestion): string {
  if (min === 1 && max === 1) return t("Pilih satu.");
  if (min === max) return t("Pilih tepat {max}.", { max });
  if (min === 0) return t("Pilih paling banyak {max}, boleh tidak memilih.", { max });
  return t("Pilih {min} sampai {max}.", { min, max });
}

export function count(question: ShownQuestion, mark: Mark): string {
  return mark.blank ? t("Suara kosong dipilih") : t("{n} dari {max} dipilih", { n: mark.answers.size, max: question.max });
}

/** Zeros and ones as the protocol wants them: the blank flag first where the question has one. */
export function toChoice(question: ShownQuestion, mark: Mark): Choice {
  const marked = question.answers.map((_, i) => (mark.answers.has(i) ? 1 : 0));
  return question.blank ? [mark.blank ? 1 : 0, ...marked] : marked;
}
