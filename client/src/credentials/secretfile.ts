/**
 * The authority's file, `kredensial-<uuid>.json`: every card's code with its class, and no name.
 *
 *   {"format":"luber-kredensial-1","uuid":"…","title":"…","group":"Ed25519","cards":[{"group":"8A","credential":"…"}]}
 */
import { arrayAt, type JsonObject, objectAt, stringAt } from "../core/canon.ts";
import { deriveSecret, isCredential, makeCredential, publicCredential } from "../core/credential.ts";
import { shuffled, webEntropy } from "../core/entropy.ts";
import { text } from "../core/group.ts";
import { groupNamed } from "../core/groups.ts";
import { seal } from "../page/lock.ts";
import { t } from "../page/text.ts";
import type { AuthorityState } from "./state.ts";

export const FORMAT = "luber-kredensial-1";

export interface Card {
  /** The class it will be handed out in. */
  readonly group: string;
  readonly credential: string;
}

export type Progress = (done: number, of: number) => void;

/** Lets the page draw; after every few cards. */
const breathe = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));
const AT_ONCE = 25;

export function makeCards(state: AuthorityState): Card[] {
  return state.classes.flatMap(({ label, count }) => Array.from({ length: count }, () => ({ group: label, credential: makeCredential(webEntropy) })));
}

export interface PublicHalf {
  readonly key: string;
  readonly group: string;
  readonly weight: number;
}

/** The public halves, sorted by key, so that their order says nothing about any list. */
export async function publicHalves(state: AuthorityState, cards: readonly Card[], progress: Progress): Promise<PublicHalf[]> {
  const group = groupNamed(state.election.group);
  const halves: PublicHalf[] = [];
  for (const [i, card] of cards.entries()) {
    const key = text(group, publicCredential(group, deriveSecret(group, state.election.uuid, card.credential)));
    halves.push({ key, group: card.group, weight: state.weights?.[card.group] ?? 1 });
    if ((i + 1) % AT_ONCE === 0) {
      progress(i + 1, cards.length);
      await breathe();
    }
  }
  return halves.sort((a, b) => (a.key < b.key ? -1 : 1));
}

export async function writeSecretFile(state: AuthorityState, cards: readonly Card[], passphrase: string): Promise<string> {
  const { uuid, title, group } = state.election;
  return seal({ format: FORMAT, uuid, title, group }, { cards: cards.map((card) => ({ ...card })) }, passphrase);
}

/** Throws an `Error` with a sentence where the file is of another election, or does not fit the roll. */
export function readSecretFile(state: AuthorityState, file: JsonObject): Card[] {
  if (file.uuid !== state.election.uuid) throw new Error(t("Berkas ini dari pemilihan lain. Pilih berkas untuk {title}.", { title: state.election.title }));
  let cards: Card[];
  try {
    cards = arrayAt(file.cards, "cards").map((each) => {
      const record = objectAt(each, "card");
      const credential = stringAt(record.credential, "credential");
      if (!isCredential(credential)) throw new Error("credential");
      return { group: stringAt(record.group, "group"), credential };
    });
  } catch {
    throw new Error(t("Berkas ini rusak: isinya tidak lengkap. Pakai salinan lain dari berkas yang sama."));
  }
  const fits = state.classes.every(({ label, count }) => cards.filter((card) => card.group === label).length === count) && cards.length === state.total;
  if (!fits) throw new Error(t("Isi berkas ini tidak cocok dengan daftar pemilih: {n} kartu untuk {total} pemilih.", { n: cards.length, total: state.total }));
  return cards;
}

/** By class; in each class in a fresh order, so that a pile of cards follows no list. */
export function inPrintOrder(state: AuthorityState, cards: readonly Card[], only: string | null): { label: string; cards: Card[] }[] {
  return state.classes
    .filter(({ label }) => only === null || label === only)
    .map(({ label }) => ({ label, cards: shuffled(cards.filter((card) => card.group === label), webEntropy) }));
}
