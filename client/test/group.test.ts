/** Elements and scalars have one form each; everything else is refused. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { BELENIOS_2048 } from "../src/core/belenios2048.ts";
import { curvePoint, ED25519, P } from "../src/core/ed25519.ts";
import { randomBase58, randomBelow, randomScalar, webEntropy } from "../src/core/entropy.ts";
import { Malformed } from "../src/core/errors.ts";
import { type Element, inverseModulo, parseScalar, text } from "../src/core/group.ts";

const hex = (z: bigint): string => z.toString(16).padStart(64, "0");

test("the base point and the neutral element have the specification's string forms", () => {
  assert.equal(text(ED25519, ED25519.generator), "6".repeat(62) + "58");
  assert.equal(text(ED25519, ED25519.one), hex(1n));
  assert.equal(text(BELENIOS_2048, BELENIOS_2048.one), "1");
});

test("Ed25519 refuses every form but the one", () => {
  const y = BigInt("0x" + "6".repeat(62) + "58");
  const bad: Record<string, string> = {
    "upper case": hex(y | (1n << 255n)).toUpperCase(),
    short: hex(y).slice(1),
    long: hex(y) + "0",
    "y not reduced (the neutral element again)": hex(1n + P),
    "y not reduced (zero)": hex(P),
    "negative zero": hex(1n | (1n << 255n)),
    "order two": hex(P - 1n),
    "order four": hex(0n),
    "order four, other sign": hex(1n << 255n),
    "order eight": "7a03ac9277fdc74ec6cc392cfa53202a0f67100d760b3cba4fd83d3d706a17c7",
    "not on the curve": hex(2n),
    "all ones": "f".repeat(64),
  };
  for (const [what, form] of Object.entries(bad)) assert.throws(() => ED25519.parse(form), Malformed, what);
});

test("Ed25519 refuses a member with torsion added", () => {
  const order8 = curvePoint(BigInt("0x7a03ac9277fdc74ec6cc392cfa53202a0f67100d760b3cba4fd83d3d706a17c7"))!;
  const [dirty] = ED25519.texts([ED25519.times(ED25519.generator, order8 as unknown as Element)]);
  assert.notEqual(curvePoint(BigInt("0x" + dirty)), null);
  assert.throws(() => ED25519.parse(dirty!), /outside the prime-order subgroup/);
});

test("BELENIOS-2048 refuses what is not a member or not canonical", () => {
  for (const form of ["0", "01", "-1", "+1", " 1", "2", "", "1e3", text(BELENIOS_2048, BELENIOS_2048.generator) + "0"]) {
    assert.throws(() => BELENIOS_2048.parse(form), Malformed, form);
  }
});

for (const group of [ED25519, BELENIOS_2048]) {
  test(`${group.name}: tables, powers and texts agree`, () => {
    for (const k of [0n, 1n, 2n, 8n, 9n, group.q - 1n, randomScalar(group, webEntropy)]) {
      const expected = text(group, group.power(group.generator, k));
      assert.equal(text(group, group.powerOfGenerator(k)), expected, `${k}`);
      assert.equal(text(group, group.secretPower(group.generator, k)), expected, `${k}`);
      assert.ok(group.equal(group.parse(expected), group.powerOfGenerator(k)));
    }
    const base = group.powerOfGenerator(randomScalar(group, webEntropy));
    const fixed = group.fixedBase(base);
    const k = randomScalar(group, webEntropy);
    assert.ok(group.equal(fixed(k), group.power(base, k)));
    assert.ok(group.equal(group.times(base, group.inverse(base)), group.one));
    assert.ok(group.equal(group.secretPower(group.one, k), group.one));
    assert.ok(group.equal(fixed(-k), group.inverse(fixed(k))));
  });

  test(`${group.name}: scalars are canonical decimals below the order`, () => {
    assert.equal(parseScalar(group, "0"), 0n);
    assert.equal(parseScalar(group, (group.q - 1n).toString()), group.q - 1n);
    for (const form of [group.q.toString(), "00", "01", "-1", "+1", "1.0", " 1", "", "0x1", "9".repeat(800)]) {
      assert.throws(() => parseScalar(group, form), Malformed, form);
    }
  });
}

test("what is drawn stays in its range", () => {
  for (let i = 0; i < 200; i++) {
    assert.ok(randomBelow(7, webEntropy) < 7);
    assert.ok(randomScalar(ED25519, webEntropy) < ED25519.q);
  }
  assert.match(randomBase58(500, webEntropy), /^[1-9A-HJ-NP-Za-km-z]{500}$/);
  const high = (count: number): Uint8Array => new Uint8Array(count).map((_, i) => (i % 2 ? 255 : 58));
  assert.equal(randomBase58(3, high), "111");
});

test("the inverse modulo a prime", () => {
  for (const value of [1n, 2n, -3n, ED25519.q - 1n]) {
    assert.equal((((inverseModulo(value, ED25519.q) * value) % ED25519.q) + ED25519.q) % ED25519.q, 1n);
  }
  assert.throws(() => inverseModulo(0n, 7n), RangeError);
});
