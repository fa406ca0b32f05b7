/**
 * A passphrase on a file that people keep: PBKDF2 (SHA-256) makes a key, AES-256-GCM seals. The locked form says how
 * it was made, so that any program can open it.
 */
import { bytesOfHex, bytesToHex, type Json, objectAt, parseJson, stringAt, textOf, utf8 } from "../core/canon.ts";
import { webEntropy } from "../core/entropy.ts";
import { Malformed, Unverified } from "../core/errors.ts";

const ITERATIONS = 600_000;
const MOST_ITERATIONS = 5_000_000;

async function keyOf(passphrase: string, salt: Uint8Array<ArrayBuffer>, iterations: number): Promise<CryptoKey> {
  const base = await crypto.subtle.importKey("raw", utf8(passphrase.normalize("NFKC")), "PBKDF2", false, ["deriveKey"]);
  return crypto.subtle.deriveKey(
    { name: "PBKDF2", hash: "SHA-256", salt, iterations },
    base,
    { name: "AES-GCM", length: 256 },
    false,
    ["encrypt", "decrypt"],
  );
}

export async function lock(plain: string, passphrase: string): Promise<{ [member: string]: Json }> {
  const [salt, iv] = [Uint8Array.from(webEntropy(16)), Uint8Array.from(webEntropy(12))];
  const data = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, await keyOf(passphrase, salt, ITERATIONS), utf8(plain));
  return { kdf: "PBKDF2-SHA256", iterations: ITERATIONS, salt: bytesToHex(salt), cipher: "AES-256-GCM", iv: bytesToHex(iv), data: bytesToHex(new Uint8Array(data)) };
}

/** Throws `Unverified` where the passphrase is another one. */
export async function unlock(locked: Json, passphrase: string): Promise<string> {
  const record = objectAt(locked, "locked");
  const { iterations } = record;
  if (record.kdf !== "PBKDF2-SHA256" || record.cipher !== "AES-256-GCM") throw new Malformed("locked: made in an unknown way");
  if (typeof iterations !== "number" || !Number.isInteger(iterations) || iterations < 1 || iterations > MOST_ITERATIONS) throw new Malformed("locked.iterations");
  const part = (name: string): Uint8Array<ArrayBuffer> => bytesOfHex(stringAt(record[name], `locked.${name}`));
  const key = await keyOf(passphrase, part("salt"), iterations);
  try {
    return textOf(new Uint8Array(await crypto.subtle.decrypt({ name: "AES-GCM", iv: part("iv") }, key, part("data"))));
  } catch {
    throw new Unverified("locked: this passphrase does not open it");
  }
}

/**
 * A kept file as text: `head` stays readable (what the file is for), `secret` is locked where there is a passphrase.
 */
export async function seal(head: { [member: string]: Json }, secret: { [member: string]: Json }, passphrase: string): Promise<string> {
  const body = passphrase === "" ? secret : { locked: await lock(JSON.stringify(secret), passphrase) };
  return JSON.stringify({ ...head, ...body }, null, 1) + "\n";
}

export function isLocked(file: { readonly [member: string]: Json }): boolean {
  return "locked" in file;
}

/** The file with its secret members; throws `Unverified` where the passphrase is wrong. */
export async function open(file: { readonly [member: string]: Json }, passphrase: string): Promise<{ readonly [member: string]: Json }> {
  if (!isLocked(file)) return file;
  const { locked, ...head } = file;
  return { ...head, ...objectAt(parseJson(await unlock(locked!, passphrase)), "file") };
}
