/**
 * Threshold keys, t of n (section 6.3), as one trustee sees them. The order of events:
 *   1 certificate        who I am, and who we all are (group, size, threshold, index)
 *   2 (everyone checks everyone's certificate)
 *   3 polynomial         my share of the common key, a secret for each of the others, commitments for all
 *   4 (the server hands each its own: `Vinput`)
 *   5 verification key   the shares checked against the commitments and summed; proof that I own the sum
 */
import { arrayAt, canonical, exactly, integerAt, type Json, objectAt, parseJson, stringAt } from "./canon.ts";
import { type Entropy, randomScalar } from "./entropy.ts";
import { Malformed, Refused, Unverified } from "./errors.ts";
import { type Element, type Group, modulo, parseScalar, product, text } from "./group.ts";
import { type Proof, proofOfJson, proofToJson } from "./proofs.ts";
import { keysOfSeed, receive, type SeedKeys, send, sign, type Signed, signedOfJson, signedToJson, verifySigned } from "./signed.ts";
import { checkPublicKey, publicKeyOf } from "./trustee.ts";

export interface Context {
  readonly group: string;
  readonly size: number;
  readonly threshold: number;
  readonly index: number;
}

export interface Certificate {
  readonly signed: Signed;
  readonly context: Context;
  readonly verification: Element;
  readonly encryption: Element;
}

/* Step 1 and 2 */

export function makeCertificate(group: Group, seed: string, context: Context, entropy: Entropy): string {
  const keys = keysOfSeed(group, seed);
  const [verification, encryption] = group.texts([group.powerOfGenerator(keys.signing), group.powerOfGenerator(keys.decryption)]);
  const { size, threshold, index } = context;
  const message = canonical({ context: { group: group.name, size, threshold, index }, verification, encryption });
  return canonical(signedToJson(sign(group, keys.signing, message, entropy)));
}

/** All certificates in order; throws unless they belong together and every signature holds. */
export function checkCertificates(group: Group, values: readonly Json[], expected: { size: number; threshold: number }): Certificate[] {
  const certificates = values.map((value, i) => {
    const where = `certs[${i}]`;
    const signed = signedOfJson(group, value, where);
    const record = objectAt(parseJson(signed.message), where);
    exactly(record, ["context", "verification", "encryption"], where);
    const context = objectAt(record.context, `${where}.context`);
    exactly(context, ["group", "size", "threshold", "index"], `${where}.context`);
    const certificate = {
      signed,
      context: {
        group: stringAt(context.group, `${where}.group`),
        size: integerAt(context.size, `${where}.size`),
        threshold: integerAt(context.threshold, `${where}.threshold`),
        index: integerAt(context.index, `${where}.index`),
      },
      verification: group.parse(stringAt(record.verification, `${where}.verification`)),
      encryption: group.parse(stringAt(record.encryption, `${where}.encryption`)),
    };
    verifySigned(group, certificate.verification, signed, where);
    const { context: found } = certificate;
    if (found.group !== group.name || found.size !== expected.size || found.threshold !== expected.threshold || found.index !== i + 1) {
      throw new Refused(`${where}: made for another ceremony or another place in it`);
    }
    return certificate;
  });
  if (certificates.length !== expected.size) throw new Refused(`certs: ${expected.size} expected, found ${certificates.length}`);
  return certificates;
}

function certificatesToJson(certificates: readonly Certificate[]): object[] {
  return certificates.map((each) => signedToJson(each.signed));
}

function certsMessage(certificates: readonly Certificate[], commitments: readonly string[]): string {
  return "certs_sig|" + canonical({ certs: certificatesToJson(certificates), coefexps: commitments });
}

/* Step 3 */

/** `index` counts from 1. Throws `Refused` where the certificate at that place is not of this seed. */
export async function makePolynomial(
  group: Group,
  seed: string,
  index: number,
  certificates: readonly Certificate[],
  entropy: Entropy,
): Promise<string> {
  const keys = keysOfSeed(group, seed);
  const own = ownCertificate(group, keys, index, certificates);
  const threshold = own.context.threshold;
  const coefficients = Array.from({ length: threshold }, () => randomScalar(group, entropy));
  const commitments = group.texts(coefficients.map((a) => group.powerOfGenerator(a)));
  const post = (to: Element, value: object): Promise<string> => send(group, keys.signing, to, canonical(value), entropy);
  const secrets: string[] = [];
  for (const [j, certificate] of certificates.entries()) {
    const x = BigInt(j + 1);
    const share = coefficients.reduceRight((sum, a) => modulo(sum * x + a, group.q), 0n);
    secrets.push(await post(certificate.encryption, { secret: share.toString() }));
  }
  return canonical({
    polynomial: await post(own.encryption, { polynomial: coefficients.map(String) }),
    secrets,
    coefexps: signedToJson(sign(group, keys.signing, canonical({ coefexps: commitments }), entropy)),
    signature: proofToJson(sign(group, keys.signing, certsMessage(certificates, commitments), entropy).signature),
  });
}

function ownCertificate(group: Group, keys: SeedKeys, index: number, certificates: readonly Certificate[]): Certificate {
  const own = certificates[index - 1];
  if (
    own === undefined ||
    !group.equal(own.verification, group.powerOfGenerator(keys.signing)) ||
    !group.equal(own.encryption, group.powerOfGenerator(keys.decryption))
  ) {
    throw new Refused(`certs: the certificate at place ${index} was not made with this key file`);
  }
  return own;
}

/* Step 5 */

/** What the server hands trustee `index` after everyone's polynomial: `{"polynomial","secrets","coefexps","signatures"}`. */
export interface Vinput {
  readonly polynomial: string;
  readonly secrets: readonly string[];
  readonly coefexps: readonly Signed[];
  readonly signatures: readonly Proof[];
}

export function readVinput(group: Group, value: Json): Vinput {
  const record = objectAt(value, "vinput");
  const list = (name: string): readonly Json[] => arrayAt(record[name], `vinput.${name}`);
  return {
    polynomial: stringAt(record.polynomial, "vinput.polynomial"),
    secrets: list("secrets").map((each, i) => stringAt(each, `vinput.secrets[${i}]`)),
    coefexps: list("coefexps").map((each, i) => signedOfJson(group, each, `vinput.coefexps[${i}]`)),
    signatures: list("signatures").map((each, i) => proofOfJson(group, each, `vinput.signatures[${i}]`)),
  };
}

/** One trustee's commitments, checked: signed by it, as many as the threshold, over the same certificates as ours. */
function checkCommitments(group: Group, certificates: readonly Certificate[], i: number, signed: Signed, overCerts: Proof | undefined): Element[] {
  const where = `coefexps[${i}]`;
  const { verification, context } = certificates[i]!;
  verifySigned(group, verification, signed, where);
  const record = objectAt(parseJson(signed.message), where);
  exactly(record, ["coefexps"], where);
  const written = arrayAt(record.coefexps, where).map((each) => stringAt(each, where));
  if (written.length !== context.threshold) throw new Unverified(`${where}: ${context.threshold} commitments expected, found ${written.length}`);
  if (overCerts === undefined) throw new Malformed(`signatures[${i}]: missing`);
  verifySigned(group, verification, { message: certsMessage(certificates, written), signature: overCerts }, `signatures[${i}]`);
  return written.map((each) => group.parse(each));
}

/** g^f(j) from commitments to the coefficients of f: prod_k (g^a_k)^(j^k). */
function evaluate(group: Group, commitments: readonly Element[], j: number): Element {
  return commitments.reduceRight((sum, each) => group.times(group.power(sum, BigInt(j)), each), group.one);
}

export interface VerificationKey {
  /** The body to post: `{"private_key","public_key"}`, the private part sealed to ourselves. */
  readonly body: string;
  readonly decryptionKey: bigint;
}

export async function makeVerificationKey(
  group: Group,
  seed: string,
  index: number,
  certificates: readonly Certificate[],
  vinput: Vinput,
  entropy: Entropy,
): Promise<VerificationKey> {
  const keys = keysOfSeed(group, seed);
  const own = ownCertificate(group, keys, index, certificates);
  const n = certificates.length;
  if (vinput.secrets.length !== n || vinput.coefexps.length !== n || vinput.signatures.length !== n) {
    throw new Malformed(`vinput: ${n} secrets, commitments and signatures expected`);
  }
  let decryptionKey = 0n;
  for (let i = 0; i < n; i++) {
    const commitments = checkCommitments(group, certificates, i, vinput.coefexps[i]!, vinput.signatures[i]);
    const message = await receive(group, keys.decryption, certificates[i]!.verification, vinput.secrets[i]!, `secrets[${i}]`);
    const share = parseScalar(group, stringAt(objectAt(parseJson(message), `secrets[${i}]`).secret, `secrets[${i}]`));
    if (!group.equal(group.powerOfGenerator(share), evaluate(group, commitments, index))) {
      throw new Unverified(`secrets[${i}]: the share does not fit its sender's commitments`);
    }
    decryptionKey = modulo(decryptionKey + share, group.q);
  }
  await checkOwnPolynomial(group, keys, own, vinput, index);
  const publicKey = publicKeyOf(group, decryptionKey, entropy);
  const signature = proofToJson(sign(group, keys.signing, publicKey.public_key, entropy).signature);
  const sealed = canonical({ decryption_key: decryptionKey.toString() });
  const private_key = await send(group, keys.signing, own.encryption, sealed, entropy);
  return { body: canonical({ private_key, public_key: { ...publicKey, signature } }), decryptionKey };
}

/** The commitments shown under our name are of the polynomial we made ourselves. */
async function checkOwnPolynomial(group: Group, keys: SeedKeys, own: Certificate, vinput: Vinput, index: number): Promise<void> {
  const message = await receive(group, keys.decryption, own.verification, vinput.polynomial, "polynomial");
  const coefficients = arrayAt(objectAt(parseJson(message), "polynomial").polynomial, "polynomial").map((each) =>
    parseScalar(group, stringAt(each, "polynomial")),
  );
  const written = canonical({ coefexps: group.texts(coefficients.map((a) => group.powerOfGenerator(a))) });
  if (vinput.coefexps[index - 1]!.message !== written) throw new Unverified("polynomial: the server shows other commitments than ours");
}

/** Our decryption key, from the `private_key` we once sealed to ourselves. */
export async function openDecryptionKey(group: Group, seed: string, sealed: string): Promise<bigint> {
  const keys = keysOfSeed(group, seed);
  const message = await receive(group, keys.decryption, group.powerOfGenerator(keys.signing), sealed, "private_key");
  return parseScalar(group, stringAt(objectAt(parseJson(message), "private_key").decryption_key, "private_key"));
}

/* The item "Pedersen" of trustees.json, as anyone checks it */

export interface ThresholdItem {
  readonly key: Element;
  readonly verificationKeys: readonly Element[];
  readonly threshold: number;
}

export function checkThresholdItem(group: Group, value: Json | undefined, where: string): ThresholdItem {
  const record = objectAt(value, where);
  exactly(record, ["threshold", "certs", "coefexps", "signatures", "verification_keys"], where);
  const threshold = integerAt(record.threshold, `${where}.threshold`);
  const list = (name: string): readonly Json[] => arrayAt(record[name], `${where}.${name}`);
  const size = list("certs").length;
  const certificates = checkCertificates(group, list("certs"), { size, threshold });
  const signatures = list("signatures").map((each, i) => proofOfJson(group, each, `${where}.signatures[${i}]`));
  if ([list("coefexps"), signatures, list("verification_keys")].some((each) => each.length !== size)) {
    throw new Malformed(`${where}: every trustee needs one of each`);
  }
  const commitments = list("coefexps").map((each, i) =>
    checkCommitments(group, certificates, i, signedOfJson(group, each, `${where}.coefexps[${i}]`), signatures[i]),
  );
  const verificationKeys = list("verification_keys").map((each, i) => {
    const at = `${where}.verification_keys[${i}]`;
    const key = checkPublicKey(group, each, at);
    const signature = proofOfJson(group, objectAt(each, at).signature, `${at}.signature`);
    verifySigned(group, certificates[i]!.verification, { message: text(group, key), signature }, `${at}.signature`);
    if (!group.equal(key, product(group, commitments.map((c) => evaluate(group, c, i + 1))))) {
      throw new Unverified(`${at}: does not follow from the commitments`);
    }
    return key;
  });
  return { key: product(group, commitments.map((c) => c[0]!)), verificationKeys, threshold };
}
