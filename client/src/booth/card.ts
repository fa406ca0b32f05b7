/** Kartu: the code of the card, from its QR, typed, pasted or scanned. It is looked at here and never sent. */
import { normaliseCredential } from "../core/credential.ts";
import { actions, busy, errorSummary, field, know, lead, paragraph, secondButton, steps } from "../page/parts.ts";
import { fetchBytes, sentence } from "../page/http.ts";
import { h, show } from "../page/dom.ts";
import { t } from "../page/text.ts";
import { textOf } from "../core/canon.ts";
import type { Booth } from "./booth.ts";
import { canScan, scan } from "./scan.ts";
import { stepWords } from "./steps.ts";

const FIELD = "kode";

export function showCard(booth: Booth): void {
  const arrived = booth.arrived;
  booth.arrived = null;
  if (arrived !== null) void take(booth, arrived);
  else draw(booth, "", null);
}

function draw(booth: Booth, typed: string, error: string | null): void {
  const { data } = booth;
  const input = h("input", {
    type: "text", value: typed, class: "code", autocomplete: "off", autocapitalize: "off", autocorrect: "off", spellcheck: "false", maxlength: 200,
    placeholder: "·····-······-·····-······",
  });
  const enter = (event?: Event): void => {
    event?.preventDefault();
    void take(booth, input.value);
  };
  const form = h(
    "form",
    { novalidate: true, onsubmit: enter },
    field({ id: FIELD, label: t("Kode di kartu[mu| Anda]"), hint: t("22 huruf dan angka, dalam empat kelompok. Huruf besar dan kecil berbeda. Tanda hubung boleh tidak diketik."), error, input }),
    actions(
      h("button", { class: "btn", type: "submit" }, t("Lanjut: pilih")),
      canScan() && secondButton(t("Pindai QR di kartu"), () => scanCard(booth)),
    ),
  );
  show(
    booth.main,
    t("Masukkan kode kartu[mu| Anda]"),
    steps(stepWords(), 0),
    error !== null && errorSummary([{ text: error, to: FIELD }]),
    lead(t("Tidak perlu akun. Kartu itu hak pilih[mu| Anda]: jangan tunjukkan kepada siapa pun.")),
    form,
    know(
      t("Apa yang terjadi dengan kode ini?"),
      paragraph(t("Kode tetap di ponsel ini dan tidak dikirim ke mana pun. Yang dikirim hanyalah surat suara terkunci, ditandatangani dengan kode itu. Karena itu tidak ada yang dapat memilih tanpa kartu, dan server tidak tahu kartu itu milik siapa.")),
      paragraph(t("Kode hilang? Hubungi panitia {organisation}.", { organisation: data.organisation })),
    ),
  );
  if (error !== null) booth.main.querySelector<HTMLElement>(".error-summary")?.focus();
}

function scanCard(booth: Booth): void {
  scan(
    booth.main,
    (found) => void take(booth, found),
    (error) => draw(booth, "", error),
  );
}

async function take(booth: Booth, typed: string): Promise<void> {
  const { data } = booth;
  let credential: string;
  try {
    if (typed.includes("/pilih/") && !typed.includes(`/pilih/${data.uuid}`)) {
      return draw(booth, "", t("Kartu ini untuk pemilihan lain. Di sini: {title}. Pakai kartu pemilihan ini, atau buka alamat di kartu[mu| Anda].", { title: data.title }));
    }
    credential = normaliseCredential(typed);
  } catch {
    return draw(booth, typed, whatIsOff(typed));
  }
  show(booth.main, t("Memeriksa kartu[mu| Anda]"), steps(stepWords(), 0), busy(t("Sebentar. Kode dicocokkan dengan daftar di ponsel ini.")));
  try {
    const owner = await booth.desk.ask("identify", credential);
    if (data.credentialsUrl !== null && !(await listed(data.credentialsUrl, owner))) {
      return draw(booth, credential, t("Kode ini tidak ada di {title}. Mungkin satu huruf tertukar, atau kartunya dari pemilihan lain. Cocokkan lagi dengan kartu[mu| Anda].", { title: data.title }));
    }
    booth.card = { credential, owner };
    booth.go("choose");
  } catch (error) {
    draw(booth, credential, sentence(error));
  }
}

let list: ReadonlySet<string> | null = null;

/** The published list, fetched once it is needed; matching happens here, so nobody learns who looked. */
async function listed(url: string, owner: string): Promise<boolean> {
  list ??= new Set((JSON.parse(textOf(await fetchBytes(url))) as string[]).map((entry) => entry.split(",")[0]!));
  return list.has(owner);
}

/** Why the code cannot be one, in words that help to find the place. */
export function whatIsOff(typed: string): string {
  const bare = typed.slice(typed.lastIndexOf("#") + 1).replace(/[\s\u2010-\u2015\u2212_.-]/g, "");
  if (bare === "") return t("Ketik kode di kartu[mu| Anda].");
  const strange = /[^1-9A-HJ-NP-Za-km-z]/.exec(bare);
  if (strange !== null) {
    const hints: Record<string, string> = {
      "0": t("Angka nol tidak dipakai di kartu. Mungkin itu huruf o kecil?"),
      O: t("Huruf O besar tidak dipakai di kartu. Mungkin itu huruf o kecil?"),
      I: t("Huruf I besar tidak dipakai di kartu. Mungkin itu angka 1 atau huruf i kecil?"),
      l: t("Huruf l kecil tidak dipakai di kartu. Mungkin itu angka 1 atau huruf L besar?"),
    };
    return hints[strange[0]] ?? t("Tanda “{sign}” tidak dipakai di kartu. Cocokkan lagi dengan kartu[mu| Anda].", { sign: strange[0] });
  }
  return t("Kode di kartu 22 huruf dan angka, yang diketik {n}. Cocokkan lagi dengan kartu[mu| Anda].", { n: bare.length });
}

