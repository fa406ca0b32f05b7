/**
 * Credentials (section 4): what stands on a voter's card, and the public half that stands in the election.
 *
 * 22 base58 characters in groups of 5-6-5-6. The secret scalar is derived from the characters *with* their dashes
 * and the election's UUID, so a card of one election is nothing in another.
 */
import { sha256Hex } from "./canon.ts";
import { BASE58, type Entropy, randomBase58 } from "./entropy.ts";
import { Malformed } from "./errors.ts";
import { type Element, type Group } from "./group.ts";

const GROUPS = [5, 6, 5, 6] as const;
const LENGTH = 22;
const OTHERS = new RegExp(`[^${BASE58}]`, "g");

function dashed(characters: string): string {
  let start = 0;
  return GROUPS.map((size) => characters.slice(start, (start += size))).join("-");
}

export function makeCredential(entropy: Entropy): string {
  return dashed(randomBase58(LENGTH, entropy));
}

/** Exactly the form that is derived from. */
export function isCredential(code: string): boolean {
  return /^[1-9A-HJ-NP-Za-km-z]{5}-[1-9A-HJ-NP-Za-km-z]{6}-[1-9A-HJ-NP-Za-km-z]{5}-[1-9A-HJ-NP-Za-km-z]{6}$/.test(code);
}

/**
 * What a person typed, pasted or scanned, brought into the one form: spaces, dashes (also typographic ones) and a
 * whole address before `#` are forgiven. Throws `Malformed` where characters are missing, too many, or none of base58.
 */
export function normaliseCredential(typed: string): string {
  const code = typed.slice(typed.lastIndexOf("#") + 1).replace(/[\s\u2010-\u2015\u2212_.-]/g, "");
  if (code.length !== LENGTH) throw new Malformed(`credential: ${LENGTH} characters expected, found ${code.length}`);
  if (code.replace(OTHERS, "") !== code) throw new Malformed("credential: a character that is on no card");
  return dashed(code);
}

/** The secret scalar x; the public credential is g^x. */
export function deriveSecret(group: Group, uuid: string, credential: string): bigint {
  const digits = [0, 1].map((i) => sha256Hex(`derive_credential|${uuid}|${i}|${credential}`)).join("");
  return BigInt("0x" + digits) % group.q;
}

export function publicCredential(group: Group, secret: bigint): Element {
  return group.powerOfGenerator(secret);
}
