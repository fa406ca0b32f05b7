/** What the server tells a trustee's page (`/kunci/keadaan`). */
import type { Json } from "../core/canon.ts";

export type Step =
  | "key" | "certificate" | "wait_certificates" | "polynomial" | "wait_polynomials" | "verification_key"
  | "rehearse" | "wait_others" | "ready" | "decrypt" | "done";

export interface Member {
  /** Place inside the t-of-n circle, from 1. */
  readonly index: number;
  /** Number in `trustees.json`, from 1. */
  readonly owner: number;
  readonly name: string;
  readonly kind: "single" | "threshold";
}

export interface Rehearsal {
  readonly fingerprint: string;
  readonly public_key: string;
  readonly number: number;
  readonly randomness: string;
  readonly encrypted_tally: string;
}

export interface TrusteeState {
  readonly election: { readonly uuid: string; readonly title: string; readonly organisation: string; readonly group: string; readonly mock?: boolean; readonly url: string };
  readonly me: Member;
  readonly size: number;
  readonly threshold: number;
  readonly attempt: number;
  readonly step: Step;
  readonly others: readonly (Member & { readonly step: Step; readonly done: boolean })[];
  readonly certs: readonly Json[] | null;
  readonly vinput: Json;
  readonly voutput: { readonly private_key: string; readonly public_key: Json } | null;
  readonly rehearsal: Rehearsal | null;
  readonly tally: { readonly election: string; readonly encrypted_tally: string; readonly trustees: string } | null;
  readonly result_url?: string | null;
}
