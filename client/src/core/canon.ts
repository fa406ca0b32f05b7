/**
 * Canonical bytes and digests, as in section 2 of the Belenios specification.
 *
 * Canonical JSON is compact, members in the order given, UTF-8 unescaped. `JSON.stringify` of an object built
 * in that order gives these bytes. What was received is compared with what would have been written.
 */
import { sha256 as sha256Of } from "@noble/hashes/sha2.js";
import { bytesToHex, hexToBytes } from "@noble/hashes/utils.js";
import { Malformed } from "./errors.ts";

export type Json = null | boolean | number | string | readonly Json[] | { readonly [member: string]: Json };

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

export function utf8(text: string): Uint8Array<ArrayBuffer> {
  return encoder.encode(text);
}

/** The text of UTF-8 bytes; throws `Malformed` where they are not UTF-8. */
export function textOf(bytes: Uint8Array): string {
  try {
    return decoder.decode(bytes);
  } catch {
    throw new Malformed("not UTF-8");
  }
}

export function sha256(data: string | Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(sha256Of(typeof data === "string" ? utf8(data) : data));
}

export function sha256Hex(data: string | Uint8Array): string {
  return bytesToHex(sha256(data));
}

/** SHA-256 in standard base64 without padding, 43 characters: fingerprints and trackers. */
export function fingerprint(data: string | Uint8Array): string {
  return btoa(String.fromCharCode(...sha256(data))).replace(/=+$/, "");
}

/** The 32 bytes that a fingerprint stands for; throws `Malformed` for anything but the one form. */
export function canonicalDigest(text: string): Uint8Array<ArrayBuffer> {
  if (!/^[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]$/.test(text)) throw new Malformed("fingerprint: 43 characters of base64 expected");
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}

export { bytesToHex };

/** Bytes of lower-case hex; throws `Malformed`. */
export function bytesOfHex(text: string): Uint8Array<ArrayBuffer> {
  if (text.length % 2 !== 0 || !/^[0-9a-f]*$/.test(text)) throw new Malformed("not lower-case hex");
  return new Uint8Array(hexToBytes(text));
}

/** The integer whose big-endian bytes these are. */
export function integerOf(bytes: Uint8Array): bigint {
  return BigInt("0x" + (bytesToHex(bytes) || "0"));
}

export function canonical(value: unknown): string {
  return JSON.stringify(value);
}

export function parseJson(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    throw new Malformed("not JSON");
  }
}

/* Reading a JSON value member by member: each function throws `Malformed` with the place it stands at. */

export type JsonObject = { readonly [member: string]: Json };

export function objectAt(value: Json | undefined, where: string): JsonObject {
  if (value === null || typeof value !== "object" || Array.isArray(value)) throw new Malformed(`${where}: not an object`);
  return value as JsonObject;
}

export function arrayAt(value: Json | undefined, where: string): readonly Json[] {
  if (!Array.isArray(value)) throw new Malformed(`${where}: not a list`);
  return value as readonly Json[];
}

export function stringAt(value: Json | undefined, where: string): string {
  if (typeof value !== "string") throw new Malformed(`${where}: not a string`);
  return value;
}

export function integerAt(value: Json | undefined, where: string): number {
  if (typeof value !== "number" || !Number.isSafeInteger(value)) throw new Malformed(`${where}: not an integer`);
  return value;
}

/** Exactly these members, in this order. */
export function exactly(value: JsonObject, members: readonly string[], where: string): void {
  const found = Object.keys(value);
  if (found.length !== members.length || found.some((name, i) => name !== members[i])) {
    throw new Malformed(`${where}: members ${members.join(", ")} expected, found ${found.join(", ")}`);
  }
}
