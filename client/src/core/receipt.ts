/**
 * The four words that stand for a tracker; the twin of `luber/casting/receipt.py`. The first 40 bits of the ballot's
 * SHA-256, ten bits a word, most significant first, into the same list of 1,024 words.
 */
import { canonicalDigest, integerOf } from "./canon.ts";
import list from "../../../src/luber/casting/words.txt";

const WORDS = list.trim().split(/\s+/);
const BITS = 10n;

/** Throws `Malformed` where it is not the form of a tracker. */
export function receiptWords(tracker: string): string[] {
  const number = integerOf(canonicalDigest(tracker).slice(0, 5));
  return [3n, 2n, 1n, 0n].map((place) => WORDS[Number((number >> (place * BITS)) & 1023n)]!);
}
