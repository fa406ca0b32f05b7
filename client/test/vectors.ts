/** The same vector files that the Python core reads: `tests/vectors/belenios`. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const ROOT = join(process.env.LUBER_VECTORS!, "belenios");

/** Elections of counted questions in the groups spoken here; the old tool's threshold dialect is for reading by Python only. */
export const COUNTED = ["a-threshold-blank-ed25519", "b-weighted-ed25519", "a-threshold-blank-belenios2048", "b-weighted-belenios2048"];

export interface ThresholdTrustee {
  owner: number;
  kind: "Pedersen" | "Single";
  index: number;
  threshold: number;
  seed: string;
  cert: { message: string; signature: { challenge: string; response: string } };
  polynomial: object;
  vinput: object;
  voutput: { private_key: string; public_key: object };
  private_key: string;
}

export interface Vector {
  folder: string;
  election: Uint8Array;
  trustees: string;
  credentials: string;
  archive: Uint8Array;
  secrets: {
    uuid: string;
    group: string;
    private_credentials: Record<string, string>;
    choices_in_cast_order: { voter: string; choice: number[][] }[];
    trustees: ThresholdTrustee[];
  };
  expected: { election_fingerprint: string; smart_ballot_trackers: string[]; result: number[][] };
}

export function vector(folder: string): Vector {
  const path = join(ROOT, folder);
  const file = (name: string): Uint8Array => new Uint8Array(readFileSync(join(path, name)));
  const json = <T>(name: string): T => JSON.parse(readFileSync(join(path, name), "utf8")) as T;
  return {
    folder,
    election: file("election.json"),
    trustees: readFileSync(join(path, "trustees.json"), "utf8"),
    credentials: readFileSync(join(path, "public_creds.json"), "utf8"),
    archive: file(readdirSync(path).find((name) => name.endsWith(".bel"))!),
    secrets: json("secrets.json"),
    expected: json("expected.json"),
  };
}
