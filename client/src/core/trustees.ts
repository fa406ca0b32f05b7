/** `trustees.json` (section 6): whose keys make up the election's key, and who owns which number. */
import { arrayAt, type Json, parseJson } from "./canon.ts";
import type { Election } from "./election.ts";
import { Malformed, Unverified } from "./errors.ts";
import { type Element, type Group, product } from "./group.ts";
import { checkThresholdItem } from "./threshold.ts";
import { checkPublicKey } from "./trustee.ts";

/** One item: a single trustee whose part is always needed, or a circle of which `threshold` must come. */
export interface TrusteeItem {
  readonly key: Element;
  readonly owners: readonly Element[];
  readonly threshold: number;
}

export function checkTrustees(group: Group, raw: string): TrusteeItem[] {
  return arrayAt(parseJson(raw), "trustees").map((value, i) => readItem(group, value, `trustees[${i}]`));
}

function readItem(group: Group, value: Json, where: string): TrusteeItem {
  const [kind, body] = arrayAt(value, where);
  if (kind === "Single") {
    const key = checkPublicKey(group, body, where);
    return { key, owners: [key], threshold: 1 };
  }
  if (kind !== "Pedersen") throw new Malformed(`${where}: unknown kind`);
  const item = checkThresholdItem(group, body, where);
  return { key: item.key, owners: item.verificationKeys, threshold: item.threshold };
}

/** Keys by owner number; owner 1 stands at place 0. */
export function ownerKeys(items: readonly TrusteeItem[]): Element[] {
  return items.flatMap((item) => item.owners);
}

/** The election's key is the product of the trustees' keys, and of nobody else's. */
export function checkElectionKey(election: Election, items: readonly TrusteeItem[]): void {
  if (!election.group.equal(product(election.group, items.map((item) => item.key)), election.key)) {
    throw new Unverified("election.public_key: not the product of the trustees' keys");
  }
}
