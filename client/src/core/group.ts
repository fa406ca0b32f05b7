/**
 * The prime-order groups a Belenios election can stand on (section 3), behind one interface.
 *
 * Writing is multiplicative, as in the specification: `g^x` is `power(g, x)`. An `Element` comes only from
 * `parse` (which checks canonical form and membership) or from arithmetic on members.
 */
import { sha256, integerOf } from "./canon.ts";
import { Malformed } from "./errors.ts";

declare const element: unique symbol;
/** A member of a group; which one is known only to the group that made it. */
export type Element = { readonly [element]: true };

/** Many powers of one base: a table is made once, each power is then a few products. */
export type FixedBase = (exponent: bigint) => Element;

export interface Group {
  readonly name: string;
  /** The order of the group; scalars are integers mod q. */
  readonly q: bigint;
  readonly generator: Element;
  readonly one: Element;
  /** The member with this string form; throws `Malformed` for anything that is not canonical or not a member. */
  parse(text: string): Element;
  /** Like `parse`, without the costly question of membership: for sums that are compared with something checked. */
  decode(text: string): Element;
  /** String forms; several at once share the costly step. */
  texts(elements: readonly Element[]): string[];
  equal(a: Element, b: Element): boolean;
  times(a: Element, b: Element): Element;
  inverse(a: Element): Element;
  /** For public exponents; its time depends on them. */
  power(base: Element, exponent: bigint): Element;
  /** For secret exponents. BigInt arithmetic itself is not constant-time; the sequence of group operations is. */
  secretPower(base: Element, exponent: bigint): Element;
  fixedBase(base: Element): FixedBase;
  /** `secretPower(generator, …)` with a table that is kept. */
  powerOfGenerator: FixedBase;
}

export function text(group: Group, value: Element): string {
  return group.texts([value])[0]!;
}

export function product(group: Group, elements: readonly Element[]): Element {
  return elements.reduce((a, b) => group.times(a, b), group.one);
}

export function modulo(value: bigint, q: bigint): bigint {
  const rest = value % q;
  return rest < 0n ? rest + q : rest;
}

/** a^-1 mod a prime q, by Euclid. */
export function inverseModulo(value: bigint, q: bigint): bigint {
  let [r0, r1, s0, s1] = [q, modulo(value, q), 0n, 1n];
  if (r1 === 0n) throw new RangeError("zero has no inverse");
  while (r1 !== 0n) {
    const quotient = r0 / r1;
    [r0, r1, s0, s1] = [r1, r0 - quotient * r1, s1, s0 - quotient * s1];
  }
  return modulo(s0, q);
}

/** A scalar in its one decimal form, below q: no sign, no leading zero. */
export function parseScalar(group: Group, value: string): bigint {
  if (value.length > 700 || !/^(0|[1-9][0-9]*)$/.test(value)) throw new Malformed("scalar: not a canonical decimal number");
  const scalar = BigInt(value);
  if (scalar >= group.q) throw new Malformed("scalar: not below the order of the group");
  return scalar;
}

/** HG(prefix, P1..Pn): the challenge over a prefix and elements joined by commas. */
export function challengeOf(group: Group, prefix: string, elements: readonly Element[]): bigint {
  return integerOf(sha256(prefix + group.texts(elements).join(","))) % group.q;
}
