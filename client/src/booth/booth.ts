/**
 * What the booth knows while one person votes. It lives in memory only: a reload, or *Selesai*, forgets it all.
 */
import type { BoothData, Presentation } from "./data.ts";
import type { CryptoDesk } from "./desk.ts";
import type { Mark } from "./marks.ts";
import type { LoadedElection, MadeBallot } from "./worker.ts";

export interface Card {
  readonly credential: string;
  /** The public half. */
  readonly owner: string;
}

export interface Booth {
  readonly main: HTMLElement;
  readonly data: BoothData;
  readonly desk: CryptoDesk;
  readonly election: LoadedElection;
  readonly presentation: Presentation;
  /** Photographs whose bytes are those that were fixed. */
  readonly photos: ReadonlySet<string>;
  /** Typed or scanned, not yet looked at. */
  arrived: string | null;
  card: Card | null;
  marks: Mark[];
  permit: string | null;
  made: MadeBallot | null;
  go(place: Place): void;
}

export type Place = "card" | "choose" | "review" | "permit" | "send" | "receipt" | "gone";
