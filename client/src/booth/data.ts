/** What the server writes into the booth's page, and what it fetches; read once, and compared with what was fixed. */
import { type JsonObject, arrayAt, integerAt, type Json, objectAt, parseJson, stringAt, textOf } from "../core/canon.ts";
import { Malformed } from "../core/errors.ts";
import type { Question } from "../core/election.ts";
import type { Voice } from "../page/text.ts";

/** The JSON block `#booth-data`. */
export interface BoothData {
  readonly uuid: string;
  readonly title: string;
  readonly organisation: string;
  readonly voice: Voice;
  readonly mock: boolean;
  readonly state: "open" | "not_yet" | "closed";
  /** Moments with their offset, ISO 8601; shown in `zone`. */
  readonly opens: string | null;
  readonly closes: string | null;
  readonly zone: string;
  readonly electionUrl: string;
  readonly credentialsUrl: string | null;
  readonly presentationUrl: string;
  readonly castUrl: string;
  readonly boxUrl: string;
  readonly pageUrl: string;
  readonly revote: boolean;
  readonly secondFactor: null | "mail" | "phone";
  readonly permitUrl: string;
  readonly workerUrl: string;
}

/** One answer as it is shown: a pair with photographs, or a line of text. */
export interface ShownAnswer {
  readonly number: number;
  readonly names: readonly string[];
  readonly photos: readonly { readonly url: string; readonly sha256: string }[];
  readonly detail: readonly string[];
  readonly vision: string;
  readonly mission: readonly string[];
  readonly programme: readonly string[];
}

/** A question as it is shown, with the rule that the election fixed for it. */
export interface ShownQuestion {
  readonly question: string;
  readonly kind: "paslon" | "plain";
  readonly answers: readonly ShownAnswer[];
  readonly blank: boolean;
  readonly min: number;
  readonly max: number;
}

export interface Presentation {
  readonly questions: readonly ShownQuestion[];
  readonly blankLabel: string;
}

const texts = (value: Json | undefined, where: string): string[] =>
  value === undefined ? [] : arrayAt(value, where).map((each, i) => stringAt(each, `${where}[${i}]`));
const optionalText = (value: Json | undefined, where: string): string => (value === undefined || value === null ? "" : stringAt(value, where));

/** Throws `Malformed` unless it shows exactly the election's questions and answers. */
export function readPresentation(bytes: Uint8Array, questions: readonly Question[]): Presentation {
  const record = objectAt(parseJson(textOf(bytes)), "presentation");
  const shown = arrayAt(record.questions, "presentation.questions");
  if (shown.length !== questions.length) throw new Malformed(`presentation: ${questions.length} questions expected, found ${shown.length}`);
  return {
    blankLabel: optionalText(record.blank_label, "presentation.blank_label"),
    questions: questions.map((question, i) => readQuestion(objectAt(shown[i], `presentation.questions[${i}]`), question, `presentation.questions[${i}]`)),
  };
}

function readQuestion(record: JsonObject, question: Question, where: string): ShownQuestion {
  const answers = arrayAt(record.answers, `${where}.answers`).map((each, k) => readAnswer(objectAt(each, `${where}.answers[${k}]`), `${where}.answers[${k}]`));
  if (answers.length !== question.answers.length) throw new Malformed(`${where}: ${question.answers.length} answers expected, found ${answers.length}`);
  const { blank, min, max } = question;
  return { question: stringAt(record.question, `${where}.question`), kind: record.kind === "paslon" ? "paslon" : "plain", answers, blank, min, max };
}

function readAnswer(record: JsonObject, where: string): ShownAnswer {
  const urls = texts(record.photos, `${where}.photos`);
  const hashes = texts(record.photo_sha256, `${where}.photo_sha256`);
  if (urls.length !== hashes.length) throw new Malformed(`${where}: every photograph needs its hash`);
  return {
    number: integerAt(record.number, `${where}.number`),
    names: texts(record.names, `${where}.names`),
    photos: urls.map((url, i) => ({ url, sha256: hashes[i]! })),
    detail: texts(record.detail, `${where}.detail`),
    vision: optionalText(record.vision, `${where}.vision`),
    mission: texts(record.mission, `${where}.mission`),
    programme: texts(record.programme, `${where}.programme`),
  };
}
