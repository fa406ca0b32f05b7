/**
 * Ed25519: the prime-order subgroup of edwards25519 (section 3.2).
 *
 * String form: 64 lower-case hex digits of the integer y + (x mod 2)·2^255, the RFC 8032 bytes reversed.
 * Arithmetic is @noble/curves; what is accepted as an element is decided here: exactly one encoding for each
 * member of the subgroup, the neutral element included.
 */
import { FpInvertBatch } from "@noble/curves/abstract/modular.js";
import { ed25519 } from "@noble/curves/ed25519.js";
import { bytesOfHex } from "./canon.ts";
import { Malformed } from "./errors.ts";
import { type Element, type FixedBase, type Group, modulo } from "./group.ts";

const { Point } = ed25519;
type Point = InstanceType<typeof Point>;

export const P = 2n ** 255n - 19n;
const Q = 2n ** 252n + 27742317777372353535851937790883648493n;
const WINDOW = 4;
const WINDOWS = 256 / WINDOW + 1;
const HALF = 2 ** (WINDOW - 1);

const point = (value: Element): Point => value as unknown as Point;
const wrap = (value: Point): Element => value as unknown as Element;

/** Any curve point with this string form (perhaps outside the subgroup), or null. Exact: y < p, no negative zero. */
export function curvePoint(z: bigint): Point | null {
  const bytes = bytesOfHex(z.toString(16).padStart(64, "0")).reverse();
  try {
    return Point.fromBytes(bytes, false);
  } catch {
    return null;
  }
}

function decode(text: string): Element {
  if (!/^[0-9a-f]{64}$/.test(text)) throw new Malformed("element: not 64 lower-case hex digits");
  const found = curvePoint(BigInt("0x" + text));
  if (found === null) throw new Malformed("element: not the canonical form of a curve point");
  return wrap(found);
}

function parse(text: string): Element {
  const found = decode(text);
  if (!point(found).isTorsionFree()) throw new Malformed("element: outside the prime-order subgroup");
  return found;
}

function texts(elements: readonly Element[]): string[] {
  const points = elements.map(point);
  const inverses = FpInvertBatch(Point.Fp, points.map((each) => each.Z));
  return points.map((each, i) => {
    const x = modulo(each.X * inverses[i]!, P);
    const y = modulo(each.Y * inverses[i]!, P);
    return (y | ((x & 1n) << 255n)).toString(16).padStart(64, "0");
  });
}

/** Signed windows of four bits: 65 lists of eight multiples; a power is then 65 additions whatever the exponent. */
function fixedBase(base: Element): FixedBase {
  const table: Point[][] = [];
  let step = point(base);
  for (let w = 0; w < WINDOWS; w++) {
    const row = [step];
    while (row.length < HALF) row.push(row[row.length - 1]!.add(step));
    table.push(row);
    step = row[HALF - 1]!.double();
  }
  return (exponent) => {
    let rest = modulo(exponent, Q);
    let sum: Point = Point.ZERO;
    for (const row of table) {
      let digit = Number(rest & 15n);
      rest >>= 4n;
      if (digit > HALF) {
        digit -= 2 * HALF;
        rest += 1n;
      }
      const multiple = digit === 0 ? Point.ZERO : row[Math.abs(digit) - 1]!;
      sum = sum.add(digit < 0 ? multiple.negate() : multiple);
    }
    return wrap(sum);
  };
}

let generatorTable: FixedBase | undefined;

export const ED25519: Group = {
  name: "Ed25519",
  q: Q,
  generator: wrap(Point.BASE),
  one: wrap(Point.ZERO),
  parse,
  decode,
  texts,
  equal: (a, b) => point(a).equals(point(b)),
  times: (a, b) => wrap(point(a).add(point(b))),
  inverse: (a) => wrap(point(a).negate()),
  power: (base, exponent) => wrap(point(base).multiplyUnsafe(modulo(exponent, Q))),
  secretPower(base, exponent) {
    const scalar = modulo(exponent, Q);
    return scalar === 0n || point(base).is0() ? wrap(Point.ZERO) : wrap(point(base).multiply(scalar));
  },
  fixedBase,
  powerOfGenerator: (exponent) => (generatorTable ??= fixedBase(wrap(Point.BASE)))(exponent),
};
