/**
 * Partial decryption and the result (section 8). Nobody decrypts a ballot: only the product of all of them, and each
 * trustee proves that the very key announced at the start was used.
 */
import { canonical, exactly, type Json, objectAt, parseJson, stringAt } from "./canon.ts";
import type { Election } from "./election.ts";
import { type Ciphertext, ciphertextOfJson, leaves, mapTree, type Tree, treeOfJson, walkTogether } from "./elgamal.ts";
import type { Entropy } from "./entropy.ts";
import { Malformed, Refused, Unverified } from "./errors.ts";
import { type Element, type Group, inverseModulo, modulo, text } from "./group.ts";
import { type Proof, proofOfJson, proofToJson, proveEqualLogarithms, verifyEqualLogarithms } from "./proofs.ts";
import type { TrusteeItem } from "./trustees.ts";

export function readEncryptedTally(group: Group, raw: string): Tree<Ciphertext> {
  return treeOfJson(parseJson(raw), (value) => ciphertextOfJson(group, value, "encrypted_tally"));
}

function prefixOf(fingerprint: string, key: string): string {
  return `decrypt|${fingerprint}|${key}|`;
}

/** Canonical text of `{"decryption_factors","decryption_proofs"}`; `context` is the election's fingerprint. */
export function makePartialDecryption(group: Group, context: string, key: bigint, tally: Tree<Ciphertext>, entropy: Entropy): string {
  const prefix = prefixOf(context, text(group, group.powerOfGenerator(key)));
  return canonical({
    decryption_factors: mapTree(tally, ({ alpha }) => text(group, group.secretPower(alpha, key))),
    decryption_proofs: mapTree(tally, ({ alpha }) => proofToJson(proveEqualLogarithms(group, key, alpha, prefix, entropy))),
  });
}

/** Throws unless every factor is proved with the owner's key; gives the factors in the order of the tally's leaves. */
export function checkPartialDecryption(group: Group, context: string, owner: Element, tally: Tree<Ciphertext>, raw: string): Element[] {
  const record = objectAt(parseJson(raw), "partial_decryption");
  exactly(record, ["decryption_factors", "decryption_proofs"], "partial_decryption");
  const prefix = prefixOf(context, text(group, owner));
  const factors = treeOfJson(record.decryption_factors!, (value) => group.parse(stringAt(value, "decryption_factors")));
  const proofs: Tree<Proof> = treeOfJson(record.decryption_proofs!, (value: Json) => proofOfJson(group, value, "decryption_proofs"));
  const pairs: { alpha: Element; factor: Element }[] = [];
  walkTogether(tally, factors, ({ alpha }, factor) => pairs.push({ alpha, factor }));
  walkTogether(tally, proofs, () => {});
  leaves(proofs).forEach((proof, i) => {
    verifyEqualLogarithms(group, owner, pairs[i]!.alpha, pairs[i]!.factor, prefix, proof, `decryption_proofs[${i}]`);
  });
  return pairs.map((pair) => pair.factor);
}

/** lambda_j = prod over the others k of k/(k - j) mod q. */
function lagrange(q: bigint, j: number, present: readonly number[]): bigint {
  return present.reduce((acc, k) => (k === j ? acc : modulo(acc * BigInt(k) * inverseModulo(BigInt(k - j), q), q)), 1n);
}

/** The result, question by question, from checked factors by owner number. Throws where trustees are missing. */
export function openTally(
  election: Election,
  items: readonly TrusteeItem[],
  tally: Tree<Ciphertext>,
  factors: ReadonlyMap<number, readonly Element[]>,
  totalWeight: number,
): Tree<number> {
  const { group } = election;
  const parts: { of: readonly Element[]; exponent: bigint }[] = [];
  let first = 1;
  for (const item of items) {
    const present = item.owners.map((_, i) => i + 1).filter((j) => factors.has(first + j - 1)).slice(0, item.threshold);
    if (present.length < item.threshold) throw new Refused(`result: ${item.threshold} trustees needed, ${present.length} came`);
    const single = item.owners.length === 1;
    for (const j of present) parts.push({ of: factors.get(first + j - 1)!, exponent: single ? 1n : lagrange(group.q, j, present) });
    first += item.owners.length;
  }
  let leaf = -1;
  return mapTree(tally, ({ beta }) => {
    leaf += 1;
    const mask = parts.reduce((acc, part) => group.times(acc, group.power(part.of[leaf]!, part.exponent)), group.one);
    return smallLogarithm(group, group.times(beta, group.inverse(mask)), totalWeight);
  });
}

function smallLogarithm(group: Group, value: Element, limit: number): number {
  let walked = group.one;
  for (let k = 0; k <= limit; k++) {
    if (group.equal(walked, value)) return k;
    walked = group.times(walked, group.generator);
  }
  throw new Unverified("result: more votes than voters");
}

/** Throws where the result differs from the one published. */
export function checkResult(found: Tree<number>, raw: string): void {
  const published = objectAt(parseJson(raw), "result").result;
  if (published === undefined) throw new Malformed("result: missing");
  const plain = treeOfJson(published, (value) => Number(value));
  if (canonical(plain) !== canonical(found)) throw new Unverified(`result: ${canonical(found)} expected, found ${canonical(plain)}`);
}
