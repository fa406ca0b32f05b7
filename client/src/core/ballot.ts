/**
 * Ballots (section 7): made in the voter's browser, checked by anyone. The bytes are canonical; the tracker is the
 * fingerprint of exactly these bytes.
 */
import { type Choice, checkAnswer, makeAnswer } from "./answer.ts";
import { arrayAt, canonical, exactly, fingerprint, objectAt, parseJson, stringAt } from "./canon.ts";
import { deriveSecret, publicCredential } from "./credential.ts";
import type { Election } from "./election.ts";
import type { Ciphertext } from "./elgamal.ts";
import type { Entropy } from "./entropy.ts";
import { Malformed, Refused, Unverified } from "./errors.ts";
import { text } from "./group.ts";
import { proofOfJson, proofToJson, proveSchnorr, verifySchnorr } from "./proofs.ts";

/** The ballot as text (canonical JSON). `progress` hears how many questions are done. */
export function makeBallot(
  election: Election,
  credential: string,
  choices: readonly Choice[],
  entropy: Entropy,
  progress: (done: number, of: number) => void = () => {},
): string {
  if (choices.length !== election.questions.length) {
    throw new Refused(`ballot: ${election.questions.length} answers expected, found ${choices.length}`);
  }
  const { group } = election;
  const secret = deriveSecret(group, election.uuid, credential);
  const owner = text(group, publicCredential(group, secret));
  const z = `${election.fingerprint}|${owner}`;
  const answers = election.questions.map((question, i) => {
    progress(i, choices.length);
    return makeAnswer(election, question, choices[i]!, z, entropy);
  });
  const body = { election_uuid: election.uuid, election_hash: election.fingerprint, credential: owner, answers };
  const hash = fingerprint(canonical(body));
  const proof = proofToJson(proveSchnorr(group, secret, `sig|${hash}|`, entropy));
  progress(choices.length, choices.length);
  return canonical({ ...body, signature: { hash, proof } });
}

export interface CheckedBallot {
  /** The public credential it was cast under. */
  readonly credential: string;
  readonly tracker: string;
  /** Ciphertexts, a list for each question. */
  readonly answers: readonly (readonly Ciphertext[])[];
}

export function trackerOf(ballot: string | Uint8Array): string {
  return fingerprint(ballot);
}

/** All that section 7 asks of one ballot, except that its credential is listed: that is for whoever has the list. */
export function checkBallot(election: Election, raw: string): CheckedBallot {
  const { group } = election;
  const parsed = parseJson(raw);
  if (canonical(parsed) !== raw) throw new Malformed("ballot: not in canonical form");
  const record = objectAt(parsed, "ballot");
  exactly(record, ["election_uuid", "election_hash", "credential", "answers", "signature"], "ballot");
  if (record.election_uuid !== election.uuid) throw new Refused("ballot: made for another election");
  if (record.election_hash !== election.fingerprint) throw new Refused("ballot: made for another version of this election");

  const credential = stringAt(record.credential, "ballot.credential");
  const owner = group.parse(credential);
  const { signature: _, ...body } = record;
  const signature = objectAt(record.signature, "ballot.signature");
  exactly(signature, ["hash", "proof"], "ballot.signature");
  const hash = fingerprint(canonical(body));
  if (signature.hash !== hash) throw new Unverified("ballot.signature: the hash is of other bytes");
  const proof = proofOfJson(group, signature.proof, "ballot.signature.proof");
  verifySchnorr(group, owner, `sig|${hash}|`, proof, "ballot.signature");

  const answers = arrayAt(record.answers, "ballot.answers");
  if (answers.length !== election.questions.length) {
    throw new Malformed(`ballot.answers: ${election.questions.length} expected, found ${answers.length}`);
  }
  const z = `${election.fingerprint}|${credential}`;
  return {
    credential,
    tracker: trackerOf(raw),
    answers: election.questions.map((question, i) => checkAnswer(election, question, answers[i], z, `ballot.answers[${i}]`)),
  };
}
