/**
 * The proofs of section 5: Schnorr, one-of-several, and equal logarithms (decryption).
 *
 * A proof is (challenge, response); responses are always *minus*: w - secret · challenge mod q, and whoever checks
 * computes the commitments as g^response · X^challenge.
 *
 * The prover knows the randomness rho of its ciphertext (alpha, beta) = (g^rho, y^rho · g^m), so every commitment
 * it needs, also the simulated ones, is a power of g and y alone:
 *   g^z · alpha^c = g^(z + rho·c)      and      y^z · (beta/g^d)^c = y^(z + rho·c) · g^((m - d)·c).
 */
import { exactly, type Json, objectAt, stringAt } from "./canon.ts";
import { type Entropy, randomScalar } from "./entropy.ts";
import { Unverified } from "./errors.ts";
import { challengeOf, type Element, type FixedBase, type Group, modulo, parseScalar } from "./group.ts";

export interface Proof {
  readonly challenge: bigint;
  readonly response: bigint;
}

export function proofToJson(proof: Proof): { challenge: string; response: string } {
  return { challenge: proof.challenge.toString(), response: proof.response.toString() };
}

export function proofOfJson(group: Group, value: Json | undefined, where: string): Proof {
  const object = objectAt(value, where);
  exactly(object, ["challenge", "response"], where);
  return {
    challenge: parseScalar(group, stringAt(object.challenge, `${where}.challenge`)),
    response: parseScalar(group, stringAt(object.response, `${where}.response`)),
  };
}

/* Schnorr: I know x with X = g^x. */

export function proveSchnorr(group: Group, secret: bigint, prefix: string, entropy: Entropy): Proof {
  const w = randomScalar(group, entropy);
  const challenge = challengeOf(group, prefix, [group.powerOfGenerator(w)]);
  return { challenge, response: modulo(w - secret * challenge, group.q) };
}

export function verifySchnorr(group: Group, key: Element, prefix: string, proof: Proof, what: string): void {
  const commitment = group.times(group.powerOfGenerator(proof.response), group.power(key, proof.challenge));
  if (challengeOf(group, prefix, [commitment]) !== proof.challenge) throw new Unverified(`${what}: the proof does not hold`);
}

/* One of several: at least one of these ciphertexts encrypts the value claimed of it. */

/** What the prover knows of one statement: its randomness, what it really encrypts, and what is claimed. */
export interface KnownStatement {
  readonly randomness: bigint;
  readonly plain: number;
  readonly claimed: number;
}

/** The same as everyone sees it: does (alpha, beta) encrypt `claimed`? */
export interface Statement {
  readonly alpha: Element;
  readonly beta: Element;
  readonly claimed: number;
}

/** Exactly one proof a statement, in order; `truth` is the index of the true one. */
export function proveOneOf(
  group: Group,
  powerOfKey: FixedBase,
  prefix: string,
  statements: readonly KnownStatement[],
  truth: number,
  entropy: Entropy,
): Proof[] {
  const honest = statements[truth];
  if (honest === undefined || honest.plain !== honest.claimed) throw new RangeError("the statement to be proved is not true");
  const proofs: Proof[] = [];
  const commitments: Element[] = [];
  let others = 0n;
  const w = randomScalar(group, entropy);
  statements.forEach((statement, j) => {
    if (j === truth) {
      proofs.push({ challenge: 0n, response: 0n });
      commitments.push(group.powerOfGenerator(w), powerOfKey(w));
      return;
    }
    const challenge = randomScalar(group, entropy);
    const response = randomScalar(group, entropy);
    const exponent = response + statement.randomness * challenge;
    const offset = BigInt(statement.plain - statement.claimed) * challenge;
    const second = powerOfKey(exponent);
    commitments.push(
      group.powerOfGenerator(exponent),
      offset === 0n ? second : group.times(second, group.powerOfGenerator(offset)),
    );
    proofs.push({ challenge, response });
    others += challenge;
  });
  const challenge = modulo(challengeOf(group, prefix, commitments) - others, group.q);
  proofs[truth] = { challenge, response: modulo(w - honest.randomness * challenge, group.q) };
  return proofs;
}

export function verifyOneOf(
  group: Group,
  powerOfKey: FixedBase,
  prefix: string,
  statements: readonly Statement[],
  proofs: readonly Proof[],
  what: string,
): void {
  if (proofs.length !== statements.length) {
    throw new Unverified(`${what}: ${statements.length} proofs expected, found ${proofs.length}`);
  }
  const commitments: Element[] = [];
  let total = 0n;
  statements.forEach(({ alpha, beta, claimed }, j) => {
    const { challenge, response } = proofs[j]!;
    const reduced = claimed === 0 ? beta : group.times(beta, group.powerOfGenerator(BigInt(-claimed)));
    commitments.push(
      group.times(group.powerOfGenerator(response), group.power(alpha, challenge)),
      group.times(powerOfKey(response), group.power(reduced, challenge)),
    );
    total += challenge;
  });
  if (challengeOf(group, prefix, commitments) !== total % group.q) throw new Unverified(`${what}: the proof does not hold`);
}

/* Equal logarithms: X = g^x and F = base^x with the same x. */

export function proveEqualLogarithms(group: Group, secret: bigint, base: Element, prefix: string, entropy: Entropy): Proof {
  const w = randomScalar(group, entropy);
  const challenge = challengeOf(group, prefix, [group.powerOfGenerator(w), group.secretPower(base, w)]);
  return { challenge, response: modulo(w - secret * challenge, group.q) };
}

export function verifyEqualLogarithms(
  group: Group,
  key: Element,
  base: Element,
  factor: Element,
  prefix: string,
  proof: Proof,
  what: string,
): void {
  const commitments = [
    group.times(group.powerOfGenerator(proof.response), group.power(key, proof.challenge)),
    group.times(group.power(base, proof.response), group.power(factor, proof.challenge)),
  ];
  if (challengeOf(group, prefix, commitments) !== proof.challenge) throw new Unverified(`${what}: the proof does not hold`);
}
