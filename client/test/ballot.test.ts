/** Ballots made here are accepted here, every bent one is refused, and cards derive the listed keys. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { type Choice, checkChoice, width } from "../src/core/answer.ts";
import { readCredentials } from "../src/core/archive.ts";
import { checkBallot, makeBallot, trackerOf } from "../src/core/ballot.ts";
import { canonical, fingerprint, utf8 } from "../src/core/canon.ts";
import { deriveSecret, isCredential, makeCredential, normaliseCredential, publicCredential } from "../src/core/credential.ts";
import { type Election, readElection } from "../src/core/election.ts";
import { webEntropy } from "../src/core/entropy.ts";
import { Malformed, Refused, Unverified } from "../src/core/errors.ts";
import { text } from "../src/core/group.ts";
import { COUNTED, vector } from "./vectors.ts";

const fast = vector("a-threshold-blank-ed25519");
const election = readElection(fast.election);
const card = Object.values(fast.secrets.private_credentials)[0]!;

/** The same group and key with other questions. */
function withQuestions(questions: object[]): Election {
  const record = JSON.parse(new TextDecoder().decode(fast.election)) as Record<string, unknown>;
  return readElection(utf8(canonical({ ...record, questions })));
}

for (const folder of COUNTED.filter((name) => name !== "b-weighted-belenios2048")) {
  test(`${folder}: every card derives a listed public credential`, () => {
    const { election: bytes, credentials, secrets } = vector(folder);
    const read = readElection(bytes);
    const listed = readCredentials(read, credentials);
    for (const credential of Object.values(secrets.private_credentials)) {
      assert.ok(isCredential(credential));
      assert.ok(listed.has(text(read.group, publicCredential(read.group, deriveSecret(read.group, read.uuid, credential)))));
    }
  });

  test(`${folder}: a ballot made here holds`, () => {
    const { election: bytes, secrets } = vector(folder);
    const read = readElection(bytes);
    for (const { choice } of secrets.choices_in_cast_order.slice(0, 2)) {
      const raw = makeBallot(read, makeCredential(webEntropy), choice, webEntropy);
      const checked = checkBallot(read, raw);
      assert.equal(checked.tracker, fingerprint(raw));
      assert.equal(checked.tracker, trackerOf(utf8(raw)));
    }
  });
}

test("every kind of question and every allowed choice can be proved", () => {
  const answers = ["A", "B", "C"];
  const kinds = [
    { answers, min: 1, max: 1, question: "satu" },
    { answers, blank: true, min: 1, max: 1, question: "satu atau kosong" },
    { answers, min: 0, max: 3, question: "bebas" },
    { answers, blank: true, min: 2, max: 3, question: "dua sampai tiga atau kosong" },
    { answers: ["Setuju"], blank: true, min: 0, max: 1, question: "ya" },
  ];
  for (const kind of kinds) {
    const read = withQuestions([kind]);
    const question = read.questions[0]!;
    const size = width(question);
    let accepted = 0;
    for (let bits = 0; bits < 2 ** size; bits++) {
      const choice: Choice = Array.from({ length: size }, (_, i) => (bits >> i) & 1);
      try {
        checkChoice(question, choice);
      } catch (error) {
        assert.ok(error instanceof Refused);
        continue;
      }
      accepted += 1;
      checkBallot(read, makeBallot(read, card, [choice], webEntropy));
    }
    assert.ok(accepted > 0, kind.question);
  }
});

test("several questions in one ballot", () => {
  const read = withQuestions([
    { answers: ["A", "B"], min: 1, max: 1, question: "ketua" },
    { answers: ["C", "D", "E"], blank: true, min: 1, max: 2, question: "anggota" },
  ]);
  const seen: number[] = [];
  const raw = makeBallot(read, card, [[0, 1], [0, 1, 0, 1]], webEntropy, (done) => seen.push(done));
  assert.equal(checkBallot(read, raw).answers.length, 2);
  assert.deepEqual(seen, [0, 1, 2]);
  assert.throws(() => makeBallot(read, card, [[0, 1]], webEntropy), Refused);
});

test("a choice against the rule is refused before anything is encrypted", () => {
  for (const choice of [[1, 1, 0, 0, 0], [0, 0, 0, 0, 0], [0, 1, 1, 1, 0], [0, 2, 0, 0, 0], [0, 1, 0, 0], [0, -1, 1, 1, 0]]) {
    assert.throws(() => makeBallot(election, card, [choice], webEntropy), Refused, String(choice));
  }
});

const honest = makeBallot(election, card, [[0, 1, 0, 1, 0]], webEntropy);

function bent(change: (ballot: any) => void, resign = false): string {
  const ballot = JSON.parse(honest) as any;
  change(ballot);
  if (resign) {
    const { signature, ...body } = ballot;
    ballot.signature = { ...signature, hash: fingerprint(canonical(body)) };
  }
  return canonical(ballot);
}

test("a ballot that is not the canonical bytes is refused", () => {
  assert.throws(() => checkBallot(election, honest + "\n"), Malformed);
  assert.throws(() => checkBallot(election, honest.replace(":", ": ")), Malformed);
  assert.throws(() => checkBallot(election, honest.slice(0, -1)), Malformed);
  assert.throws(() => checkBallot(election, "[]"), Malformed);
  assert.throws(() => checkBallot(election, bent((b) => (b.more = 1))), Malformed);
  assert.throws(() => checkBallot(election, bent((b) => (b.answers[0].more = 1), true)), Unverified);
  const { signature, ...body } = JSON.parse(honest) as any;
  assert.throws(() => checkBallot(election, canonical({ signature, ...body })), Malformed);
});

test("a ballot of another election is refused", () => {
  assert.throws(() => checkBallot(election, bent((b) => (b.election_uuid = "11111111111111"))), Refused);
  assert.throws(() => checkBallot(election, bent((b) => (b.election_hash = b.signature.hash))), Refused);
  const other = withQuestions([{ answers: ["A", "B", "C", "D"], blank: true, min: 1, max: 2, question: "lain" }]);
  assert.throws(() => checkBallot(other, honest), Refused);
});

test("every proof in a ballot matters", () => {
  const tweak = (proof: any): void => void (proof.response = (BigInt(proof.response) > 0n ? BigInt(proof.response) - 1n : 1n).toString());
  const places: Record<string, (ballot: any) => void> = {
    individual: (b) => tweak(b.answers[0].individual_proofs[2][1]),
    "individual, other": (b) => tweak(b.answers[0].individual_proofs[0][0]),
    overall: (b) => tweak(b.answers[0].overall_proof[1]),
    blank: (b) => tweak(b.answers[0].blank_proof[0]),
    challenge: (b) => (b.answers[0].overall_proof[0].challenge = "1"),
    "fewer proofs": (b) => b.answers[0].overall_proof.pop(),
    "swapped ciphertexts": (b) => b.answers[0].choices.reverse(),
    "swapped halves": (b) => {
      const c = b.answers[0].choices[1];
      [c.alpha, c.beta] = [c.beta, c.alpha];
    },
    credential: (b) => (b.credential = text(election.group, election.group.generator)),
  };
  for (const [name, change] of Object.entries(places)) {
    assert.throws(() => checkBallot(election, bent(change)), Unverified, `${name}, hash left`);
    assert.throws(() => checkBallot(election, bent(change, true)), Unverified, `${name}, hash renewed`);
  }
  assert.throws(() => checkBallot(election, bent((b) => tweak(b.signature.proof))), Unverified);
});

test("numbers out of range in a proof are refused", () => {
  const q = election.group.q.toString();
  for (const form of [q, "01", "-1", ""]) {
    assert.throws(() => checkBallot(election, bent((b) => (b.signature.proof.response = form))), Malformed, form);
  }
});

test("an answer too few or too many is refused", () => {
  const resigned = (change: (b: any) => void): string => bent(change, true);
  for (const change of [
    (b: any): void => void b.answers[0].choices.pop(),
    (b: any): void => void b.answers.pop(),
    (b: any): void => void b.answers.push(b.answers[0]),
    (b: any): void => void delete b.answers[0].blank_proof,
  ]) {
    assert.throws(() => checkBallot(election, resigned(change)), (error) => error instanceof Malformed || error instanceof Unverified);
  }
});

test("what people type on a card is forgiven, what cannot be is not", () => {
  const code = makeCredential(webEntropy);
  const bare = code.replaceAll("-", "");
  for (const typed of [code, bare, ` ${bare} `, bare.replace(/(.{4})/g, "$1 "), code.replaceAll("-", "–"), `https://pilih.example/pilih/x/#${code}`, code.replaceAll("-", " - ")]) {
    assert.equal(normaliseCredential(typed), code, typed);
  }
  for (const typed of ["", bare.slice(1), bare + "A", "0" + bare.slice(1), "l" + bare.slice(1), "O" + bare.slice(1), "I" + bare.slice(1)]) {
    assert.throws(() => normaliseCredential(typed), Malformed, typed);
  }
});

test("a card of one election is another voter in the next", () => {
  const first = deriveSecret(election.group, election.uuid, card);
  assert.notEqual(first, deriveSecret(election.group, "11111111111111", card));
});
