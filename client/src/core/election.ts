/**
 * `election.json` (section 7): read once into a value, and never written again. The fingerprint is over the exact
 * bytes received, and every proof hangs on it.
 */
import { arrayAt, fingerprint, integerAt, type Json, type JsonObject, objectAt, parseJson, stringAt, textOf } from "./canon.ts";
import { BASE58 } from "./entropy.ts";
import { Malformed, Refused } from "./errors.ts";
import { type Element, type FixedBase, type Group } from "./group.ts";
import { groupNamed } from "./groups.ts";

/** A counted question: between `min` and `max` of the answers, or blank where that is allowed. */
export interface Question {
  readonly question: string;
  readonly answers: readonly string[];
  readonly blank: boolean;
  readonly min: number;
  readonly max: number;
}

export interface Election {
  readonly uuid: string;
  readonly name: string;
  readonly description: string;
  readonly fingerprint: string;
  readonly group: Group;
  readonly key: Element;
  readonly powerOfKey: FixedBase;
  readonly questions: readonly Question[];
  /** The member `luber`, our own extension: what else was fixed with the election. */
  readonly luber: JsonObject;
}

export function readElection(bytes: Uint8Array): Election {
  const record = objectAt(parseJson(textOf(bytes)), "election");
  if (record.version !== 1) throw new Refused(`election: version 1 expected, found ${String(record.version)}`);
  const uuid = stringAt(record.uuid, "election.uuid");
  if (uuid.length < 14 || [...uuid].some((c) => !BASE58.includes(c))) throw new Malformed("election.uuid: not a base58 identifier");
  const group = groupNamed(stringAt(record.group, "election.group"));
  const key = group.parse(stringAt(record.public_key, "election.public_key"));
  let table: FixedBase | undefined;
  return {
    uuid,
    name: stringAt(record.name, "election.name"),
    description: stringAt(record.description, "election.description"),
    fingerprint: fingerprint(bytes),
    group,
    key,
    powerOfKey: (exponent) => (table ??= group.fixedBase(key))(exponent),
    questions: arrayAt(record.questions, "election.questions").map(readQuestion),
    luber: record.luber === undefined ? {} : objectAt(record.luber, "election.luber"),
  };
}

function readQuestion(value: Json, index: number): Question {
  const where = `election.questions[${index}]`;
  const record = objectAt(value, where);
  if ("type" in record) throw new Refused(`${where}: only counted questions are known here, found ${String(record.type)}`);
  const answers = arrayAt(record.answers, `${where}.answers`).map((each, i) => stringAt(each, `${where}.answers[${i}]`));
  const [min, max] = [integerAt(record.min, `${where}.min`), integerAt(record.max, `${where}.max`)];
  if (record.blank !== undefined && typeof record.blank !== "boolean") throw new Malformed(`${where}.blank: not true or false`);
  if (answers.length === 0 || min < 0 || min > max || max > answers.length) throw new Malformed(`${where}: min and max do not fit the answers`);
  return { question: stringAt(record.question, `${where}.question`), answers, blank: record.blank === true, min, max };
}
