/** ElGamal in the exponent: (alpha, beta) = (g^r, y^r · g^m), and trees of such ciphertexts. */
import { exactly, type Json, objectAt, stringAt } from "./canon.ts";
import { type Entropy, randomScalar } from "./entropy.ts";
import { Malformed } from "./errors.ts";
import { type Element, type FixedBase, type Group, product } from "./group.ts";

export interface Ciphertext {
  readonly alpha: Element;
  readonly beta: Element;
}

/** A ciphertext with what only its maker knows. */
export interface Sealed extends Ciphertext {
  readonly randomness: bigint;
  readonly plain: number;
}

export function encrypt(group: Group, powerOfKey: FixedBase, plain: number, entropy: Entropy): Sealed {
  const randomness = randomScalar(group, entropy);
  const mask = powerOfKey(randomness);
  return {
    alpha: group.powerOfGenerator(randomness),
    beta: plain === 0 ? mask : group.times(mask, group.powerOfGenerator(BigInt(plain))),
    randomness,
    plain,
  };
}

export function sum(group: Group, ciphertexts: readonly Ciphertext[]): Ciphertext {
  return { alpha: product(group, ciphertexts.map((c) => c.alpha)), beta: product(group, ciphertexts.map((c) => c.beta)) };
}

/** `{"alpha","beta"}` of each, in order. */
export function ciphertextsToJson(group: Group, ciphertexts: readonly Ciphertext[]): { alpha: string; beta: string }[] {
  const texts = group.texts(ciphertexts.flatMap((c) => [c.alpha, c.beta]));
  return ciphertexts.map((_, i) => ({ alpha: texts[2 * i]!, beta: texts[2 * i + 1]! }));
}

export function ciphertextOfJson(group: Group, value: Json | undefined, where: string): Ciphertext {
  const record = objectAt(value, where);
  exactly(record, ["alpha", "beta"], where);
  return {
    alpha: group.parse(stringAt(record.alpha, `${where}.alpha`)),
    beta: group.parse(stringAt(record.beta, `${where}.beta`)),
  };
}

/** An encrypted tally has a ciphertext for each answer of each question: lists of lists, nested as the questions are. */
export type Tree<T> = T | readonly Tree<T>[];

export function isBranch<T>(tree: Tree<T>): tree is readonly Tree<T>[] {
  return Array.isArray(tree);
}

export function mapTree<A, B>(tree: Tree<A>, act: (leaf: A) => B): Tree<B> {
  return isBranch(tree) ? tree.map((each) => mapTree(each, act)) : act(tree);
}

export function leaves<T>(tree: Tree<T>): T[] {
  return isBranch(tree) ? tree.flatMap((each) => leaves(each)) : [tree];
}

/** Reads JSON lists as branches and everything else as a leaf. */
export function treeOfJson<T>(value: Json, leaf: (value: Json) => T): Tree<T> {
  return Array.isArray(value) ? (value as readonly Json[]).map((each) => treeOfJson(each, leaf)) : leaf(value);
}

/** Two trees walked side by side; throws `Malformed` where their shapes differ. */
export function walkTogether<A, B>(a: Tree<A>, b: Tree<B>, act: (a: A, b: B) => void): void {
  if (isBranch(a) && isBranch(b) && a.length === b.length) a.forEach((each, i) => walkTogether(each, b[i]!, act));
  else if (!isBranch(a) && !isBranch(b)) act(a, b);
  else throw new Malformed("the two do not have the same shape");
}
