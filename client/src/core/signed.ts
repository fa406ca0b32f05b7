/**
 * The small key infrastructure among threshold trustees (section 6.2): one seed makes a signing and a decryption
 * key; messages are signed, and sent sealed to one receiver.
 *
 * Channel: K = g^random is sealed by ElGamal; AES-256-GCM under H("key|" . s(K)) with the *whole* 32-byte
 * H("iv|" . s(alpha)) as IV, 16-byte tag appended, no extra data.
 */
import { bytesOfHex, bytesToHex, canonical, exactly, type Json, objectAt, parseJson, sha256, stringAt, textOf, utf8 } from "./canon.ts";
import { type Entropy, randomBase58, randomScalar } from "./entropy.ts";
import { Malformed, Unverified } from "./errors.ts";
import { type Element, type Group, text } from "./group.ts";
import { type Proof, proofOfJson, proofToJson, proveSchnorr, verifySchnorr } from "./proofs.ts";

export interface Signed {
  readonly message: string;
  readonly signature: Proof;
}

/** What a seed makes. Never leaves the browser. */
export interface SeedKeys {
  readonly signing: bigint;
  readonly decryption: bigint;
}

export const SEED_LENGTH = 22;

export function makeSeed(entropy: Entropy): string {
  return randomBase58(SEED_LENGTH, entropy);
}

export function keysOfSeed(group: Group, seed: string): SeedKeys {
  const key = (name: string): bigint => BigInt("0x" + bytesToHex(sha256(`${name}|${seed}`))) % group.q;
  return { signing: key("sk"), decryption: key("dk") };
}

export function sign(group: Group, signing: bigint, message: string, entropy: Entropy): Signed {
  return { message, signature: proveSchnorr(group, signing, `sigmsg|${message}|`, entropy) };
}

export function verifySigned(group: Group, key: Element, signed: Signed, what: string): void {
  verifySchnorr(group, key, `sigmsg|${signed.message}|`, signed.signature, what);
}

export function signedToJson(signed: Signed): object {
  return { message: signed.message, signature: proofToJson(signed.signature) };
}

export function signedOfJson(group: Group, value: Json | undefined, where: string): Signed {
  const record = objectAt(value, where);
  exactly(record, ["message", "signature"], where);
  return {
    message: stringAt(record.message, `${where}.message`),
    signature: proofOfJson(group, record.signature, `${where}.signature`),
  };
}

async function channelKey(shared: string, use: "encrypt" | "decrypt"): Promise<CryptoKey> {
  return crypto.subtle.importKey("raw", sha256(`key|${shared}`), "AES-GCM", false, [use]);
}

/** Signs `message` for the receiver with key `to`, and seals it so that only that one can read it. */
export async function send(group: Group, signing: bigint, to: Element, message: string, entropy: Entropy): Promise<string> {
  const inner = canonical({ recipient: text(group, to), message });
  const plain = utf8(canonical(signedToJson(sign(group, signing, inner, entropy))));
  const r = randomScalar(group, entropy);
  const shared = group.powerOfGenerator(randomScalar(group, entropy));
  const [alpha, beta, k] = group.texts([group.powerOfGenerator(r), group.times(group.secretPower(to, r), shared), shared]);
  const key = await channelKey(k!, "encrypt");
  const data = await crypto.subtle.encrypt({ name: "AES-GCM", iv: sha256(`iv|${alpha}`) }, key, plain);
  return canonical({ algorithm: "AES-GCM", alpha, beta, data: bytesToHex(new Uint8Array(data)) });
}

/** Opens what was sent to the holder of `decryption` by the holder of `from`; throws `Unverified` otherwise. */
export async function receive(group: Group, decryption: bigint, from: Element, sealed: string, what: string): Promise<string> {
  const record = objectAt(parseJson(sealed), what);
  exactly(record, ["algorithm", "alpha", "beta", "data"], what);
  if (record.algorithm !== "AES-GCM") throw new Malformed(`${what}: unknown algorithm ${String(record.algorithm)}`);
  const alpha = stringAt(record.alpha, `${what}.alpha`);
  const beta = group.parse(stringAt(record.beta, `${what}.beta`));
  const shared = group.times(beta, group.inverse(group.secretPower(group.parse(alpha), decryption)));
  const key = await channelKey(text(group, shared), "decrypt");
  const data = bytesOfHex(stringAt(record.data, `${what}.data`));
  let plain: ArrayBuffer;
  try {
    plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv: sha256(`iv|${alpha}`) }, key, data);
  } catch {
    throw new Unverified(`${what}: this key does not open it`);
  }
  const signed = signedOfJson(group, parseJson(textOf(new Uint8Array(plain))), what);
  verifySigned(group, from, signed, what);
  const inner = objectAt(parseJson(signed.message), what);
  if (inner.recipient !== text(group, group.powerOfGenerator(decryption))) throw new Unverified(`${what}: addressed to someone else`);
  return stringAt(inner.message, `${what}.message`);
}
