/**
 * The archive `UUID.bel` (section 9) as a reader needs it: records and events in order, and the whole check of an
 * election of counted questions. `luber verify` is the stricter judge; this one is a second opinion in another language.
 */
import { arrayAt, canonical, exactly, integerAt, objectAt, parseJson, sha256Hex, stringAt, textOf } from "./canon.ts";
import { type CheckedBallot, checkBallot } from "./ballot.ts";
import { checkPartialDecryption, checkResult, openTally, readEncryptedTally } from "./decryption.ts";
import { type Election, readElection } from "./election.ts";
import { type Ciphertext, ciphertextsToJson } from "./elgamal.ts";
import { Malformed, Refused, Unverified } from "./errors.ts";
import type { Element } from "./group.ts";
import { width } from "./answer.ts";
import { checkElectionKey, checkTrustees, ownerKeys } from "./trustees.ts";

export interface ArchiveEvent {
  readonly type: string;
  readonly payload: string | null;
}

export interface Archive {
  readonly events: readonly ArchiveEvent[];
  /** The exact bytes of the record with this hash; throws `Malformed` where there is none. */
  data(hash: string): Uint8Array;
}

const BLOCK = 512;

export function readArchive(bytes: Uint8Array): Archive {
  const records = new Map<string, Uint8Array>();
  const events: ArchiveEvent[] = [];
  let parent: string | null = null;
  if (bytes.length === 0 || bytes.length % BLOCK !== 0) throw new Malformed("archive: not made of whole blocks");
  for (let at = 0, n = 0; at < bytes.length; n++) {
    const header = textOf(bytes.subarray(at, at + 136)).split("\0");
    const name = header[0]!;
    const size = parseInt(textOf(bytes.subarray(at + 124, at + 135)), 8);
    const body = bytes.subarray(at + BLOCK, at + BLOCK + size);
    if (!Number.isFinite(size) || body.length !== size) throw new Malformed(`archive: record ${n} is cut off`);
    at += BLOCK + Math.ceil(size / BLOCK) * BLOCK;
    if (n === 0) {
      if (name !== "BELENIOS") throw new Malformed("archive: does not begin with BELENIOS");
      continue;
    }
    const hash = sha256Hex(body);
    if (name === `${hash}.data.json`) records.set(hash, body);
    else if (name === `${hash}.event.json`) {
      const event = objectAt(parseJson(textOf(body)), "event");
      const height = integerAt(event.height, "event.height");
      if (height !== events.length || (parent === null ? "parent" in event : event.parent !== parent)) {
        throw new Unverified(`archive: event ${events.length} does not follow the one before`);
      }
      events.push({ type: stringAt(event.type, "event.type"), payload: event.payload === undefined ? null : stringAt(event.payload, "event.payload") });
      parent = hash;
    } else throw new Unverified(`archive: record ${n} does not bear its own hash`);
  }
  return {
    events,
    data(hash) {
      const found = records.get(hash);
      if (found === undefined) throw new Malformed(`archive: no record ${hash}`);
      return found;
    },
  };
}

export interface ArchiveReport {
  readonly election: Election;
  readonly ballots: readonly CheckedBallot[];
  /** Null while there is none. */
  readonly result: unknown;
}

/** Recomputes everything there is in the archive; throws at the first thing that does not hold. */
export function verifyArchive(archive: Archive): ArchiveReport {
  const payload = (event: ArchiveEvent): string => textOf(archive.data(event.payload ?? ""));
  const [setup, ...rest] = archive.events;
  if (setup?.type !== "Setup") throw new Malformed("archive: does not begin with the setup");
  const record = objectAt(parseJson(payload(setup)), "setup");
  exactly(record, ["election", "trustees", "credentials"], "setup");
  const part = (name: string): Uint8Array => archive.data(stringAt(record[name], `setup.${name}`));
  const election = readElection(part("election"));
  const { group } = election;
  const trustees = checkTrustees(group, textOf(part("trustees")));
  checkElectionKey(election, trustees);
  const weights = readCredentials(election, textOf(part("credentials")));

  const raws = rest.filter((event) => event.type === "Ballot").map(payload);
  if (new Set(raws).size !== raws.length) throw new Refused("ballots: the same bytes twice");
  const ballots = raws.map((raw) => checkBallot(election, raw));
  const last = new Map<string, CheckedBallot>();
  for (const ballot of ballots) {
    if (!weights.has(ballot.credential)) throw new Refused(`ballot ${ballot.tracker}: its credential is not listed`);
    last.set(ballot.credential, ballot);
  }
  const tallied = rest.find((event) => event.type === "EncryptedTally");
  if (tallied === undefined) return { election, ballots, result: null };

  const companion = objectAt(parseJson(payload(tallied)), "encrypted_tally");
  const rawTally = textOf(archive.data(stringAt(companion.encrypted_tally, "encrypted_tally")));
  const own = addUp(election, [...last.values()], weights);
  if (canonical(own.map((cts) => ciphertextsToJson(group, cts))) !== rawTally) throw new Unverified("encrypted_tally: not the sum of the ballots");
  const total = [...last.keys()].reduce((sum, credential) => sum + weights.get(credential)!, 0);
  if (companion.num_tallied !== last.size || Number(companion.total_weight) !== total) throw new Unverified("encrypted_tally: wrong number of ballots");

  const keys = ownerKeys(trustees);
  const tally = readEncryptedTally(group, rawTally);
  const factors = new Map<number, Element[]>();
  for (const event of rest.filter((each) => each.type === "PartialDecryption")) {
    const owned = objectAt(parseJson(payload(event)), "partial_decryption");
    const owner = integerAt(owned.owner, "owner");
    const key = keys[owner - 1];
    if (key === undefined || factors.has(owner)) throw new Refused(`partial decryption: owner ${owner} is nobody, or twice`);
    const raw = textOf(archive.data(stringAt(owned.payload, "partial_decryption.payload")));
    factors.set(owner, checkPartialDecryption(group, election.fingerprint, key, tally, raw));
  }
  const published = rest.find((event) => event.type === "Result");
  if (published === undefined) return { election, ballots, result: null };
  const result = openTally(election, trustees, tally, factors, total);
  checkResult(result, payload(published));
  return { election, ballots, result };
}

/** `public_creds.json`: `s(C)` or `s(C),WEIGHT` → weight of each. `membership: false` leaves out the costly question. */
export function readCredentials(election: Election, raw: string, { membership } = { membership: true }): Map<string, number> {
  const weights = new Map<string, number>();
  for (const entry of arrayAt(parseJson(raw), "credentials")) {
    const [credential, weight, ...more] = stringAt(entry, "credentials").split(",");
    if (membership) election.group.parse(credential!);
    if (weights.has(credential!)) throw new Refused("credentials: one stands twice");
    if (more.length > 0 || (weight !== undefined && !/^(0|[1-9][0-9]{0,11})$/.test(weight))) throw new Malformed("credentials: not KEY or KEY,WEIGHT");
    weights.set(credential!, weight === undefined ? 1 : Number(weight));
  }
  return weights;
}

function addUp(election: Election, ballots: readonly CheckedBallot[], weights: ReadonlyMap<string, number>): Ciphertext[][] {
  const { group } = election;
  return election.questions.map((question, i) =>
    Array.from({ length: width(question) }, (_, k) =>
      ballots.reduce<Ciphertext>(
        (sum, ballot) => {
          const weight = BigInt(weights.get(ballot.credential)!);
          const { alpha, beta } = ballot.answers[i]![k]!;
          return { alpha: group.times(sum.alpha, group.power(alpha, weight)), beta: group.times(sum.beta, group.power(beta, weight)) };
        },
        { alpha: group.one, beta: group.one },
      ),
    ),
  );
}
