/**
 * The twin's mouth: an act a line as JSON on stdin, its answer a line on stdout, for tests in Python
 * (`tests/core/client_twin`). A refusal is an answer too: {"refused": "Unverified: …"}.
 */
import { createInterface } from "node:readline";
import { readArchive, verifyArchive } from "../src/core/archive.ts";
import { checkBallot, makeBallot } from "../src/core/ballot.ts";
import { bytesOfHex, type Json, parseJson, utf8 } from "../src/core/canon.ts";
import { deriveSecret, makeCredential, normaliseCredential, publicCredential } from "../src/core/credential.ts";
import { checkPartialDecryption, makePartialDecryption, readEncryptedTally } from "../src/core/decryption.ts";
import { ED25519 } from "../src/core/ed25519.ts";
import { readElection } from "../src/core/election.ts";
import { webEntropy } from "../src/core/entropy.ts";
import { text } from "../src/core/group.ts";
import { groupNamed } from "../src/core/groups.ts";
import { hashToGroup, openPermit, requestPermit } from "../src/core/permit.ts";
import { receiptWords } from "../src/core/receipt.ts";
import { makeSeed } from "../src/core/signed.ts";
import { checkCertificates, makeCertificate, makePolynomial, makeVerificationKey, openDecryptionKey, readVinput } from "../src/core/threshold.ts";
import { makePrivateKey, publicKeyOf } from "../src/core/trustee.ts";
import { checkElectionKey, checkTrustees, ownerKeys } from "../src/core/trustees.ts";

const certificates = (group: string, certs: Json[], threshold: number) => checkCertificates(groupNamed(group), certs, { size: certs.length, threshold });

const acts: Record<string, (given: any) => unknown> = {
  credential: () => makeCredential(webEntropy),
  typed: ({ typed }) => normaliseCredential(typed),
  public: ({ group, uuid, credential }) => text(groupNamed(group), publicCredential(groupNamed(group), deriveSecret(groupNamed(group), uuid, credential))),
  words: ({ tracker }) => receiptWords(tracker),
  ballot: ({ election, credential, choices }) => makeBallot(readElection(utf8(election)), credential, choices, webEntropy),
  check_ballot: ({ election, ballot }) => {
    const { credential, tracker } = checkBallot(readElection(utf8(election)), ballot);
    return { credential, tracker };
  },
  seed: () => makeSeed(webEntropy),
  single: ({ group }) => {
    const key = makePrivateKey(groupNamed(group), webEntropy);
    return { private: key.toString(), public: publicKeyOf(groupNamed(group), key, webEntropy) };
  },
  certificate: ({ group, seed, size, threshold, index }) => makeCertificate(groupNamed(group), seed, { group, size, threshold, index }, webEntropy),
  polynomial: ({ group, seed, index, certs, threshold }) => makePolynomial(groupNamed(group), seed, index, certificates(group, certs, threshold), webEntropy),
  verification_key: async ({ group, seed, index, certs, threshold, vinput }) =>
    (await makeVerificationKey(groupNamed(group), seed, index, certificates(group, certs, threshold), readVinput(groupNamed(group), vinput), webEntropy)).body,
  decryption_key: async ({ group, seed, private_key }) => (await openDecryptionKey(groupNamed(group), seed, private_key)).toString(),
  trustees: ({ election, trustees }) => {
    const read = readElection(utf8(election));
    const items = checkTrustees(read.group, trustees);
    checkElectionKey(read, items);
    return ownerKeys(items).map((key) => text(read.group, key));
  },
  decrypt: ({ election, key, tally }) => {
    const { group, fingerprint } = readElection(utf8(election));
    return makePartialDecryption(group, fingerprint, BigInt(key), readEncryptedTally(group, tally), webEntropy);
  },
  check_decryption: ({ election, owner, tally, decryption }) => {
    const { group, fingerprint } = readElection(utf8(election));
    return checkPartialDecryption(group, fingerprint, group.parse(owner), readEncryptedTally(group, tally), decryption).length;
  },
  verify: ({ archive }) => {
    const report = verifyArchive(readArchive(bytesOfHex(archive)));
    return { ballots: report.ballots.length, result: report.result };
  },
  hash_to_group: ({ token, uuid }) => text(ED25519, hashToGroup(utf8(token), uuid)),
  blind: ({ uuid, credential, owner }) => text(ED25519, requestPermit(uuid, credential, owner).blinded),
  unblind: ({ uuid, credential, owner, answer, key }) => openPermit(uuid, requestPermit(uuid, credential, owner), answer, key),
};

for await (const line of createInterface({ input: process.stdin })) {
  const { act, given } = parseJson(line) as unknown as { act: string; given: unknown };
  let answer: object;
  try {
    answer = { done: await acts[act]!(given) };
  } catch (error) {
    answer = { refused: `${(error as Error).name}: ${(error as Error).message}` };
  }
  process.stdout.write(JSON.stringify(answer) + "\n");
}
