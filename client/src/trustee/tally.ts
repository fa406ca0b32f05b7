/**
 * Before a trustee opens anything: is what the server wants opened really the sum of all ballots in the public box,
 * under the key that we hold a part of? A server that asks for a single ballot to be opened is refused here.
 */
import { width } from "../core/answer.ts";
import { readArchive, readCredentials } from "../core/archive.ts";
import { canonical, type JsonObject, objectAt, parseJson, stringAt, textOf, arrayAt, utf8, fingerprint } from "../core/canon.ts";
import { readEncryptedTally } from "../core/decryption.ts";
import { type Election, readElection } from "../core/election.ts";
import { type Ciphertext, ciphertextsToJson, type Tree } from "../core/elgamal.ts";
import { Unverified } from "../core/errors.ts";
import type { Element } from "../core/group.ts";
import { checkElectionKey, checkTrustees, ownerKeys } from "../core/trustees.ts";
import type { TrusteeState } from "./state.ts";

export interface Opening {
  readonly election: Election;
  readonly tally: Tree<Ciphertext>;
  readonly ownKey: Element;
  readonly fingerprint: string;
}

/** Throws unless the election is ours, its key the trustees', and our number in it the key we hold. */
export function readOpening(state: TrusteeState, given: NonNullable<TrusteeState["tally"]>): Opening {
  const election = readElection(utf8(given.election));
  if (election.uuid !== state.election.uuid) throw new Unverified("election: another one");
  const items = checkTrustees(election.group, given.trustees);
  checkElectionKey(election, items);
  const ownKey = ownerKeys(items)[state.me.owner - 1];
  if (ownKey === undefined) throw new Unverified("trustees: not as many as our number");
  return { election, tally: readEncryptedTally(election.group, given.encrypted_tally), ownKey, fingerprint: fingerprint(given.encrypted_tally) };
}

/** Adds up the box anew; throws unless the sum is the tally. Gives the number of ballots that were added. */
export async function compareWithBox(
  given: NonNullable<TrusteeState["tally"]>,
  election: Election,
  archiveBytes: Uint8Array,
  progress: (done: number, of: number) => void,
): Promise<number> {
  const archive = readArchive(archiveBytes);
  const setup = archive.events[0];
  if (setup?.type !== "Setup") throw new Unverified("archive: does not begin with the setup");
  const record = objectAt(parseJson(textOf(archive.data(setup.payload ?? ""))), "setup");
  const part = (name: string): string => textOf(archive.data(stringAt(record[name], `setup.${name}`)));
  if (part("election") !== given.election || part("trustees") !== given.trustees) throw new Unverified("archive: of another election");
  const weights = readCredentials(election, part("credentials"), { membership: false });

  const last = new Map<string, JsonObject>();
  for (const event of archive.events.filter(({ type }) => type === "Ballot")) {
    const ballot = objectAt(parseJson(textOf(archive.data(event.payload ?? ""))), "ballot");
    last.set(stringAt(ballot.credential, "ballot.credential"), ballot);
  }
  const { group } = election;
  const sums = election.questions.map((question) => Array.from({ length: width(question) }, (): Ciphertext => ({ alpha: group.one, beta: group.one })));
  let done = 0;
  for (const [credential, ballot] of last) {
    const weight = weights.get(credential);
    if (weight === undefined) throw new Unverified("archive: a ballot without a listed credential");
    addTo(sums, ballot, election, BigInt(weight));
    done += 1;
    if (done % 16 === 0) {
      progress(done, last.size);
      await new Promise((resolve) => setTimeout(resolve));
    }
  }
  if (canonical(sums.map((sum) => ciphertextsToJson(group, sum))) !== given.encrypted_tally) throw new Unverified("encrypted_tally: not the sum of the box");
  return last.size;
}

function addTo(sums: Ciphertext[][], ballot: JsonObject, { group }: Election, weight: bigint): void {
  const answers = arrayAt(ballot.answers, "ballot.answers");
  sums.forEach((sum, i) => {
    const choices = arrayAt(objectAt(answers[i], "answer").choices, "choices");
    sum.forEach(({ alpha, beta }, k) => {
      const choice = objectAt(choices[k], "choice");
      const times = (value: Element): Element => (weight === 1n ? value : group.power(value, weight));
      sum[k] = {
        alpha: group.times(alpha, times(group.decode(stringAt(choice.alpha, "alpha")))),
        beta: group.times(beta, times(group.decode(stringAt(choice.beta, "beta")))),
      };
    });
  });
}
