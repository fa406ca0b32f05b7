/** One trustee's own key (section 6.1): `{"pok","public_key"}`, and the item "Single" of `trustees.json`. */
import { type Json, objectAt, stringAt } from "./canon.ts";
import { type Entropy, randomScalar } from "./entropy.ts";
import { type Element, type Group, text } from "./group.ts";
import { proofOfJson, proofToJson, proveSchnorr, verifySchnorr } from "./proofs.ts";

export function makePrivateKey(group: Group, entropy: Entropy): bigint {
  return randomScalar(group, entropy);
}

/** The public half with the proof that its maker owns it. */
export function publicKeyOf(group: Group, key: bigint, entropy: Entropy): { pok: object; public_key: string } {
  const written = text(group, group.powerOfGenerator(key));
  const pok = proofToJson(proveSchnorr(group, key, `pok|${group.name}|${written}|`, entropy));
  return { pok, public_key: written };
}

/** Throws unless the proof of ownership holds; gives the key. */
export function checkPublicKey(group: Group, value: Json | undefined, where: string): Element {
  const record = objectAt(value, where);
  const written = stringAt(record.public_key, `${where}.public_key`);
  const key = group.parse(written);
  verifySchnorr(group, key, `pok|${group.name}|${written}|`, proofOfJson(group, record.pok, `${where}.pok`), `${where}.pok`);
  return key;
}
