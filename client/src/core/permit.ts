/**
 * One voter, one card, and nobody knows which: the permit (izin) that a second factor gives. The twin of
 * `luber/crypto/blind.py`.
 *
 *   P = H(token)   blinded B = P^r   evaluated Z = B^k, with a proof that log_g(K) = log_B(Z)   stamp = Z^(1/r) = P^k
 *
 * The token is the public credential's string form. r follows from the private credential, so asking again, also on
 * another device, is the same request; whoever does not hold the card cannot tell which card it is.
 * Only with the key K that was fixed with the election: a key of its own for each asker would join asking and casting.
 */
import { integerOf, type Json, sha256, sha256Hex, utf8 } from "./canon.ts";
import { curvePoint, ED25519 } from "./ed25519.ts";
import { Unverified } from "./errors.ts";
import { challengeOf, type Element, inverseModulo, text } from "./group.ts";
import { proofOfJson } from "./proofs.ts";

export interface PermitRequest {
  readonly blinded: Element;
  readonly factor: bigint;
}

/** Try and increment on the curve, times the cofactor 8: nobody knows this element's logarithm. */
export function hashToGroup(token: Uint8Array, uuid: string): Element {
  let z = integerOf(sha256(new Uint8Array([...utf8(`luber-izin|${uuid}|`), ...token]))) >> 2n;
  for (; ; z += 1n) {
    const point = curvePoint(z)?.clearCofactor();
    if (point !== undefined && !point.is0()) return point as unknown as Element;
  }
}

export function requestPermit(uuid: string, credential: string, publicCredential: string): PermitRequest {
  const digits = [0, 1].map((i) => sha256Hex(`luber-izin-blind|${uuid}|${i}|${credential}`)).join("");
  const factor = (BigInt("0x" + digits) % (ED25519.q - 1n)) + 1n;
  return { factor, blinded: ED25519.secretPower(hashToGroup(utf8(publicCredential), uuid), factor) };
}

/** What the server answers; `key` is hex like the rest. */
export interface Evaluation {
  readonly evaluated: string;
  readonly proof: Json;
  readonly key: string;
}

/** Checks the server's proof against the election's permit key and takes the blinding away: the stamp, as hex. */
export function openPermit(uuid: string, request: PermitRequest, answer: Evaluation, fixedKey: string): string {
  if (answer.key !== fixedKey) throw new Unverified("permit: made with another key than the one fixed with the election");
  const key = ED25519.parse(fixedKey);
  const evaluated = ED25519.parse(answer.evaluated);
  const { challenge, response } = proofOfJson(ED25519, answer.proof, "permit.proof");
  const prefix = `luber-izin-bukti|${uuid}|${ED25519.texts([key, request.blinded, evaluated]).join(",")}|`;
  const commitments = [
    ED25519.times(ED25519.powerOfGenerator(response), ED25519.power(key, challenge)),
    ED25519.times(ED25519.power(request.blinded, response), ED25519.power(evaluated, challenge)),
  ];
  if (challengeOf(ED25519, prefix, commitments) !== challenge) throw new Unverified("permit: the proof does not hold");
  return text(ED25519, ED25519.secretPower(evaluated, inverseModulo(request.factor, ED25519.q)));
}

