/** The booth's rules: what may be marked, what a choice becomes, and what is shown only if it was fixed. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { checkChoice } from "../src/core/answer.ts";
import { canonical, utf8 } from "../src/core/canon.ts";
import { Malformed } from "../src/core/errors.ts";
import { whatIsOff } from "../src/booth/card.ts";
import { readPresentation, type ShownQuestion } from "../src/booth/data.ts";
import { count, full, markAnswer, markBlank, onlyOne, problem, rule, toChoice, UNMARKED } from "../src/booth/marks.ts";
import { receiptWords } from "../src/core/receipt.ts";
import { speakTo } from "../src/page/text.ts";

Object.assign(globalThis, { document: { documentElement: { lang: "id" } } });
speakTo("kamu");

const answer = (number: number): ShownQuestion["answers"][number] => ({ number, names: [`Calon ${number}`], photos: [], detail: [], vision: "", mission: [], programme: [] });
const question = (answers: number, min: number, max: number, blank = false): ShownQuestion => ({
  question: "Siapa?", kind: "plain", answers: Array.from({ length: answers }, (_, i) => answer(i + 1)), blank, min, max,
});

test("exactly thirteen of twenty: counted, held at thirteen, refused before", () => {
  const formatur = question(20, 13, 13);
  let mark = UNMARKED;
  assert.equal(problem(formatur, mark), "Belum ada yang dipilih. Pilih tepat 13.");
  for (let i = 0; i < 12; i++) mark = markAnswer(formatur, mark, i, true);
  assert.equal(count(formatur, mark), "12 dari 13 dipilih");
  assert.equal(problem(formatur, mark), "Baru 12 dipilih. Pilih tepat 13.");
  assert.equal(full(formatur, mark), false);
  mark = markAnswer(formatur, mark, 19, true);
  assert.equal(full(formatur, mark), true);
  assert.equal(problem(formatur, mark), null);
  checkChoice(formatur as never, toChoice(formatur, mark));
  assert.match(problem(formatur, markAnswer(formatur, mark, 15, true))!, /Terlalu banyak: 14/);
  assert.equal(problem(formatur, markAnswer(formatur, mark, 0, false)), "Baru 12 dipilih. Pilih tepat 13.");
});

test("one of several replaces the mark; blank stands alone", () => {
  const ketua = question(3, 1, 1, true);
  assert.equal(onlyOne(ketua), true);
  let mark = markAnswer(ketua, markAnswer(ketua, UNMARKED, 0, true), 2, true);
  assert.deepEqual(toChoice(ketua, mark), [0, 0, 0, 1]);
  mark = markBlank(true);
  assert.deepEqual(toChoice(ketua, mark), [1, 0, 0, 0]);
  assert.equal(problem(ketua, mark), null);
  mark = markAnswer(ketua, mark, 1, true);
  assert.deepEqual(toChoice(ketua, mark), [0, 0, 1, 0]);
  assert.equal(problem(ketua, UNMARKED), "Belum ada yang dipilih.");
});

test("the rule in words, and where nobody need be chosen", () => {
  assert.deepEqual([question(4, 1, 1), question(4, 2, 2), question(4, 0, 2), question(4, 1, 3)].map(rule), [
    "Pilih satu.", "Pilih tepat 2.", "Pilih paling banyak 2, boleh tidak memilih.", "Pilih 1 sampai 3.",
  ]);
  const free = question(4, 0, 1);
  assert.equal(onlyOne(free), false);
  assert.equal(problem(free, UNMARKED), null);
  checkChoice(free as never, toChoice(free, UNMARKED));
});

test("a presentation shows exactly the election's questions and answers", () => {
  const fixed = [{ question: "Siapa?", answers: ["A & B", "C & D"], blank: false, min: 1, max: 1 }];
  const pair = (number: number): object => ({ number, names: ["A", "B"], photos: ["/a", "/b"], photo_sha256: ["0".repeat(64), "1".repeat(64)], vision: "V", mission: ["M"], programme: [], detail: ["8A", "7C"] });
  const read = (value: object): unknown => readPresentation(utf8(canonical(value)), fixed);
  const whole = { questions: [{ kind: "paslon", question: "Siapa?", answers: [pair(1), pair(2)], empty_box: false }], blank_label: "Kosong" };
  const presentation = readPresentation(utf8(canonical(whole)), fixed);
  assert.equal(presentation.questions[0]!.answers[1]!.photos[1]!.url, "/b");
  assert.throws(() => read({ ...whole, questions: [] }), Malformed);
  assert.throws(() => read({ questions: [{ ...whole.questions[0], answers: [pair(1)] }] }), Malformed);
  assert.throws(() => read({ questions: [{ ...whole.questions[0], answers: [pair(1), { ...pair(2), photo_sha256: [] }] }] }), Malformed);
  assert.throws(() => read([]), Malformed);
});

test("what is off with a code is said so that it can be found", () => {
  assert.match(whatIsOff(""), /Ketik kode/);
  assert.match(whatIsOff("2nBjX-rFmjVd-RFiYN-Zbyt30"), /Angka nol/);
  assert.match(whatIsOff("2nBjX-rFmjVd-RFiYN-Zbyt3l"), /huruf L besar/i);
  assert.match(whatIsOff("2nBjX-rFmjVd-RFiYN-Zbyt3!"), /“!”/);
  assert.match(whatIsOff("2nBjX-rFmjVd-RFiYN-Zbyt3"), /yang diketik 21/);
});

test("four words stand for a tracker of the right form, and nothing else", () => {
  assert.equal(receiptWords("nZVQRynLcvaJklEAJzVqp1Ct++ODOSNrCk4UufTfq6Y").length, 4);
  for (const form of ["", "nZVQ", "nZVQRynLcvaJklEAJzVqp1Ct++ODOSNrCk4UufTfq6Z", "nZVQRynLcvaJklEAJzVqp1Ct--ODOSNrCk4UufTfq6Y"]) {
    assert.throws(() => receiptWords(form), Malformed, form);
  }
});
