/**
 * The booth's worker: everything that computes runs here, so that the page stays responsive on a slow phone. It has
 * no address to send anything to; it answers the page that made it, and keeps only the election.
 */
import type { Choice } from "../core/answer.ts";
import { makeBallot, trackerOf } from "../core/ballot.ts";
import { bytesToHex, sha256 } from "../core/canon.ts";
import { deriveSecret, publicCredential } from "../core/credential.ts";
import { type Election, type Question, readElection } from "../core/election.ts";
import { webEntropy } from "../core/entropy.ts";
import { text } from "../core/group.ts";
import { type Evaluation, openPermit, requestPermit } from "../core/permit.ts";
import { receiptWords } from "../core/receipt.ts";
import { ED25519 } from "../core/ed25519.ts";
import type { JsonObject } from "../core/canon.ts";

let election: Election;

export interface LoadedElection {
  readonly uuid: string;
  readonly fingerprint: string;
  readonly questions: readonly Question[];
  readonly luber: JsonObject;
}

export interface MadeBallot {
  readonly ballot: string;
  readonly tracker: string;
  readonly words: readonly string[];
}

const acts = {
  /** Reads the election and makes its tables ready while the voter reads. */
  load(bytes: Uint8Array): LoadedElection {
    election = readElection(bytes);
    election.group.powerOfGenerator(1n);
    election.powerOfKey(1n);
    const { uuid, fingerprint, questions, luber } = election;
    return { uuid, fingerprint, questions, luber };
  },
  hash(bytes: Uint8Array): string {
    return bytesToHex(sha256(bytes));
  },
  /** The public half of a card. */
  identify(credential: string): string {
    return text(election.group, publicCredential(election.group, deriveSecret(election.group, election.uuid, credential)));
  },
  make(credential: string, choices: readonly Choice[]): MadeBallot {
    const ballot = makeBallot(election, credential, choices, webEntropy, (done, of) => postMessage({ progress: { done, of } }));
    const tracker = trackerOf(ballot);
    return { ballot, tracker, words: receiptWords(tracker) };
  },
  /** The blinded request for a permit, as hex. */
  blind(credential: string, owner: string): string {
    return text(ED25519, requestPermit(election.uuid, credential, owner).blinded);
  },
  /** The permit, as hex, from the server's answer. */
  unblind(credential: string, owner: string, answer: Evaluation, fixedKey: string): string {
    return openPermit(election.uuid, requestPermit(election.uuid, credential, owner), answer, fixedKey);
  },
};

export type Acts = typeof acts;

self.onmessage = ({ data }: MessageEvent<{ id: number; act: keyof Acts; given: unknown[] }>) => {
  try {
    const act = acts[data.act] as (...given: unknown[]) => unknown;
    postMessage({ id: data.id, done: act(...data.given) });
  } catch (error) {
    postMessage({ id: data.id, failed: error instanceof Error ? `${error.name}: ${error.message}` : String(error) });
  }
};
