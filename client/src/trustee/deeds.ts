/** What a trustee's page computes at each step; the bodies are belenios-tool's files of that step. */
import { canonical } from "../core/canon.ts";
import { makePartialDecryption, readEncryptedTally } from "../core/decryption.ts";
import { webEntropy } from "../core/entropy.ts";
import { type Group, parseScalar, text } from "../core/group.ts";
import { groupNamed } from "../core/groups.ts";
import { leaves } from "../core/elgamal.ts";
import { makeSeed } from "../core/signed.ts";
import { type Certificate, checkCertificates, makeCertificate, makePolynomial, makeVerificationKey, openDecryptionKey, readVinput } from "../core/threshold.ts";
import { makePrivateKey, publicKeyOf } from "../core/trustee.ts";
import { t } from "../page/text.ts";
import type { Secret } from "./keyfile.ts";
import type { TrusteeState } from "./state.ts";
import type { Opening } from "./tally.ts";

const groupOf = (state: TrusteeState): Group => groupNamed(state.election.group);

export function makeSecret(state: TrusteeState): Secret {
  return state.me.kind === "threshold"
    ? { kind: "threshold", seed: makeSeed(webEntropy) }
    : { kind: "single", key: makePrivateKey(groupOf(state), webEntropy) };
}

/** The body of the first step: the certificate of a seed, or a single key's public half. */
export function introduce(state: TrusteeState, secret: Secret): string {
  const group = groupOf(state);
  if (secret.kind === "single") return canonical(publicKeyOf(group, secret.key, webEntropy));
  const { size, threshold, me } = state;
  return makeCertificate(group, secret.seed, { group: group.name, size, threshold, index: me.index }, webEntropy);
}

function circleOf(state: TrusteeState): Certificate[] {
  return checkCertificates(groupOf(state), state.certs ?? [], { size: state.size, threshold: state.threshold });
}

export async function share(state: TrusteeState, seed: string): Promise<string> {
  return makePolynomial(groupOf(state), seed, state.me.index, circleOf(state), webEntropy);
}

export async function assemble(state: TrusteeState, seed: string): Promise<string> {
  const group = groupOf(state);
  const made = await makeVerificationKey(group, seed, state.me.index, circleOf(state), readVinput(group, state.vinput), webEntropy);
  return made.body;
}

/** The scalar with which this trustee decrypts, from the re-opened file. */
async function decryptionKey(state: TrusteeState, secret: Secret): Promise<bigint> {
  if (secret.kind === "single") return secret.key;
  if (state.voutput === null) throw new Error(t("Server belum mengembalikan bagian kunci Anda. Muat ulang halaman ini."));
  return openDecryptionKey(groupOf(state), secret.seed, state.voutput.private_key);
}

const wrongFile = (): Error => new Error(t("Berkas ini tidak membuka kunci yang Anda daftarkan. Pilih berkas yang tadi disimpan."));

/**
 * The answer to the rehearsal, and the number that came out. Its randomness is known to the server, so the factor
 * handed in says nothing that the server could not compute; what was hidden without it is refused.
 */
export async function rehearse(state: TrusteeState, secret: Secret): Promise<{ body: string; number: number }> {
  const group = groupOf(state);
  const { fingerprint, public_key, number, randomness, encrypted_tally } = state.rehearsal!;
  const key = await decryptionKey(state, secret).catch(() => { throw wrongFile(); });
  if (text(group, group.powerOfGenerator(key)) !== public_key) throw wrongFile();
  const tally = readEncryptedTally(group, encrypted_tally);
  const [hidden, ...more] = leaves(tally);
  const r = parseScalar(group, randomness);
  if (hidden === undefined || more.length > 0 || !group.equal(hidden.alpha, group.powerOfGenerator(r))) {
    throw new Error(t("Yang diminta server untuk dibuka bukan angka uji. Jangan lanjutkan, beri tahu panitia."));
  }
  const opened = group.times(hidden.beta, group.inverse(group.secretPower(hidden.alpha, key)));
  if (!group.equal(opened, group.powerOfGenerator(BigInt(number)))) throw wrongFile();
  return { body: makePartialDecryption(group, fingerprint, key, tally, webEntropy), number };
}

export async function decrypt(state: TrusteeState, secret: Secret, opening: Opening): Promise<string> {
  const { group, fingerprint } = opening.election;
  const key = await decryptionKey(state, secret).catch(() => { throw wrongFile(); });
  if (!group.equal(group.powerOfGenerator(key), opening.ownKey)) throw wrongFile();
  return makePartialDecryption(group, fingerprint, key, opening.tally, webEntropy);
}
