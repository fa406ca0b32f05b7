/** Whole elections held by belenios-tool, recomputed here; and single bytes turned in them, each found. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { readArchive, verifyArchive } from "../src/core/archive.ts";
import { textOf, utf8 } from "../src/core/canon.ts";
import { readElection } from "../src/core/election.ts";
import { Malformed, Refused, Unverified } from "../src/core/errors.ts";
import { checkElectionKey, checkTrustees } from "../src/core/trustees.ts";
import { COUNTED, vector } from "./vectors.ts";

for (const folder of COUNTED) {
  test(`${folder}: everything in the archive holds`, () => {
    const { archive, expected } = vector(folder);
    const report = verifyArchive(readArchive(archive));
    assert.equal(report.election.fingerprint, expected.election_fingerprint);
    assert.deepEqual(report.ballots.map((ballot) => ballot.tracker), expected.smart_ballot_trackers);
    assert.deepEqual(report.result, expected.result);
  });
}

test("a flipped byte anywhere in the archive is found", () => {
  const { archive } = vector("b-weighted-ed25519");
  let tried = 0;
  for (let at = 600; at < archive.length; at += 997) {
    if (archive[at] === 0) continue; // padding, regenerated and compared by the stricter reader
    const bent = Uint8Array.from(archive);
    bent[at] = bent[at]! ^ 1;
    const header = at % 512 < 160 && /data|event/.test(textOf(bent.subarray(at - (at % 512), at - (at % 512) + 100)).slice(0, 100));
    if (header) continue;
    tried += 1;
    assert.throws(() => verifyArchive(readArchive(bent)), `byte ${at}`);
  }
  assert.ok(tried > 5);
});

test("an archive that is cut off says so", () => {
  const { archive } = vector("b-weighted-ed25519");
  for (const cut of [0, 700, 1536]) assert.throws(() => readArchive(archive.subarray(0, cut)), Malformed, `${cut}`);
  assert.throws(() => readArchive(utf8("x".repeat(1024))), Malformed);
});

test("the election's key is the product of the trustees' keys", () => {
  const { election, trustees } = vector("a-threshold-blank-ed25519");
  const read = readElection(election);
  checkElectionKey(read, checkTrustees(read.group, trustees));
  const other = vector("b-weighted-ed25519").trustees;
  assert.throws(() => checkElectionKey(read, checkTrustees(read.group, other)), Unverified);
});

test("trustees of a ceremony are refused with any part exchanged", () => {
  const { election, trustees } = vector("a-threshold-blank-ed25519");
  const { group } = readElection(election);
  const bend = (change: (item: any) => void): string => {
    const list = JSON.parse(trustees) as any[];
    change(list[0][1]);
    return JSON.stringify(list);
  };
  const swap = (list: any[]): void => void ([list[0], list[1]] = [list[1], list[0]]);
  assert.throws(() => checkTrustees(group, bend((item) => swap(item.certs))), Refused);
  assert.throws(() => checkTrustees(group, bend((item) => swap(item.coefexps))), Unverified);
  assert.throws(() => checkTrustees(group, bend((item) => swap(item.signatures))), Unverified);
  assert.throws(() => checkTrustees(group, bend((item) => swap(item.verification_keys))), Unverified);
  assert.throws(() => checkTrustees(group, bend((item) => (item.threshold = 3))), Refused);
  assert.throws(() => checkTrustees(group, bend((item) => item.verification_keys.pop())), Malformed);
});
