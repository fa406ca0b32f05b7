/** Randomness is handed in as bytes; here it becomes scalars and base58 characters without bias. */
import { integerOf } from "./canon.ts";
import type { Group } from "./group.ts";

/** So many fresh random bytes, from a cryptographic source. */
export type Entropy = (count: number) => Uint8Array;

export const BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

/** The browser's own source (Node's too). */
export const webEntropy: Entropy = (count) => crypto.getRandomValues(new Uint8Array(count));

/** Uniform in [0, q): drawn again until below q. */
export function randomScalar(group: Group, entropy: Entropy): bigint {
  const bits = group.q.toString(2).length;
  for (;;) {
    const value = integerOf(entropy(Math.ceil(bits / 8))) & ((1n << BigInt(bits)) - 1n);
    if (value < group.q) return value;
  }
}

/** Uniform base58 characters: bytes of 232 and above (4 · 58) are drawn again. */
export function randomBase58(length: number, entropy: Entropy): string {
  let found = "";
  while (found.length < length) {
    for (const byte of entropy(length)) {
      if (byte < 232 && found.length < length) found += BASE58[byte % 58];
    }
  }
  return found;
}

/** Uniform in [0, limit), limit up to 2^31. */
export function randomBelow(limit: number, entropy: Entropy): number {
  const ceiling = Math.floor(2 ** 32 / limit) * limit;
  for (;;) {
    const value = new DataView(Uint8Array.from(entropy(4)).buffer).getUint32(0);
    if (value < ceiling) return value % limit;
  }
}

/** A fresh order (Fisher and Yates). */
export function shuffled<T>(items: readonly T[], entropy: Entropy): T[] {
  const order = [...items];
  for (let i = order.length - 1; i > 0; i--) {
    const k = randomBelow(i + 1, entropy);
    [order[i], order[k]] = [order[k]!, order[i]!];
  }
  return order;
}
