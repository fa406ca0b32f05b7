/** The trustees' ceremony: our own from end to end, and the transcript of belenios-tool's, step by step. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { BELENIOS_2048 } from "../src/core/belenios2048.ts";
import { canonical, type Json, parseJson } from "../src/core/canon.ts";
import { checkPartialDecryption, makePartialDecryption, openTally } from "../src/core/decryption.ts";
import { ED25519 } from "../src/core/ed25519.ts";
import { type Election, readElection } from "../src/core/election.ts";
import { encrypt } from "../src/core/elgamal.ts";
import { webEntropy } from "../src/core/entropy.ts";
import { Refused, Unverified } from "../src/core/errors.ts";
import { type Group, text } from "../src/core/group.ts";
import { keysOfSeed, makeSeed, receive, send } from "../src/core/signed.ts";
import { checkCertificates, makeCertificate, makePolynomial, makeVerificationKey, openDecryptionKey, readVinput } from "../src/core/threshold.ts";
import { checkPublicKey, makePrivateKey, publicKeyOf } from "../src/core/trustee.ts";
import { checkTrustees, ownerKeys } from "../src/core/trustees.ts";
import { type ThresholdTrustee, vector } from "./vectors.ts";

async function ceremony(group: Group, size: number, threshold: number): Promise<{ seeds: string[]; keys: bigint[]; item: string; sealed: string[] }> {
  const seeds = Array.from({ length: size }, () => makeSeed(webEntropy));
  const certs = seeds.map((seed, i) => parseJson(makeCertificate(group, seed, { group: group.name, size, threshold, index: i + 1 }, webEntropy)));
  const certificates = checkCertificates(group, certs, { size, threshold });
  const polynomials: any[] = [];
  for (const [i, seed] of seeds.entries()) polynomials.push(parseJson(await makePolynomial(group, seed, i + 1, certificates, webEntropy)));
  const outputs = [];
  for (const [j, seed] of seeds.entries()) {
    const vinput = vinputOf(polynomials, j);
    outputs.push(await makeVerificationKey(group, seed, j + 1, certificates, readVinput(group, vinput), webEntropy));
  }
  const bodies = outputs.map((each) => JSON.parse(each.body) as any);
  const item = canonical({
    threshold,
    certs,
    coefexps: polynomials.map((p) => p.coefexps),
    signatures: polynomials.map((p) => p.signature),
    verification_keys: bodies.map((b) => b.public_key),
  });
  return { seeds, keys: outputs.map((each) => each.decryptionKey), item, sealed: bodies.map((b) => b.private_key) };
}

function vinputOf(polynomials: any[], j: number): Json {
  return {
    polynomial: polynomials[j].polynomial,
    secrets: polynomials.map((p) => p.secrets[j]),
    coefexps: polynomials.map((p) => p.coefexps),
    signatures: polynomials.map((p) => p.signature),
  };
}

for (const [group, size, threshold] of [[ED25519, 3, 2], [ED25519, 5, 3], [BELENIOS_2048, 3, 2]] as const) {
  test(`${group.name} ${threshold} of ${size}: any quorum opens, with one mandatory trustee beside`, async () => {
    const { keys, item, seeds, sealed } = await ceremony(group, size, threshold);
    for (const [i, seed] of seeds.entries()) assert.equal(await openDecryptionKey(group, seed, sealed[i]!), keys[i]);
    const single = makePrivateKey(group, webEntropy);
    const raw = canonical([["Pedersen", JSON.parse(item)], ["Single", publicKeyOf(group, single, webEntropy)]]);
    const items = checkTrustees(group, raw);
    const key = group.times(items[0]!.key, items[1]!.key);
    const powerOfKey = group.fixedBase(key);
    const tally = [[encrypt(group, powerOfKey, 0, webEntropy), encrypt(group, powerOfKey, 7, webEntropy)], [{ alpha: group.one, beta: group.one }]];
    const owners = ownerKeys(items);
    const all = [...keys, single];
    const election = { group } as Election;
    const factorsOf = (chosen: number[]): Map<number, any> =>
      new Map(chosen.map((owner) => {
        const part = makePartialDecryption(group, "sidik", all[owner - 1]!, tally, webEntropy);
        return [owner, checkPartialDecryption(group, "sidik", owners[owner - 1]!, tally, part)];
      }));
    const quorum = Array.from({ length: threshold }, (_, i) => size - i);
    assert.deepEqual(openTally(election, items, tally, factorsOf([...quorum, size + 1]), 10), [[0, 7], [0]]);
    assert.throws(() => openTally(election, items, tally, factorsOf([...quorum.slice(1), size + 1]), 10), Refused);
    assert.throws(() => openTally(election, items, tally, factorsOf(quorum), 10), Refused);
    assert.throws(() => openTally(election, items, tally, factorsOf([...quorum, size + 1]), 6), Unverified);
    const wrong = makePartialDecryption(group, "sidik", all[0]!, tally, webEntropy);
    assert.throws(() => checkPartialDecryption(group, "sidik", owners[1]!, tally, wrong), Unverified);
    assert.throws(() => checkPartialDecryption(group, "lain", owners[0]!, tally, wrong), Unverified);
    const swapped = JSON.parse(wrong) as any;
    swapped.decryption_factors[0].reverse();
    assert.throws(() => checkPartialDecryption(group, "sidik", owners[0]!, tally, canonical(swapped)), Unverified);
  });
}

for (const folder of ["a-threshold-blank-ed25519", "a-threshold-blank-belenios2048"]) {
  const { election: bytes, secrets } = vector(folder);
  const election = readElection(bytes);
  const { group } = election;
  const trustees: ThresholdTrustee[] = secrets.trustees;
  const certs = trustees.map((each) => each.cert as unknown as Json);

  test(`${folder}: our steps go on from belenios-tool's`, async () => {
    const certificates = checkCertificates(group, certs, { size: 3, threshold: 2 });
    const first = trustees[0]!;
    const context = { group: group.name, size: 3, threshold: 2, index: 1 };
    const own = JSON.parse(makeCertificate(group, first.seed, context, webEntropy)) as { message: string };
    assert.equal(own.message, first.cert.message);
    for (const [i, trustee] of trustees.entries()) {
      const vinput = readVinput(group, trustee.vinput as Json);
      const { body, decryptionKey } = await makeVerificationKey(group, trustee.seed, i + 1, certificates, vinput, webEntropy);
      const written = JSON.parse(body) as { public_key: { public_key: string }; private_key: string };
      assert.equal(written.public_key.public_key, (trustee.voutput.public_key as { public_key: string }).public_key);
      assert.equal(await openDecryptionKey(group, trustee.seed, trustee.voutput.private_key), decryptionKey);
      assert.equal(await openDecryptionKey(group, trustee.seed, written.private_key), decryptionKey);
    }
  });

  test(`${folder}: a share that was bent, exchanged or mis-addressed is refused`, async () => {
    const certificates = checkCertificates(group, certs, { size: 3, threshold: 2 });
    const vinput = trustees[0]!.vinput as any;
    const run = (change: (vinput: any) => void): Promise<unknown> => {
      const copy = structuredClone(vinput);
      change(copy);
      return makeVerificationKey(group, trustees[0]!.seed, 1, certificates, readVinput(group, copy), webEntropy);
    };
    const { signing } = keysOfSeed(group, trustees[1]!.seed);
    const bad = await send(group, signing, certificates[0]!.encryption, canonical({ secret: "5" }), webEntropy);
    await assert.rejects(run((v) => (v.secrets[1] = bad)), /secrets\[1\]: the share does not fit/);
    await assert.rejects(run((v) => (v.secrets[1] = vinput.secrets[2])), Unverified);
    await assert.rejects(run((v) => (v.coefexps[1] = vinput.coefexps[2])), Unverified);
    await assert.rejects(run((v) => (v.signatures[1] = vinput.signatures[2])), Unverified);
    await assert.rejects(run((v) => (v.polynomial = vinput.secrets[1])), Unverified);
    await assert.rejects(run((v) => v.secrets.pop()));
    await assert.rejects(
      makeVerificationKey(group, trustees[1]!.seed, 1, certificates, readVinput(group, vinput), webEntropy),
      Refused,
    );
  });
}

test("certificates of another circle, order or threshold are refused", () => {
  const make = (size: number, threshold: number, index: number): Json =>
    parseJson(makeCertificate(ED25519, makeSeed(webEntropy), { group: "Ed25519", size, threshold, index }, webEntropy));
  const expected = { size: 2, threshold: 1 };
  checkCertificates(ED25519, [make(2, 1, 1), make(2, 1, 2)], expected);
  assert.throws(() => checkCertificates(ED25519, [make(2, 1, 2), make(2, 1, 1)], expected), Refused);
  assert.throws(() => checkCertificates(ED25519, [make(2, 2, 1), make(2, 2, 2)], expected), Refused);
  assert.throws(() => checkCertificates(ED25519, [make(3, 1, 1), make(3, 1, 2)], expected), Refused);
  assert.throws(() => checkCertificates(ED25519, [make(2, 1, 1)], expected), Refused);
  const bent = make(2, 1, 1) as any;
  bent.message = bent.message.replace('"index":1', '"index":2');
  assert.throws(() => checkCertificates(ED25519, [make(2, 1, 1), bent], expected), Unverified);
});

test("the channel opens for its receiver alone, and says who sent it", async () => {
  const [a, b, c] = [1, 2, 3].map(() => keysOfSeed(ED25519, makeSeed(webEntropy)));
  const key = (k: bigint) => ED25519.powerOfGenerator(k);
  const sealed = await send(ED25519, a!.signing, key(b!.decryption), "halo — é", webEntropy);
  assert.equal(await receive(ED25519, b!.decryption, key(a!.signing), sealed, "surat"), "halo — é");
  await assert.rejects(receive(ED25519, c!.decryption, key(a!.signing), sealed, "surat"), Unverified);
  await assert.rejects(receive(ED25519, b!.decryption, key(c!.signing), sealed, "surat"), Unverified);
  await assert.rejects(receive(ED25519, b!.decryption, key(a!.signing), sealed.replace("AES-GCM", "AES-CCM"), "surat"));
});

test("a single trustee's key shows that its maker owns it", () => {
  const key = makePrivateKey(ED25519, webEntropy);
  const record = publicKeyOf(ED25519, key, webEntropy);
  assert.equal(text(ED25519, checkPublicKey(ED25519, record as unknown as Json, "key")), record.public_key);
  const other = publicKeyOf(ED25519, makePrivateKey(ED25519, webEntropy), webEntropy);
  assert.throws(() => checkPublicKey(ED25519, { ...other, pok: record.pok } as unknown as Json, "key"), Unverified);
});
