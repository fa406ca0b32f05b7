/**
 * The key file, `kunci-<nama>-<uuid>.json`: one line of secret with what it is for.
 *
 *   {"format":"luber-kunci-1","uuid":"…","group":"Ed25519","index":1,"attempt":1,"seed":"22 letters"}     t of n
 *   {"format":"luber-kunci-1","uuid":"…","group":"Ed25519","index":1,"attempt":1,"key":"decimal"}         single
 *
 * With a passphrase `seed` or `key` is inside `locked` instead.
 */
import { integerAt, type JsonObject, stringAt } from "../core/canon.ts";
import { parseScalar } from "../core/group.ts";
import { groupNamed } from "../core/groups.ts";
import { fileWord } from "../page/files.ts";
import { seal } from "../page/lock.ts";
import { t } from "../page/text.ts";
import type { TrusteeState } from "./state.ts";

export const FORMAT = "luber-kunci-1";

export type Secret = { readonly kind: "threshold"; readonly seed: string } | { readonly kind: "single"; readonly key: bigint };

export function fileName(state: TrusteeState): string {
  return `kunci-${fileWord(state.me.name) || state.me.index}-${state.election.uuid}.json`;
}

export async function writeKeyFile(state: TrusteeState, secret: Secret, passphrase: string): Promise<string> {
  const { uuid, group } = state.election;
  const head = { format: FORMAT, uuid, group, index: state.me.index, attempt: state.attempt };
  return seal(head, secret.kind === "threshold" ? { seed: secret.seed } : { key: secret.key.toString() }, passphrase);
}

/** Throws an `Error` with a sentence where the file is of another election, person or attempt. */
export function readKeyFile(state: TrusteeState, file: JsonObject): Secret {
  const { election, me, attempt } = state;
  if (file.uuid !== election.uuid) throw new Error(t("Berkas kunci ini dari pemilihan lain. Pilih berkas untuk {title}.", { title: election.title }));
  if (file.attempt !== undefined && integerAt(file.attempt, "attempt") !== attempt) {
    throw new Error(t("Berkas kunci ini dari upacara sebelumnya, yang sudah diulang. Pilih berkas yang terakhir disimpan."));
  }
  if (integerAt(file.index, "index") !== me.index) throw new Error(t("Berkas kunci ini milik pemegang kunci lain. Pilih berkas Anda sendiri."));
  if (file.group !== election.group) throw new Error(t("Berkas kunci ini dibuat untuk sandi lain."));
  try {
    if (me.kind === "threshold") {
      const seed = stringAt(file.seed, "seed");
      if (!/^[1-9A-HJ-NP-Za-km-z]{22}$/.test(seed)) throw new Error("seed");
      return { kind: "threshold", seed };
    }
    return { kind: "single", key: parseScalar(groupNamed(election.group), stringAt(file.key, "key")) };
  } catch {
    throw new Error(t("Berkas kunci ini rusak: isinya tidak lengkap. Pakai salinan lain dari berkas yang sama."));
  }
}
