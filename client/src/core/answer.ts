/**
 * One answer to one counted question: its ciphertexts and its proofs (sections 5 and 7).
 *
 * A choice is a list of zeros and ones, one for each answer; where blank is allowed the first one is the blank
 * flag. A blank vote is the flag and zeros, whatever `min` is.
 */
import { arrayAt, exactly, type Json, objectAt } from "./canon.ts";
import type { Election, Question } from "./election.ts";
import { type Ciphertext, ciphertextOfJson, ciphertextsToJson, encrypt, type Sealed, sum } from "./elgamal.ts";
import type { Entropy } from "./entropy.ts";
import { Malformed, Refused } from "./errors.ts";
import { modulo } from "./group.ts";
import { type KnownStatement, type Proof, proofOfJson, proofToJson, proveOneOf, type Statement, verifyOneOf } from "./proofs.ts";

export type Choice = readonly number[];

/** How many ciphertexts an answer to this question has. */
export function width(question: Question): number {
  return question.answers.length + (question.blank ? 1 : 0);
}

/** Throws `Refused` where a choice breaks the question's rule. */
export function checkChoice(question: Question, choice: Choice): void {
  if (choice.length !== width(question)) throw new Refused(`choice: ${width(question)} places expected, found ${choice.length}`);
  if (choice.some((value) => value !== 0 && value !== 1)) throw new Refused("choice: only 0 and 1 may stand in it");
  const flag = question.blank ? choice[0]! : 0;
  const marked = choice.reduce((a, b) => a + b, 0) - flag;
  if (flag === 1 ? marked !== 0 : marked < question.min || marked > question.max) {
    throw new Refused(`choice: ${marked} marked, between ${question.min} and ${question.max} allowed`);
  }
}

/** The sums a proof speaks about, from the maker's side. */
function known(sealed: readonly Sealed[], q: bigint): { randomness: bigint; plain: number } {
  return {
    randomness: modulo(sealed.reduce((total, each) => total + each.randomness, 0n), q),
    plain: sealed.reduce((total, each) => total + each.plain, 0),
  };
}

function counts(question: Question): number[] {
  return Array.from({ length: question.max - question.min + 1 }, (_, i) => question.min + i);
}

function prefixOf(ciphertext: { alpha: string; beta: string }, z: string): string {
  return `prove|${z}|${ciphertext.alpha},${ciphertext.beta}|`;
}

/** Encrypts and proves. `z` is the fingerprint, a bar, and the public credential. */
export function makeAnswer(election: Election, question: Question, choice: Choice, z: string, entropy: Entropy): object {
  checkChoice(question, choice);
  const { group, powerOfKey } = election;
  const sealed = choice.map((value) => encrypt(group, powerOfKey, value, entropy));
  const choices = ciphertextsToJson(group, sealed);
  const prove = (prefix: string, statements: readonly KnownStatement[]): object[] => {
    const truth = statements.findIndex((each) => each.plain === each.claimed);
    return proveOneOf(group, powerOfKey, prefix, statements, truth, entropy).map(proofToJson);
  };
  const individual = sealed.map((each, i) =>
    prove(prefixOf(choices[i]!, z), [0, 1].map((claimed) => ({ ...each, claimed }))),
  );
  const z2 = `${z}|${choices.map((c) => `${c.alpha},${c.beta}`).join(",")}`;
  if (!question.blank) {
    const [whole] = ciphertextsToJson(group, [sum(group, sealed)]);
    const overall = prove(prefixOf(whole!, z2), counts(question).map((claimed) => ({ ...known(sealed, group.q), claimed })));
    return { choices, individual_proofs: individual, overall_proof: overall };
  }
  const flag = known(sealed.slice(0, 1), group.q);
  const rest = known(sealed.slice(1), group.q);
  const overall = prove(`bproof1|${z2}|`, [
    { ...flag, claimed: 1 },
    ...counts(question).map((claimed) => ({ ...rest, claimed })),
  ]);
  const blank = prove(`bproof0|${z2}|`, [{ ...flag, claimed: 0 }, { ...rest, claimed: 0 }]);
  return { choices, individual_proofs: individual, overall_proof: overall, blank_proof: blank };
}

/** Reads and checks one answer, and gives its ciphertexts. Throws `Malformed` or `Unverified`. */
export function checkAnswer(election: Election, question: Question, value: Json | undefined, z: string, where: string): Ciphertext[] {
  const { group, powerOfKey } = election;
  const record = objectAt(value, where);
  const members = ["choices", "individual_proofs", "overall_proof", ...(question.blank ? ["blank_proof"] : [])];
  exactly(record, members, where);
  const choices = arrayAt(record.choices, `${where}.choices`).map((each, i) => ciphertextOfJson(group, each, `${where}.choices[${i}]`));
  const individual = arrayAt(record.individual_proofs, `${where}.individual_proofs`);
  if (choices.length !== width(question) || individual.length !== choices.length) {
    throw new Malformed(`${where}: ${width(question)} ciphertexts with their proofs expected, found ${choices.length} and ${individual.length}`);
  }
  const proofs = (list: Json | undefined, at: string): Proof[] => arrayAt(list, at).map((each, i) => proofOfJson(group, each, `${at}[${i}]`));
  const verify = (prefix: string, statements: readonly Statement[], list: Json | undefined, name: string): void =>
    verifyOneOf(group, powerOfKey, prefix, statements, proofs(list, `${where}.${name}`), `${where}.${name}`);

  const written = ciphertextsToJson(group, choices);
  choices.forEach((each, i) =>
    verify(prefixOf(written[i]!, z), [0, 1].map((claimed) => ({ ...each, claimed })), individual[i], `individual_proofs[${i}]`),
  );
  const z2 = `${z}|${written.map((c) => `${c.alpha},${c.beta}`).join(",")}`;
  if (question.blank) {
    const [flag, ...others] = choices;
    const rest = sum(group, others);
    verify(`bproof0|${z2}|`, [{ ...flag!, claimed: 0 }, { ...rest, claimed: 0 }], record.blank_proof, "blank_proof");
    const overall = [{ ...flag!, claimed: 1 }, ...counts(question).map((claimed) => ({ ...rest, claimed }))];
    verify(`bproof1|${z2}|`, overall, record.overall_proof, "overall_proof");
  } else {
    const whole = sum(group, choices);
    const [written] = ciphertextsToJson(group, [whole]);
    verify(prefixOf(written!, z2), counts(question).map((claimed) => ({ ...whole, claimed })), record.overall_proof, "overall_proof");
  }
  return choices;
}
