/** Trustees and the credential authority: their files, what they open, and what they refuse to open. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { readCredentials } from "../src/core/archive.ts";
import { canonical, type Json, type JsonObject, parseJson } from "../src/core/canon.ts";
import { checkPartialDecryption, readEncryptedTally } from "../src/core/decryption.ts";
import { ED25519 } from "../src/core/ed25519.ts";
import { readElection } from "../src/core/election.ts";
import { webEntropy } from "../src/core/entropy.ts";
import { Malformed, Unverified } from "../src/core/errors.ts";
import { randomScalar } from "../src/core/entropy.ts";
import { modulo, text } from "../src/core/group.ts";
import { openDecryptionKey } from "../src/core/threshold.ts";
import { inPrintOrder, makeCards, publicHalves, readSecretFile, writeSecretFile } from "../src/credentials/secretfile.ts";
import type { AuthorityState } from "../src/credentials/state.ts";
import { lock, open, unlock } from "../src/page/lock.ts";
import { decrypt, introduce, makeSecret, rehearse } from "../src/trustee/deeds.ts";
import { fileName, readKeyFile, writeKeyFile } from "../src/trustee/keyfile.ts";
import type { TrusteeState } from "../src/trustee/state.ts";
import { compareWithBox, readOpening } from "../src/trustee/tally.ts";
import { vector } from "./vectors.ts";

Object.assign(globalThis, { document: { documentElement: { lang: "id" } } });

const given = vector("a-threshold-blank-ed25519");
const archive = given.archive;
const trustee = given.secrets.trustees[0]!;

function recordOf(hashName: string, holds: (text: string) => boolean): string {
  const raw = new TextDecoder().decode(archive);
  const found = raw.split("\0").find((part) => part.startsWith(hashName) && holds(part));
  assert.ok(found !== undefined, hashName);
  return found;
}

const encryptedTally = recordOf("[[{\"alpha\"", () => true);
const tally = { election: new TextDecoder().decode(given.election), encrypted_tally: encryptedTally, trustees: given.trustees };

const state: TrusteeState = {
  election: { uuid: given.secrets.uuid, title: "Pengurus Koperasi", organisation: "Koperasi Kunang-Kunang", group: "Ed25519", url: "/e/x/" },
  me: { index: 1, owner: 1, name: "Bu Embun", kind: "threshold" },
  size: 3, threshold: 2, attempt: 1, step: "decrypt", others: [],
  certs: given.secrets.trustees.map((each) => each.cert as unknown as Json),
  vinput: null, voutput: trustee.voutput as unknown as TrusteeState["voutput"], rehearsal: null, tally,
};

test("a key file comes back as it went, with and without a passphrase", async () => {
  assert.equal(fileName(state), `kunci-bu-embun-${given.secrets.uuid}.json`);
  for (const passphrase of ["", "kunang-kunang di sawah"]) {
    const secret = makeSecret(state);
    const file = parseJson(await writeKeyFile(state, secret, passphrase)) as JsonObject;
    assert.equal("seed" in file, passphrase === "");
    assert.deepEqual(readKeyFile(state, await open(file, passphrase)), secret);
    if (passphrase !== "") await assert.rejects(open(file, "lain"), Unverified);
  }
  const single = { ...state, me: { ...state.me, kind: "single" as const } };
  const secret = makeSecret(single);
  assert.deepEqual(readKeyFile(single, parseJson(await writeKeyFile(single, secret, "")) as JsonObject), secret);
  assert.match(introduce(single, secret), /^\{"pok":\{"challenge"/);
});

test("a key file of someone else, elsewhere or before is refused in words", async () => {
  const file = parseJson(await writeKeyFile(state, makeSecret(state), "")) as { [member: string]: Json };
  const refused = (change: object, why: RegExp): void => assert.throws(() => readKeyFile(state, { ...file, ...change }), why);
  refused({ uuid: "11111111111111" }, /pemilihan lain/);
  refused({ index: 2 }, /pemegang kunci lain/);
  refused({ attempt: 2 }, /upacara sebelumnya/);
  refused({ group: "BELENIOS-2048" }, /sandi lain/);
  refused({ seed: "pendek" }, /rusak/);
  refused({ seed: null }, /rusak/);
});

test("what is locked says how, and opens with its passphrase alone", async () => {
  const locked = await lock("rahasia — é", "sandi");
  assert.equal(await unlock(locked, "sandi"), "rahasia — é");
  await assert.rejects(unlock(locked, "Sandi"), Unverified);
  await assert.rejects(unlock({ ...locked, iterations: 1e9 }, "sandi"), Malformed);
  await assert.rejects(unlock({ ...locked, kdf: "scrypt" }, "sandi"), Malformed);
});

test("a trustee opens the sum of the box, and it is proved", async () => {
  const opening = readOpening(state, tally);
  assert.equal(await compareWithBox(tally, opening.election, archive, () => {}), 5);
  const body = await decrypt(state, { kind: "threshold", seed: trustee.seed }, opening);
  checkPartialDecryption(ED25519, opening.election.fingerprint, opening.ownKey, readEncryptedTally(ED25519, encryptedTally), body);
  await assert.rejects(decrypt(state, { kind: "threshold", seed: given.secrets.trustees[1]!.seed }, opening), /tidak membuka kunci/);
  const other = { ...state, me: { ...state.me, owner: 2 } };
  await assert.rejects(decrypt(other, { kind: "threshold", seed: trustee.seed }, readOpening(other, tally)), /tidak membuka kunci/);
});

test("a server that wants a single ballot opened, or another election, is refused", async () => {
  const election = readElection(given.election);
  const ballot = JSON.parse(recordOf("{\"election_uuid\"", () => true)) as { answers: { choices: object[] }[] };
  const one = { ...tally, encrypted_tally: canonical(ballot.answers.map((answer) => answer.choices)) };
  await assert.rejects(compareWithBox(one, election, archive, () => {}), /not the sum of the box/);
  await assert.rejects(compareWithBox(tally, election, vector("b-weighted-ed25519").archive, () => {}), /another election/);
  assert.throws(() => readOpening({ ...state, election: { ...state.election, uuid: "11111111111111" } }, tally), Unverified);
  assert.throws(() => readOpening(state, { ...tally, trustees: vector("b-weighted-ed25519").trustees }), Unverified);
  assert.throws(() => readOpening({ ...state, me: { ...state.me, owner: 9 } }, tally), Unverified);
  assert.ok(readCredentials(election, given.credentials).size > 0);
});

test("a rehearsal opens its own number and nothing else", async () => {
  const secret = { kind: "threshold" as const, seed: trustee.seed };
  const key = await openDecryptionKey(ED25519, trustee.seed, trustee.voutput.private_key);
  const r = randomScalar(ED25519, webEntropy);
  const hidden = (randomness: bigint, number: number): string => {
    const mask = ED25519.power(ED25519.powerOfGenerator(key), randomness);
    const beta = ED25519.times(mask, ED25519.powerOfGenerator(BigInt(number)));
    return canonical([[{ alpha: text(ED25519, ED25519.powerOfGenerator(randomness)), beta: text(ED25519, beta) }]]);
  };
  const asked = { fingerprint: "uji", public_key: text(ED25519, ED25519.powerOfGenerator(key)), number: 137, randomness: r.toString(), encrypted_tally: hidden(r, 137) };
  const { body, number } = await rehearse({ ...state, rehearsal: asked }, secret);
  assert.equal(number, 137);
  checkPartialDecryption(ED25519, "uji", ED25519.powerOfGenerator(key), readEncryptedTally(ED25519, asked.encrypted_tally), body);
  const refused = async (change: Partial<typeof asked>, why: RegExp): Promise<void> =>
    assert.rejects(rehearse({ ...state, rehearsal: { ...asked, ...change } }, secret), why);
  await refused({ encrypted_tally: encryptedTally }, /bukan angka uji/);
  await refused({ encrypted_tally: hidden(modulo(r + 1n, ED25519.q), 137) }, /bukan angka uji/);
  await refused({ encrypted_tally: hidden(r, 138) }, /tidak membuka kunci/);
  await refused({ public_key: text(ED25519, ED25519.generator) }, /tidak membuka kunci/);
  await assert.rejects(rehearse({ ...state, rehearsal: asked }, { kind: "threshold", seed: given.secrets.trustees[1]!.seed }), /tidak membuka kunci/);
});

test("the authority's cards: as many as the roll, no list to follow, the file comes back", async () => {
  const authority: AuthorityState = {
    election: { uuid: given.secrets.uuid, title: "Pilketos", organisation: "SMP Negeri 3 Kunang-Kunang", group: "Ed25519", url: "/e/x/", booth_url: "https://pilih.example/pilih/x/" },
    step: "generate", classes: [{ label: "8A", count: 3 }, { label: "8B", count: 30 }], total: 33, weights: { "8B": 2 }, printed: 0,
  };
  const cards = makeCards(authority);
  assert.equal(new Set(cards.map((card) => card.credential)).size, 33);
  const halves = await publicHalves(authority, cards, () => {});
  assert.deepEqual(halves.map((half) => half.key), halves.map((half) => half.key).sort());
  assert.deepEqual([halves.filter((half) => half.group === "8A").length, halves.find((half) => half.group === "8B")!.weight], [3, 2]);
  assert.ok(halves.every((half) => ED25519.parse(half.key)));
  const file = parseJson(await writeSecretFile(authority, cards, "sandi")) as JsonObject;
  assert.doesNotMatch(canonical(file), new RegExp(cards[0]!.credential));
  assert.deepEqual(readSecretFile(authority, await open(file, "sandi")), cards);
  assert.throws(() => readSecretFile({ ...authority, total: 34 }, { uuid: given.secrets.uuid, cards: cards as unknown as Json }), /tidak cocok/);
  assert.throws(() => readSecretFile(authority, { uuid: "lain", cards: [] }), /pemilihan lain/);
  assert.throws(() => readSecretFile(authority, { uuid: given.secrets.uuid, cards: [{ group: "8A", credential: "x" }] }), /rusak/);
  const printed = inPrintOrder(authority, cards, "8B");
  assert.deepEqual([printed.length, printed[0]!.cards.length], [1, 30]);
  assert.notDeepEqual(printed[0]!.cards, cards.filter((card) => card.group === "8B"));
});

