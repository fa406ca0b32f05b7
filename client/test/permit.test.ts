/** The second factor's permit: asked blind, checked, opened; and every way in which a server could cheat. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { utf8 } from "../src/core/canon.ts";
import { deriveSecret, makeCredential, publicCredential } from "../src/core/credential.ts";
import { ED25519 as G } from "../src/core/ed25519.ts";
import { randomScalar, webEntropy } from "../src/core/entropy.ts";
import { Malformed, Unverified } from "../src/core/errors.ts";
import { challengeOf, modulo, text } from "../src/core/group.ts";
import { hashToGroup, openPermit, requestPermit } from "../src/core/permit.ts";

const uuid = "RGVivtyZXyQ9PP";
const credential = makeCredential(webEntropy);
const owner = text(G, publicCredential(G, deriveSecret(G, uuid, credential)));
const k = randomScalar(G, webEntropy);
const key = text(G, G.powerOfGenerator(k));

/** The issuer, as in blind.py. */
function evaluate(secret: bigint, blinded: string) {
  const base = G.parse(blinded);
  const evaluated = G.power(base, secret);
  const w = randomScalar(G, webEntropy);
  const prefix = `luber-izin-bukti|${uuid}|${G.texts([G.powerOfGenerator(secret), base, evaluated]).join(",")}|`;
  const challenge = challengeOf(G, prefix, [G.powerOfGenerator(w), G.power(base, w)]);
  const response = modulo(w - secret * challenge, G.q);
  return {
    evaluated: text(G, evaluated),
    proof: { challenge: challenge.toString(), response: response.toString() },
    key: text(G, G.powerOfGenerator(secret)),
  };
}

test("the stamp is the token's point to the issuer's key", () => {
  const request = requestPermit(uuid, credential, owner);
  const stamp = openPermit(uuid, request, evaluate(k, text(G, request.blinded)), key);
  assert.equal(stamp, text(G, G.power(hashToGroup(utf8(owner), uuid), k)));
});

test("asking again is the same request; another card or election is another", () => {
  const blinded = (u: string, c: string): string => text(G, requestPermit(u, c, owner).blinded);
  assert.equal(blinded(uuid, credential), blinded(uuid, credential));
  assert.notEqual(blinded(uuid, credential), blinded(uuid, makeCredential(webEntropy)));
  assert.notEqual(blinded(uuid, credential), blinded("11111111111111", credential));
});

test("a server that uses another key, or does not prove, is found out", () => {
  const request = requestPermit(uuid, credential, owner);
  const honest = evaluate(k, text(G, request.blinded));
  const other = evaluate(k + 1n, text(G, request.blinded));
  assert.throws(() => openPermit(uuid, request, other, key), Unverified);
  assert.throws(() => openPermit(uuid, request, { ...other, key }, key), Unverified);
  assert.throws(() => openPermit(uuid, request, { ...honest, evaluated: other.evaluated }, key), Unverified);
  assert.throws(() => openPermit("11111111111111", request, honest, key), Unverified);
  assert.throws(() => openPermit(uuid, request, { ...honest, evaluated: "00" }, key), Malformed);
});
